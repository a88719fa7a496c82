"""`check`, `build`, `new`, `synth`: data sets in and out."""

from __future__ import annotations

import re
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chainnet import terms
from chainnet.cli.common import Shared, command, faults_told, network
from chainnet.cli.options import form_option, language, output_option, provenance_option, quiet
from chainnet.cli.usage import wrong
from chainnet.cli.words import OUTPUT, Listed
from chainnet.errors import InputError, Said, several

if TYPE_CHECKING:
    from chainnet.network import SupplyNetwork

PRESETS = Listed(("qingdao-rail", "shenguang-medical"), "")


@command("check")
@network
@click.option("--strict", is_flag=True, help="Doubts too end in exit code 1.")
@click.option("--duplicates", is_flag=True, help="List firms that may be one, with a score, for a person to confirm.")
@click.option("--fix", is_flag=True, help="Write the cleaned data set to the folder -o, with a log of every change.")
@click.option("--overwrite", is_flag=True, help="Let --fix replace a data set folder that exists.")
def check(shared: Shared, network: str, strict: bool, duplicates: bool, fix: bool, overwrite: bool) -> None:
    """List every fault and every doubt, with file, row and column. Exit code 1 where there is a fault.

    \b
    chainnet check my-cluster
    chainnet check links.xlsx --firms firms.xlsx --map 甲方=buyer --unit 万元 --format csv
    chainnet check data/tw-listed --duplicates -o same.csv
    chainnet check data/tw-listed --merge same.csv --fix -o tw-listed-clean

    Between the last two write yes into the column merge of same.csv where two firms are one.
    """
    if fix and duplicates:
        raise wrong(
            "--fix and --duplicates exclude each other: confirm pairs first, then --merge --fix.",
            "--fix 不与 --duplicates 同用：请先确认重复，再用 --merge --fix",
        )
    if overwrite and not fix:
        raise wrong("--overwrite belongs to --fix.", "--overwrite 与 --fix 一起用")
    if duplicates:
        _list_duplicates(shared, network)
    elif fix:
        _fix(shared, network, overwrite)
    else:
        _list_faults(shared, network, strict)


def _list_faults(shared: Shared, network: str, strict: bool) -> None:
    from chainnet import reading

    with shared.patience("正在检查", "checking"):
        found = reading.check(network, firms=shared.firms, lang=shared.lang, **shared.given)
    if len(found) or shared.format != "table" or shared.output is not None:
        shared.put(found, "check")
    number = {kind: int(found["severity"].eq(kind).sum()) for kind in ("fault", "doubt", "note")}
    zh = f"{number['fault']:,} 个错误，{number['doubt']:,} 个疑点，{number['note']:,} 条说明"
    en = ", ".join(several(number[kind], kind) for kind in number)
    shared.note(zh if shared.lang == "zh" else en)
    if network == "-" and shared.leaders is not None:  # it can be read but once
        zh, en = (
            "注意：标准输入只能读一次，这里不核对 --leaders",
            "note: standard input is read once: --leaders is not checked",
        )
        shared.note(zh if shared.lang == "zh" else en)
    elif not number["fault"] and (shared.leaders is not None or (Path(network) / "cluster.toml").is_file()):
        _compare(shared, network)
    if number["fault"] or (strict and number["doubt"]):
        raise click.exceptions.Exit(1)


def _compare(shared: Shared, network: str) -> None:
    """Tell what the data measure beside what was published; leaders that are no firms are faults here."""
    from chainnet.cli.areas import area_of
    from chainnet.measures.published import published
    from chainnet.travel import Estimate

    net = shared.read(network)
    if not net.about.published:
        return
    for fact in published(net, area=area_of(None, net, Estimate()), lang=shared.lang).itertuples(index=False):
        zh, en = (
            terms.show_among(terms.REASONS, fact.reason, lang)
            if fact.reason
            else f"{'测算' if lang == 'zh' else 'measured'} {_with_bounds(fact, lang)}"
            for lang in ("zh", "en")
        )
        zh, en = f"{fact.name}：公布 {fact.published}；{zh}", f"{fact.name}: published {fact.published}; {en}"
        shared.note(zh if shared.lang == "zh" else en)


