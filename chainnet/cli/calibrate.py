"""`calibrate`: fit the estimate of travel time to known minutes."""

from __future__ import annotations

from pathlib import Path

import click

from chainnet.cli.common import Shared, faults_told
from chainnet.cli.options import form_option, language, output_option, provenance_option, quiet
from chainnet.cli.usage import wrong
from chainnet.cli.words import INPUT


@click.command("calibrate")
@click.argument("pairs", metavar="PAIRS", type=INPUT)
@click.option("--network", metavar="NETWORK", type=INPUT, help="Where firm ids of the pairs have their coordinates.")
@click.option("--firms", metavar="FILE", type=INPUT, help="--network: table of firms; csv, xlsx or parquet.")
@click.option("--minutes", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True, metavar="T",
              help="The threshold that pairs are to be on the right side of.")  # fmt: skip
@click.option("--band", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.9, show_default=True,
              help="Share of pairs that slow and fast ends are to hold.")  # fmt: skip
@click.option("--folds", type=click.IntRange(min=2), default=5, show_default=True, help="Parts that are held out.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the parts.")
@form_option
@output_option
@provenance_option
@language
@quiet
def calibrate(
    pairs: str, network: str | None, firms: str | None, minutes: float, band: float, folds: int, seed: int,
    format: str, output: str | None, provenance: bool, lang: str, quiet: bool,
) -> None:  # fmt: skip
    """Fit the estimate of travel time to pairs whose minutes are known; say how good it is on pairs held out.

    PAIRS is a csv, xlsx or parquet: minutes, and km as the crow flies, or coordinates of both ends
    (origin_longitude, …), or supplier and buyer ids with --network. The last line on standard error gives the options
    that other commands take the fitted estimate by.

    \b
    chainnet calibrate pairs.csv
    chainnet calibrate pairs.xlsx --network data/qingdao-rail --minutes 45
    """
    from chainnet.travel.calibrate import calibrate as fitted
    from chainnet.travel.pair_table import read_cells

    if firms is not None and network is None:
        raise wrong("--firms goes with --network: give both.", "--firms 与 --network 一起用，请都写上")
    shared = Shared.of_table(lang=lang, format=format, output=output, provenance=provenance)
    shared.firms, shared.quiet = firms, quiet
    shared.given = {"columns": {}}
    shared.check_outputs(pairs)
    with faults_told(lang):
        table = read_cells(Path(pairs), pairs).to_pandas()
        net = shared.read(network) if network is not None else None
        with shared.patience("正在校准", "calibrating"):
            found = fitted(table, net=net, minutes=minutes, band=band, folds=folds, seed=seed, file=pairs)
        shared.put(found.report, "calibration")
    zh, en = f"用这些选项：{found.options()}", f"take it by: {found.options()}"
    shared.note(zh if lang == "zh" else en)
