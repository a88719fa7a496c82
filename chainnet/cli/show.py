"""`plot` and `report`: figures, and everything on one page."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chainnet.cli.areas import FORMS, area_of, area_word, goes_by_minutes
from chainnet.cli.common import FIGURE_ENDINGS, Shared, command, network
from chainnet.cli.options import provenance_option
from chainnet.cli.plotted import KINDS, Wish, figure_of
from chainnet.cli.times import times_options
from chainnet.cli.usage import wrong
from chainnet.cli.words import AREAS, INPUT, OUTPUT, REMOVED

if TYPE_CHECKING:
    from chainnet.travel import Times

BY_MINUTES = ("map", "coverage")
"""Those that go by travel times whatever is local."""


@command("plot", table=False)
@network
@click.option("--kind", type=click.Choice(KINDS), required=True, help="Which figure.")
@click.option("-o", "--output", required=True, metavar="FILE", type=OUTPUT, help="png, svg or pdf by its ending.")
@click.option("--area", metavar="AREA", type=AREAS, help=f"What is coloured as local: {FORMS}.")
@click.option(
    "--minutes",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    metavar="T",
    help="Radius on the map, line in the curve.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Of random orders and of the force layout.",
)
@click.option(
    "--removed", metavar="FIRMS", type=REMOVED, help="Firms that fail, A,B or file:FILE: shows what stops with them."
)
@click.option(
    "--essential",
    metavar="FILE",
    type=INPUT,
    help="With --removed: which inputs are essential: columns input, buyer_industry, importance.",
)
@click.option("--by", metavar="COLUMN", help="Sankey: a column of the firms that divides the tiers.")
@click.option("--weigh", type=click.Choice(("value", "count")), help="Sankey: widths; by value where there are any.")
@provenance_option
@times_options
def plot(
    shared: Shared, network: str, kind: str, output: str, area: str | None, minutes: float, seed: int,
    removed: str | None, essential: str | None, by: str | None, weigh: str | None, times: Times,
) -> None:  # fmt: skip
    """Draw a figure: the network as tiers, blocks, force, map or sankey; curves (removal) or coverage.

    \b
    chainnet plot data/qingdao-rail --kind tiers -o tiers.png --lang zh
    chainnet plot data/qingdao-rail --kind map -o map.svg --area city
    chainnet plot data/qingdao-rail --kind tiers --removed QD0259,QD0390 -o stops.png
    chainnet plot data/qingdao-rail --kind sankey --by stage -o flows.pdf
    """
    if Path(output).suffix.lower() not in FIGURE_ENDINGS:
        raise wrong(
            f"-o {output}: end the name in one of {', '.join(FIGURE_ENDINGS)}.",
            f"-o {output}：文件名请以 {'、'.join(FIGURE_ENDINGS)} 之一结尾",
        )
    wish = Wish(kind, minutes, seed, removed, essential, by, weigh)
    wish.check()
    net = shared.read(network)
    where = area_of(area, net, times)
    shared.used["area"] = area_word(area, net)
    if kind in BY_MINUTES or goes_by_minutes(where):
        shared.times = times
    shared.save_figure(lambda: figure_of(shared, net, wish, where, times), Path(output), net)


def _place_checked(function: Callable[..., None]) -> Callable[..., None]:
    """Refuse a folder that is taken before anything is read, which may take long."""

    @functools.wraps(function)
    def run(shared: Shared, **given: Any) -> None:
        from chainnet.files import refuse_if_taken
        from chainnet.report.settings import OWN

        refuse_if_taken(given["output"], own=OWN, overwrite=given["overwrite"])
        function(shared, **given)

    return run


@command("report", table=False)
@network
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FOLDER",
    type=OUTPUT,
    help="Where to write report.html, tables/, figures/ and workbook.xlsx.",
)
@click.option(
    "--area",
    metavar="AREA",
    type=AREAS,
    help=f"What is local: {FORMS}. Unless given: what the data set says of itself, else city.",
)
@click.option(
    "--minutes",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    metavar="T",
    help="The threshold of the supply radius.",
)
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Random orders to average over.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the random orders.")
@click.option("--overwrite", is_flag=True, help="Replace a report that exists.")
@_place_checked
@times_options
def report(
    shared: Shared, network: str, output: str, area: str | None, minutes: float, runs: int, seed: int, overwrite: bool,
    times: Times,
) -> None:  # fmt: skip
    """Everything: report.html (one self-contained page), tables/, figures/ and workbook.xlsx.

    \b
    chainnet report data/qingdao-rail -o out/qingdao-rail
    chainnet report links.csv --firms firms.xlsx --leaders CRRC01 --area province --lang zh -o out/mine
    """
    from chainnet.report.build import STEPS, build_report
    from chainnet.report.settings import Settings

    net = shared.read(network)
    where = area_of(area, net, times)
    shared.times = times
    shared.used["area"] = area_word(area, net)
    settings = Settings(
        area=where,
        times=times,
        minutes=minutes,
        runs=runs,
        seed=seed,
        lang=shared.lang,
        jobs=shared.jobs,
        source=network,
        provenance=shared.origin(net),
    )
    shared.warm_up(["report"])
    with shared.progress(STEPS, "正在生成报告", "writing the report") as step:
        build_report(net, Path(output), settings, overwrite=overwrite, progress=step)
    shared.note(f"{Path(output) / 'report.html'}")