def _with_bounds(fact: Any, lang: str) -> str:
    """Write a measured number with the bounds that the unknown leaves, and the slow and the fast end of the times."""
    from chainnet.measures.published import NUMBERS, number_in

    middle, low, high, slow, fast = (number_in(getattr(fact, name), fact.unit) or "?" for name in NUMBERS)
    unit = f" {fact.unit}" if fact.unit not in ("share", "firms") else ""
    bounds = [f"{low} – {high}"] if (low, high) != (middle, middle) else []
    if not isnan(fact.slow):
        bounds.append(f"{'行程时间偏慢至偏快' if lang == 'zh' else 'slow – fast'} {slow} – {fast}")
    mark = "；" if lang == "zh" else "; "
    return f"{middle}{unit}" + (f" ({mark.join(bounds)})" if bounds else "")


def _list_duplicates(shared: Shared, network: str) -> None:
    from chainnet.reading.read import understood
    from chainnet.reading.same_firm.suggestions import duplicates

    net = understood(network, firms=shared.firms, **shared.given)
    with shared.patience("正在比较名称", "comparing names"):
        pairs = duplicates(net, lang=shared.lang)
    shared.put(pairs, "duplicates")
    zh = f"{len(pairs):,} 对疑似重复。在“是否合并”（merge）列填“是”，再用 --merge 读入；不会自动合并"
    en = f"{len(pairs):,} pairs; write yes into the column merge where two are one, then use --merge FILE"
    shared.note(zh if shared.lang == "zh" else en)


def _fix(shared: Shared, network: str, overwrite: bool) -> None:
    from chainnet.reading import fix

    if shared.output is None:
        raise wrong("--fix needs -o FOLDER.", "--fix 需要 -o 文件夹")
    with shared.patience("正在清理", "cleaning"):
        fixed = fix(network, shared.output, firms=shared.firms, lang=shared.lang, overwrite=overwrite, **shared.given)
    for fault in fixed.faults:
        click.echo(f"错误：{fault.told('zh')}" if shared.lang == "zh" else f"error: {fault}", err=True)
    net, log = fixed.net, len(fixed.changes)
    zh = f"{shared.output}：{net.n:,} 家企业，{net.m:,} 条关系，{log:,} 处改动见 changes.csv"
    en = f"{shared.output}: {several(net.n, 'firm')}, {several(net.m, 'link')}, {several(log, 'change')} (changes.csv)"
    shared.note(zh if shared.lang == "zh" else en)
    if fixed.faults:
        left = len(fixed.faults)
        zh = f"{left:,} 个错误需要人工修改：相应单元格留空，相应行跳过"
        en = f"left for you: {several(left, 'fault')}, of what was left empty, or out"
        shared.note(zh if shared.lang == "zh" else en)
        raise click.exceptions.Exit(1)


@click.command("columns")
@form_option
@output_option
@provenance_option
@language
def columns(format: str, output: str | None, provenance: bool, lang: str) -> None:
    """List the columns of both tables, what they mean, and what else they may be called.

    \b
    chainnet columns
    chainnet columns --format csv
    """
    from chainnet.reading import columns as table_of

    shared = Shared.of_table(lang=lang, format=format, output=output, provenance=provenance)
    shared.check_outputs()
    with faults_told(lang):
        shared.put(table_of(lang), "columns")


