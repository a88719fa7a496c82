"""`check`, `build`, `new`, `synth`: data sets in and out."""

from __future__ import annotations

import re
from pathlib import Path

import click

from chainnet.cli.common import Shared, command, network
from chainnet.errors import InputError


@command("check")
@network
def check(shared: Shared, network: str) -> None:
    """List every fault and every doubt, with file, row and column. Exit code 1 where there is a fault.

    \b
    chainnet check my-cluster
    chainnet check links.csv --firms firms.xlsx --format csv
    """
    from chainnet import reading

    found = reading.check(network, firms=shared.firms)
    faults = int(found["severity"].eq("fault").sum())
    if len(found) or shared.format != "table" or shared.output is not None:
        shared.put(found, "check")
    doubts = len(found) - faults
    shared.note(
        f"{faults:,} 个错误，{doubts:,} 个疑点" if shared.lang == "zh" else f"{faults:,} faults, {doubts:,} doubts"
    )
    if faults:
        raise click.exceptions.Exit(1)


@command("build", table=False)
@network
@click.option("-o", "--output", required=True, metavar="FILE", help="x.graphml, x.parquet, or a folder for a data set.")
@click.option(
    "--by",
    type=click.Choice(["cluster"]),
    help="One graph a cluster, with its partners elsewhere: x.NAME.graphml.",
)
@click.option("--overwrite", is_flag=True, help="Replace a data set folder that exists; files always are.")
def build(shared: Shared, network: str, output: str, by: str | None, overwrite: bool) -> None:
    """Write the typed graph: firms with roles and grades, links with products and values.

    \b
    chainnet build data/qingdao-rail -o graphs/qingdao-rail.graphml
    chainnet build links.xlsx --by cluster -o graphs/all.parquet
    """
    net = shared.read(network)
    path = Path(output)
    if by is None:
        net.save(path, overwrite=overwrite)
        shared.note(f"{output}: {net.n:,} firms, {net.m:,} links")
        return
    parts = net.clusters()
    if not parts:
        hint = "fill in the column cluster of the firms table, or of the links"
        raise InputError.one("no cluster is named", hint=hint, column="cluster")
    for name, part in parts.items():
        place = (
            path.with_name(f"{path.stem}.{_file_name(name)}{path.suffix}") if path.suffix else path / _file_name(name)
        )
        part.save(place, folder=not path.suffix, overwrite=overwrite)
        shared.note(f"{place}: {part.n:,} firms, {part.m:,} links")


def _file_name(cluster: str) -> str:
    """Return a cluster's name without what a file name can't hold."""
    return re.sub(r"[^\w-]+", "_", cluster).strip("_")


@click.command("synth")
@click.argument("preset", metavar="PRESET")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Data set folder to write.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="The same seed gives the same files.",
)
@click.option(
    "--firms", type=click.IntRange(min=1), metavar="N", help="Number of firms; the preset's own unless given."
)
@click.option("--overwrite", is_flag=True, help="Replace a data set that exists.")
@click.option("--quiet", is_flag=True, help="No notes.")
def synth(preset: str, output: str, seed: int, firms: int | None, overwrite: bool, quiet: bool) -> None:
    """Make a synthetic cluster: invented firms in real places. Called synthetic everywhere.

    PRESET is qingdao-rail.

    \b
    chainnet synth qingdao-rail -o my-rail --seed 1 --firms 1000
    """
    from chainnet.cli.common import faults_told
    from chainnet.synthesis import synthesize

    with faults_told():
        net = synthesize(preset, seed=seed, firms=firms)
        net.save(Path(output), folder=True, overwrite=overwrite)
    if not quiet:
        click.echo(f"{output}: synthetic, {net.n:,} firms, {net.m:,} links", err=True)


@click.command("new")
@click.argument("folder", metavar="FOLDER")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of the headers.",
)
@click.option("--quiet", is_flag=True, help="No notes.")
def new(folder: str, lang: str, quiet: bool) -> None:
    """Write a template to fill in: csv and xlsx, with the columns explained.

    \b
    chainnet new my-cluster
    """
    from chainnet.cli.common import faults_told
    from chainnet.report.template import write_template

    with faults_told():
        write_template(Path(folder), lang=lang)
    if not quiet:
        click.echo(
            f"{folder}: fill in firms.csv and links.csv (or template.xlsx), then: chainnet check {folder}",
            err=True,
        )
