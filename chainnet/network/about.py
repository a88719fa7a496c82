"""What a data set says of itself: names, units, source, synthetic or real."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class About:
    """What a data set says of itself, as its ``cluster.toml`` does.

    Parameters
    ----------
    name_zh, name_en : str
        Names of the cluster.
    synthetic : bool or None
        Whether the data are invented; None where nothing says so.
    value_unit : str
        Unit of the links' values and the firms' revenue, for example 万元; empty where unknown.
    datum : str
        Geodetic datum of the coordinates; empty where unknown.
    source, source_zh : str
        Where the data come from and what was done to them.
    note_zh, note_en : str
        What a user must know before believing a number; every output says it.
    licence : str
        Under which terms they may be used.
    area : str
        What is local unless said otherwise, as the option ``--area`` has it; empty for the city.
    sites : tuple of str
        Firms around which the report counts who is near, where the chain leaders are not the ones to ask about.
    published : tuple of dict
        Published facts to compare with: measure, name_zh, name_en, value, source; value_zh and source_zh in Chinese.

    Examples
    --------
    >>> About(name_en="Demo").name("en")
    'Demo'
    """

    name_zh: str = ""
    name_en: str = ""
    synthetic: bool | None = None
    value_unit: str = ""
    datum: str = ""
    source: str = ""
    source_zh: str = ""
    note_zh: str = ""
    note_en: str = ""
    licence: str = ""
    area: str = ""
    sites: tuple[str, ...] = ()
    published: tuple[dict[str, Any], ...] = ()

    def name(self, lang: str) -> str:
        """Return the name in `lang`, or in the other language where only that is there."""
        first, second = (self.name_zh, self.name_en) if lang == "zh" else (self.name_en, self.name_zh)
        return first or second

    def source_in(self, lang: str) -> str:
        """Return the source in `lang`, or in the other language where only that is there."""
        first, second = (self.source_zh, self.source) if lang == "zh" else (self.source, self.source_zh)
        return first or second

    def note(self, lang: str) -> str:
        """Return what must be known, in `lang`, or in the other language where only that is there."""
        first, second = (self.note_zh, self.note_en) if lang == "zh" else (self.note_en, self.note_zh)
        return first or second

    def to_dict(self) -> dict[str, Any]:
        """Return what is said, without what is empty, for JSON and TOML."""
        said = {key: value for key, value in asdict(self).items() if value not in (None, "", ())}
        if "published" in said:
            said["published"] = [dict(fact) for fact in self.published]
        if "sites" in said:
            said["sites"] = list(self.sites)
        return said

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> About:
        """Make it from a dictionary; keys that are not known are left out."""
        known = {field.name for field in fields(cls)}
        kept = {key: value for key, value in said.items() if key in known}
        kept["sites"] = tuple(str(site) for site in kept.get("sites", ()))
        kept["published"] = tuple(dict(fact) for fact in kept.get("published", ()))
        return cls(**kept)
