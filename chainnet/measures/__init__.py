"""The measures: each takes a network and returns a table. Definitions with sources are in the docstrings."""

from chainnet.measures.alternatives import alternatives
from chainnet.measures.around import around
from chainnet.measures.around_curve import around_curve
from chainnet.measures.centrality import centrality
from chainnet.measures.centrality_summary import centrality_summary, rank_correlation, top_firms
from chainnet.measures.concentration import concentration, concentration_summary
from chainnet.measures.coverage import coverage, coverage_curve
from chainnet.measures.critical_set import critical_set
from chainnet.measures.criticality import criticality, group_removal
from chainnet.measures.groups import firms_near
from chainnet.measures.local_rate import local_firms, local_rate
from chainnet.measures.new_links import new_links
from chainnet.measures.null_model import null_removal, null_summary
from chainnet.measures.protection import protection
from chainnet.measures.published import published
from chainnet.measures.rates_by_year import rates_by_year
from chainnet.measures.reachability import reachability
from chainnet.measures.removal import removal
from chainnet.measures.rewiring import rewired
from chainnet.measures.robustness import removal_summary
from chainnet.measures.stopped import stopped

__all__ = [
    "alternatives",
    "around",
    "around_curve",
    "centrality",
    "centrality_summary",
    "concentration",
    "concentration_summary",
    "coverage",
    "coverage_curve",
    "critical_set",
    "criticality",
    "firms_near",
    "group_removal",
    "local_firms",
    "local_rate",
    "new_links",
    "null_removal",
    "null_summary",
    "protection",
    "published",
    "rank_correlation",
    "rates_by_year",
    "reachability",
    "removal",
    "removal_summary",
    "rewired",
    "stopped",
    "top_firms",
]
