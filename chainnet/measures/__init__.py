"""The measures: each takes a network and returns a table. Definitions with sources are in the docstrings."""

from chainnet.measures.alternatives import alternatives
from chainnet.measures.around import around
from chainnet.measures.centrality import centrality
from chainnet.measures.concentration import concentration, concentration_summary
from chainnet.measures.coverage import coverage, coverage_curve
from chainnet.measures.criticality import criticality
from chainnet.measures.local_rate import local_firms, local_rate
from chainnet.measures.removal import removal, removal_summary

__all__ = [
    "alternatives",
    "around",
    "centrality",
    "concentration",
    "concentration_summary",
    "coverage",
    "coverage_curve",
    "criticality",
    "local_firms",
    "local_rate",
    "removal",
    "removal_summary",
]
