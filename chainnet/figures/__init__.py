"""Figures: each takes a network or a table and returns a matplotlib figure and its axes.

Chinese text needs no font on the machine: one is bundled (`chainnet.figures.fonts`). Nothing here uses pyplot. To draw
on axes of your own, give their figure ``layout="constrained"``: it keeps room for what a chart writes around them.
"""

from chainnet.figures.alternatives import plot_alternatives
from chainnet.figures.bars import plot_bars
from chainnet.figures.blocks import plot_blocks
from chainnet.figures.coverage import plot_coverage
from chainnet.figures.curves import plot_curves
from chainnet.figures.force import plot_force
from chainnet.figures.heatmap import plot_heatmap
from chainnet.figures.maps import plot_map
from chainnet.figures.reachability import plot_reachability
from chainnet.figures.sankey import plot_sankey
from chainnet.figures.tiers import plot_tiers
from chainnet.figures.years import plot_rate_by_year

__all__ = [
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
]
