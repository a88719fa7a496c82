"""From tables and graphs to a checked `SupplyNetwork`."""

from chainnet.reading.graphs import from_igraph, from_networkx
from chainnet.reading.read import check, from_frames, read

__all__ = ["check", "from_frames", "from_igraph", "from_networkx", "read"]
