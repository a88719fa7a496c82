"""Figures: each takes a network or a table and returns a matplotlib figure and its axes.

Chinese text needs no font on the machine: one is bundled (`chainnet.figures.fonts`). Nothing here uses pyplot.
"""

from chainnet.figures.bars import plot_bars
from chainnet.figures.curves import plot_coverage, plot_curves
from chainnet.figures.force import plot_force
from chainnet.figures.heatmap import plot_heatmap
from chainnet.figures.maps import plot_map
from chainnet.figures.tiers import plot_tiers

__all__ = ["plot_bars", "plot_coverage", "plot_curves", "plot_force", "plot_heatmap", "plot_map", "plot_tiers"]
