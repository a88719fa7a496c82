"""The one type: a supply network of firms and links."""

from chainnet.network.about import About
from chainnet.network.supply_network import Pairs, SupplyNetwork

__all__ = ["About", "Pairs", "SupplyNetwork"]
