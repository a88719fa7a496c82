"""What a report is made with."""

from __future__ import annotations

from dataclasses import dataclass, field

from chainnet.areas import Area, City
from chainnet.report.provenance import Provenance
from chainnet.travel import Estimate, Times

PROVENANCE = "provenance.json"
OWN = ("report.html", "tables", "figures", "workbook.xlsx", PROVENANCE)
"""What a report's folder holds; one that holds anything else is never replaced."""


@dataclass(frozen=True)
class Settings:
    """What a report is made with.

    Parameters
    ----------
    area : Area
        What is local.
    times : Times
        Where travel times come from.
    minutes : float
        The threshold of the supply radius.
    runs, seed : int
        Random orders of removal, and their seed.
    lang : {"zh", "en"}
        Language of the page.
    jobs : int
        Threads.
    source : str
        What the user gave as NETWORK.
    provenance : Provenance, optional
        What the report was made of and with, where more is known than these settings say.
    """

    area: Area = field(default_factory=City)
    times: Times = field(default_factory=Estimate)
    minutes: float = 60.0
    runs: int = 100
    seed: int = 0
    lang: str = "zh"
    jobs: int = 1
    source: str = ""
    provenance: Provenance | None = None

    def say(self, zh: str, en: str) -> str:
        """Return the text in the report's language."""
        return zh if self.lang == "zh" else en
