"""What the report says, section by section: tables, figures and, where data are lacking, what to add."""

from __future__ import annotations

from chainnet.network import SupplyNetwork
from chainnet.report.sections.centrality import centrality_section
from chainnet.report.sections.concentration import concentration_section
from chainnet.report.sections.network import network_section
from chainnet.report.sections.overview import overview_section
from chainnet.report.sections.parts import Section, local_or_none
from chainnet.report.sections.radius import radius_section
from chainnet.report.sections.rates import rates_section
from chainnet.report.sections.removal import removal_section
from chainnet.report.settings import Settings

__all__ = ["Section", "local_or_none", "sections"]

_PARTS = (network_section, rates_section, radius_section, concentration_section, removal_section, centrality_section)


def sections(net: SupplyNetwork, settings: Settings) -> list[Section]:
    """Return the parts of the report, in the order of the page."""
    parts = [part(net, settings) for part in _PARTS]
    return [overview_section(net, settings, parts), *parts]