@command("build", table=False)
@network
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=OUTPUT,
    help="x.graphml, x.parquet, or a folder for a data set.",
)
@click.option(
    "--by",
    type=click.Choice(["cluster"]),
    help="One graph a cluster, with its partners elsewhere: x.NAME.graphml.",
)
@click.option("--overwrite", is_flag=True, help="Replace a data set folder that exists; files always are.")
@provenance_option
def build(shared: Shared, network: str, output: str, by: str | None, overwrite: bool) -> None:
    """Write the typed graph: firms with roles and grades, links with products and values.

    \b
    chainnet build data/qingdao-rail -o graphs/qingdao-rail.graphml
    chainnet build data/qingdao-rail --by cluster -o graphs/all.parquet
    """
    net = shared.read(network)
    path = Path(output)
    if by is None:
        _save(shared, net, path, folder=False, overwrite=overwrite)
        return
    parts = net.clusters()
    if not parts:
        hint = Said("fill in the column cluster of the firms table, or of the links", "请填写企业表或关系表的“集群”列")
        raise InputError.one(Said("no cluster is named", "没有写明集群"), hint=hint, column="cluster")
    for name, part in parts.items():
        place = (
            path.with_name(f"{path.stem}.{_file_name(name)}{path.suffix}") if path.suffix else path / _file_name(name)
        )
        _save(shared, part, place, folder=not path.suffix, overwrite=overwrite)


def _save(shared: Shared, net: SupplyNetwork, path: Path, *, folder: bool, overwrite: bool) -> None:
    """Write a network with its provenance, which says no time: the same command gives the same file."""
    from chainnet.network.save import save

    with shared.patience("正在写文件", "writing"):
        said = shared.origin(net, timed=False)
        save(net, path, folder=folder, overwrite=overwrite, provenance=said.to_json() if said else "")
    zh, en = f"{path}：{net.n:,} 家企业，{net.m:,} 条关系", f"{path}: {net.n:,} firms, {net.m:,} links"
    shared.note(zh if shared.lang == "zh" else en)


def _file_name(cluster: str) -> str:
    """Return a cluster's name without what a file name can't hold."""
    return re.sub(r"[^\w-]+", "_", cluster).strip("_")


@click.command("synth")
@click.argument("preset", metavar="PRESET", type=PRESETS)
@click.option("-o", "--output", required=True, metavar="FOLDER", type=OUTPUT, help="Data set folder to write.")
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
@provenance_option
@language
@quiet
def synth(
    preset: str, output: str, seed: int, firms: int | None, overwrite: bool, provenance: bool, lang: str, quiet: bool
) -> None:
    """Make a synthetic cluster: invented firms in real places. Called synthetic everywhere.

    PRESET is qingdao-rail or shenguang-medical.

    \b
    chainnet synth qingdao-rail -o my-rail --seed 1 --firms 1000
    """
    from chainnet.network.save import save
    from chainnet.synthesis import synthesize

    shared = Shared.of_table(lang=lang, format="table", output=None, provenance=provenance)
    shared.quiet = quiet
    with faults_told(lang), shared.patience("正在生成", "making it"):
        net = synthesize(preset, seed=seed, firms=firms)
        said = shared.origin(net, timed=False)
        save(net, Path(output), folder=True, overwrite=overwrite, provenance=said.to_json(indent=1) if said else "")
    zh = f"{output}：合成数据，{net.n:,} 家企业，{net.m:,} 条关系"
    shared.note(zh if lang == "zh" else f"{output}: synthetic, {net.n:,} firms, {net.m:,} links")


@click.command("new")
@click.argument("folder", metavar="FOLDER", type=OUTPUT)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of the headers.",
)
@quiet
def new(folder: str, lang: str, quiet: bool) -> None:
    """Write a template to fill in: csv and xlsx, with the columns explained.

    \b
    chainnet new my-cluster
    """
    from chainnet.report.template import write_template

    with faults_told(lang):
        write_template(Path(folder), lang=lang)
    if not quiet:
        zh = f"{folder}：填写 firms.csv 和 links.csv（或 template.xlsx），然后运行：chainnet check {folder}"
        en = f"{folder}: fill in firms.csv and links.csv (or template.xlsx), then: chainnet check {folder}"
        click.echo(zh if lang == "zh" else en, err=True)
