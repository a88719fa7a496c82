"""From tables and graphs to a checked `SupplyNetwork`."""

from chainnet.reading.columns import columns
from chainnet.reading.fixing import fix
from chainnet.reading.graphs import from_igraph, from_networkx
from chainnet.reading.read import check, from_frames, read, read_years
from chainnet.reading.same_firm.suggestions import duplicates

__all__ = ["check", "columns", "duplicates", "fix", "from_frames", "from_igraph", "from_networkx", "read", "read_years"]
