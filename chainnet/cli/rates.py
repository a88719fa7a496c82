"""`rates`: what is bought nearby."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from chainnet import terms
from chainnet.cli.areas import FORMS, area_of, area_word, goes_by_minutes, grade_list
from chainnet.cli.common import Shared, command, network
from chainnet.cli.times import times_of, times_options
from chainnet.cli.usage import wrong
from chainnet.cli.words import AREAS, GRADES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.areas import Area
    from chainnet.network import SupplyNetwork
    from chainnet.travel import Times


@command("rates")
@network
@click.option(
    "--area",
    metavar="AREA",
    type=AREAS,
    help=f"What is local: {FORMS}. Unless given: what the data set says of itself, else city.",
)
@click.option(
    "--grade",
    metavar="G,…",
    type=GRADES,
    help="Only suppliers of exactly these grades count: champion, little_giant, srdi, innovative. None takes in "
    "another: srdi is without little giants and champions, so list all that count.",
)
@click.option("--deep", is_flag=False, flag_value="all", type=click.Choice(["all", "leaders"]), metavar="[leaders]",
              help="Also through all tiers of suppliers; of the chain leaders alone on request.")  # fmt: skip
@click.option("--per", type=click.Choice(["product", "stage"]), help="One set of rows for each.")
@click.option("--by-year", is_flag=True, help="The rates of each year that the column year of the links names.")
@times_options
def rates(
    shared: Shared, network: str, area: str | None, grade: str | None, deep: str | None, per: str | None,
    by_year: bool, times: Times,
) -> None:  # fmt: skip
    """Local supporting rate 本地配套率, by number, value and product.

    \b
    chainnet rates data/qingdao-rail --area city
    chainnet rates links.csv --firms firms.xlsx --area province -o rates.xlsx
    chainnet rates data/apple-suppliers --area region=China --format csv --quiet
    chainnet rates data/qingdao-rail --area city+km:30 --deep
    chainnet rates data/qingdao-rail --per stage
    chainnet rates links.csv --firms firms.xlsx --by-year --figure years.png
    """
    from chainnet.measures import local_rate

    if per is not None and (deep is not None or by_year):
        raise wrong(
            "--per is a table of its own: ask without --deep and --by-year.",
            "--per 是单独一张表，请去掉 --deep 与 --by-year",
        )
    if by_year and shared.given["year"] is not None:
        raise wrong(
            "--by-year shows every year, and --year reads one: give one of the two.",
            "--by-year 显示各年，--year 只读一年，请只写一个",
        )
    tiers = "leaders" if deep == "leaders" else deep is not None
    grades = grade_list(grade)
    if by_year:
        _years(shared, network, area, grades, tiers, times)
        return
    net = shared.read(network)
    where = _area(shared, area, net, times)
    table = local_rate(net, area=where, grade=grades, deep=tiers, per=per)
    shared.note(_about_rates(shared, f"{where.describe(shared.lang)}", net.about.value_unit))
    _note_closed(shared, table)
    shared.put(table, "rates", net)
    shared.draw(lambda: _rates_figure(table, net, shared, grades), net)


def _area(shared: Shared, text: str | None, net: SupplyNetwork, times: Times) -> Area:
    """Return the area that is meant; refuse options of travel times that it has no use for."""
    area = area_of(text, net, times)
    shared.used["area"] = area_word(text, net)
    if goes_by_minutes(area):
        shared.times = times
        return area
    context = click.get_current_context()
    given = [
        option.opts[0]
        for option in context.command.params
        if option.name in signature(times_of).parameters
        and context.get_parameter_source(str(option.name)) is not ParameterSource.DEFAULT
    ]
    if given:
        said, what = ", ".join(given), area_word(text, net)
        raise wrong(
            f"{said}: the area is {what}, which takes no travel times. Leave it out, or write --area minutes:60.",
            f"{said}：区域 {what} 与行程时间无关，请去掉，或写 --area minutes:60",
        )
    return area


def _years(
    shared: Shared, network: str, area: str | None, grades: list[str] | None, deep: bool | str, times: Times
) -> None:
    from chainnet.figures import plot_rate_by_year
    from chainnet.measures import rates_by_year
    from chainnet.report.tables import localised

    nets = shared.read_years(network)
    net = nets[max(nets)]
    where = _area(shared, area, net, times)
    table = rates_by_year(nets, area=where, grade=grades, deep=deep)
    shared.note(_about_rates(shared, where.describe(shared.lang), net.about.value_unit))
    shared.put(table, "rates", net)
    by = "value" if net.has_values else "count"
    shared.draw(lambda: plot_rate_by_year(localised(table, net, shared.lang), by=by, lang=shared.lang)[0], net)


def _about_rates(shared: Shared, area: str, unit: str) -> str:
    if shared.lang == "zh":
        return f"本地：{area}。比率 = 分子 ÷ 分母（已知部分）；下界、上界把未知全算作外地、本地。" + (
            f"金额单位：{unit}/年。" if unit else ""
        )
    values = f" Values in {unit} a year." if unit else ""
    rule = "rate = numerator / denominator of what is known; low and high count the unknown as no and as yes."
    return f"local: {area}. {rule}{values}"


def _note_closed(shared: Shared, table: pd.DataFrame) -> None:
    """Name the groups of firms that nothing comes to rest in."""
    for group in table.attrs.get("closed", [])[:3]:
        more = len(group) - 8
        named = "、".join(group[:8]) + (f" 等 {len(group):,} 家" if more > 0 else "")
        zh = f"注意：{named}只相互采购且没有增加值，追溯到它们的穿透配套率无定义；请补充营业收入"
        listed = ", ".join(group[:8]) + (f" and {more:,} more" if more > 0 else "")
        en = (
            f"note: {listed} only buy from each other and add no value, so the deep rate of what rests on them is not "
            "defined; fill in their revenue"
        )
        shared.note(zh if shared.lang == "zh" else en)


MOST_BARS = 20


def _rates_figure(table: pd.DataFrame, net: SupplyNetwork, shared: Shared, grades: list[str] | None) -> Figure:
    """Draw the rates of groups and leaders, those by deep beside those by value; of parts the lowest, the gaps."""
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    by = "value" if net.has_values else "count"
    drawn = [by, "deep"] if table["by"].eq("deep").any() else [by]
    rows, note = localised(table, net, shared.lang), ""
    leaders = set(net.leaders)
    chosen = rows[rows["by"].isin(drawn) & (rows["buyer"].isin(leaders) | rows["buyer"].map(terms.is_group))]
    words = {way: terms.show_among(terms.MEASURES_BY, way, shared.lang) for way in drawn}
    if len(drawn) > 1:
        chosen = chosen.assign(name=chosen["name"].str.cat(chosen["by"].map(words), sep=" · "))
    per = next((column for column in ("product", "stage") if column in rows), None)
    if per is not None:
        chosen, note = _lowest(chosen, per, "(leaders)" if leaders else "(all)", shared.lang)
    counted = ("、" if shared.lang == "zh" else ", ").join(words.values())
    only = "、".join(terms.show(name, shared.lang) for name in grades or ())
    zh, en = f"本地配套率 · {counted}", f"Local supporting rate, {counted}"
    zh, en = (f"{zh}（仅{only}）", f"{en} (only {only})") if only else (zh, en)
    return plot_bars(
        chosen,
        label="name",
        value="rate",
        low="low",
        high="high",
        percent=True,
        sort=len(drawn) == 1 and per is None,
        top=MOST_BARS,
        lang=shared.lang,
        title=zh if shared.lang == "zh" else en,
        note=note,
    )[0]


def _lowest(rows: pd.DataFrame, per: str, group: str, lang: str) -> tuple[pd.DataFrame, str]:
    """Return the parts of which least is local, and a note where others are left out."""
    unsaid = "（未填写）" if lang == "zh" else "(not given)"
    parts = rows[rows["buyer"].eq(group)].sort_values("rate", kind="stable")  # those that are not defined come last
    more = len(parts) - MOST_BARS
    shown = parts.head(MOST_BARS).assign(name=parts[per].fillna(unsaid)).drop(columns="buyer")
    if more <= 0:
        return shown, ""
    zh, en = f"最低的 {MOST_BARS} 个，另有 {more:,} 个未画", f"the {MOST_BARS} lowest; {more:,} more not drawn"
    return shown, zh if lang == "zh" else en
