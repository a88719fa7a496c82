"""`plot` and `report`: figures, and everything on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from chainnet.cli.areas import FORMS, area_of
from chainnet.cli.common import FIGURE_ENDINGS, Shared, command, network
from chainnet.cli.times import times_options

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from chainnet.areas import Area
    from chainnet.network import SupplyNetwork
    from chainnet.travel import Times

KINDS = ("tiers", "map", "force", "curves", "coverage")


@command("plot", table=False)
@network
@click.option("--kind", type=click.Choice(KINDS), required=True, help="Which figure.")
@click.option("-o", "--output", required=True, metavar="FILE", help="png, svg or pdf by its ending.")
@click.option("--area", metavar="AREA", help=f"What is coloured as local: {FORMS}.")
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
@times_options
def plot(
    shared: Shared, network: str, kind: str, output: str, area: str | None, minutes: float, seed: int, times: Times,
) -> None:  # fmt: skip
    """Draw a figure: tiers, map, force, curves (removal) or coverage.

    \b
    chainnet plot data/qingdao-rail --kind tiers -o tiers.png --lang zh
    chainnet plot data/qingdao-rail --kind map -o map.svg --area city
    """
    from chainnet.report.saving import save_figure

    if Path(output).suffix.lower() not in FIGURE_ENDINGS:
        raise click.UsageError(f"-o {output}: end the name in one of {', '.join(FIGURE_ENDINGS)}.")
    net = shared.read(network)
    figure = _figure(shared, net, kind, area_of(area, net, times), times, minutes, seed)
    save_figure(figure, Path(output), net.about)
    shared.note(output)


def _figure(
    shared: Shared, net: SupplyNetwork, kind: str, area: Area, times: Times, minutes: float, seed: int
) -> Figure:
    from chainnet import figures, measures
    from chainnet.report.sections import local_or_none
    from chainnet.travel import Estimate

    lang = shared.lang
    if kind == "curves":
        shared.warm_up(["report"])
        curves = measures.removal(
            net, order=["random", "degree", "adaptive-degree"], keep="leaders", seed=seed, jobs=shared.jobs
        )
        return figures.plot_curves(curves, lang=lang)[0]
    if kind == "coverage":
        return figures.plot_coverage(measures.coverage_curve(net, times=times), threshold=minutes, lang=lang)[0]
    local = local_or_none(net, area)
    if local is None:
        shared.note(
            "note: nothing says what is local, so nothing is coloured by it"
            if lang == "en"
            else "注意：数据未说明什么是本地，图中不区分"
        )
    if kind == "tiers":
        return figures.plot_tiers(net, local=local, lang=lang)[0]
    if kind == "map":
        reach = times.km(minutes) if isinstance(times, Estimate) else None  # only the estimate's hour is a circle
        return figures.plot_map(net, local=local, radius_km=reach, lang=lang)[0]
    return figures.plot_force(net, local=local, seed=seed, lang=lang)[0]


@command("report", table=False)
@network
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FOLDER",
    help="Where to write report.html, tables/, figures/ and workbook.xlsx.",
)
@click.option(
    "--area",
    metavar="AREA",
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
@times_options
def report(
    shared: Shared, network: str, output: str, area: str | None, minutes: float, runs: int, seed: int, overwrite: bool,
    times: Times,
) -> None:  # fmt: skip
    """Everything: report.html (one self-contained page), tables/, figures/ and workbook.xlsx.

    \b
    chainnet report data/qingdao-rail -o out/qingdao-rail
    chainnet report links.xlsx --firms firms.xlsx --leaders CRRC01 --area province --lang zh -o out/mine
    """
    from chainnet.report.build import STEPS, build_report
    from chainnet.report.settings import Settings

    net = shared.read(network)
    where = area_of(area, net, times)
    settings = Settings(
        area=where,
        times=times,
        minutes=minutes,
        runs=runs,
        seed=seed,
        lang=shared.lang,
        jobs=shared.jobs,
        source=network,
    )
    shared.warm_up(["report"])
    with shared.progress(STEPS, "writing the report") as step:
        build_report(net, Path(output), settings, overwrite=overwrite, progress=step)
    shared.note(f"{Path(output) / 'report.html'}")
