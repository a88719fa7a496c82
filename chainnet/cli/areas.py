"""The options that say what is local and how long ways take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from chainnet.errors import InputError, Said

if TYPE_CHECKING:
    from chainnet.areas import Area
    from chainnet.network import SupplyNetwork
    from chainnet.travel import Estimate

Function = TypeVar("Function", bound=Callable[..., Any])
FORMS = "cluster, city, province, another column, COLUMN=VALUE, minutes:T or firms:FILE"


def area_of(text: str | None, net: SupplyNetwork, times: Estimate | None = None) -> Area:
    """Return the area that is meant; without a word what the data set says of itself, else the city.

    Raises
    ------
    click.BadParameter
        Where the word has none of the forms.
    """
    from chainnet import areas

    text = text or net.about.area or "city"
    whole: dict[str, Area] = {"cluster": areas.Cluster(), "city": areas.City(), "province": areas.Province()}
    if text in whole:
        return whole[text]
    form, colon, rest = text.partition(":")
    if colon and form == "minutes":
        return areas.Minutes(_number(rest, text), *([times] if times is not None else []))
    if colon and form == "firms":
        return areas.Firms(firm_list(rest), label=rest)
    column, equals, value = text.partition("=")
    if equals and column and value:
        return areas.Fixed(column.strip(), value.strip())
    if colon or equals or not text.strip():
        raise click.BadParameter(f"{text!r} is no area: write {FORMS}.", param_hint="--area")
    return areas.Agree(text)


def _number(text: str, whole: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise click.BadParameter(f"{whole!r}: write a number of minutes, as in minutes:60.", param_hint="--area")
    return number


def firm_list(path: str) -> list[str]:
    """Read a list of firms: the column ``firm`` of a table, or its first column.

    Raises
    ------
    InputError
        Where the file can't be read or holds no firm.
    """
    from pathlib import Path

    from chainnet.reading.files.tables import read_tables
    from chainnet.reading.headers import Words

    words = Words()
    cells = read_tables(Path(path), path, words)[0].cells
    meant = [words.meaning(column, "firms") for column in cells.columns]
    at = next((meant.index(key) for key in ("firm", "name") if key in meant), 0)
    column = cells.iloc[:, at].astype("str").str.strip()
    firms = [str(firm) for firm in column if isinstance(firm, str) and firm]
    if meant[at] is None:  # a bare list has no header
        firms.insert(0, str(cells.columns[at]))
    if not firms:
        hint = Said("write a column firm", "请写一列“企业编号”")
        raise InputError.one(Said("the file lists no firm", "文件中没有列出企业"), hint=hint, file=path)
    return firms


def estimate_options(function: Function) -> Function:
    """Add the parameters of the estimate of travel time."""
    options = (
        click.option(
            "--terminal",
            type=click.FloatRange(min=0),
            default=5.0,
            show_default=True,
            metavar="MIN",
            help="Estimate: minutes at both ends.",
        ),
        click.option(
            "--detour",
            type=click.FloatRange(min=1),
            default=1.324,
            show_default=True,
            help="Estimate: road km a km as the crow flies.",
        ),
        click.option(
            "--speed",
            type=click.FloatRange(min=0, min_open=True),
            default=72.0,
            show_default=True,
            metavar="KM/H",
            help="Estimate: speed.",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def grade_list(text: str | None) -> list[str] | None:
    """Return the grades that a comma-separated text names.

    Raises
    ------
    click.BadParameter
        Where one is no grade.
    """
    from chainnet import terms

    if text is None:
        return None
    wrong = [part for part in text.split(",") if terms.fold(part) not in terms.GRADE_OF_SPELLING]
    if wrong:
        hint = f"write {terms.choices(terms.GRADES)}."
        raise click.BadParameter(f"{', '.join(map(repr, wrong))}: {hint}", param_hint="--grade")
    return [terms.GRADE_OF_SPELLING[terms.fold(part)] for part in text.split(",")]
