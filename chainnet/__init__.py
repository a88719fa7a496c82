"""chainnet: supply networks of industrial clusters.

Local supporting rates (本地配套率), one-hour supply radius (一小时供应圈) and resilience, from edge lists.
The public names are listed here; each loads when it is first used.
"""

import lazy_loader as _lazy

from chainnet._version import __version__ as __version__

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submod_attrs={
        "errors": ["Fault", "InputError", "InputWarning"],
        "areas": [
            "Agree",
            "City",
            "Cluster",
            "District",
            "Firms",
            "Fixed",
            "Kilometres",
            "Minutes",
            "Polygon",
            "Province",
            "Union",
        ],
        "figures": [
            "plot_alternatives",
            "plot_bars",
            "plot_blocks",
            "plot_coverage",
            "plot_curves",
            "plot_force",
            "plot_heatmap",
            "plot_map",
            "plot_rate_by_year",
            "plot_reachability",
            "plot_sankey",
            "plot_tiers",
        ],
        "measures": [
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
            "reachability",
            "rates_by_year",
            "removal",
            "removal_summary",
            "rewired",
            "stopped",
            "top_firms",
        ],
        "network": ["About", "SupplyNetwork"],
        "reading": [
            "check",
            "columns",
            "duplicates",
            "fix",
            "from_frames",
            "from_igraph",
            "from_networkx",
            "read",
            "read_years",
        ],
        "report.explore": ["explore"],
        "report.shown": ["shown"],
        "travel": ["Estimate", "Matrix", "Routed", "calibrate", "over_water"],
        "travel.roads": ["Roads", "compare_times"],
    },
)
