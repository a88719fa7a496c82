"""What the sheets of a workbook hold and what their columns mean, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chainnet import terms

Both = tuple[str, str]
"""The same in Chinese and in English."""

SHEETS: dict[str, tuple[str, Both]] = {
    "rates": (
        "配套率",
        ("本地配套率：按家数、金额、产品、穿透各级", "local supporting rates by count, value, product, deep"),
    ),
    "published": ("公布与测算", ("公布的数与测算的数对照", "what was published beside what is measured")),
    "radius": ("供应圈覆盖率", ("时间阈值以内的供货比例", "share of supply within the threshold of minutes")),
    "coverage_curve": ("覆盖率曲线", ("覆盖率随时间阈值的变化", "coverage against the threshold")),
    "curve": ("覆盖率曲线", ("覆盖率随时间阈值的变化", "coverage against the threshold")),
    "reachability": (
        "圈内外供应商",
        ("一家链主的供应商：圈内、不确定、圈外", "suppliers of one leader: inside, uncertain, outside"),
    ),
    "around": ("周边企业", ("周边有多少企业，不论是否供货", "firms nearby, whether linked or not")),
    "alternatives": ("替代供应商", ("每种产品在圈内另有多少家能供应", "who else within reach can make each product")),
    "calibration": ("校准", ("时间估算与已知时间的偏差", "the estimate of times against known minutes")),
    "concentration": ("供应集中度", ("每个采购商每种产品的集中度", "concentration of each product of each buyer")),
    "concentration_summary": (
        "集中度汇总",
        ("每个采购商的集中度与单一来源", "concentration and single sources of each buyer"),
    ),
    "centrality": ("中心性", ("每家企业的中心性指标", "centrality of each firm")),
    "centrality_top": ("中心性前列", ("各指标前列的企业", "firms in front by each measure")),
    "centrality_summary": ("中心性分组", ("各组企业的中心性", "centrality by group of firms")),
    "centrality_correlations": ("指标相关", ("各指标排名的相关程度", "how alike the measures rank the firms")),
    "removal": ("移除曲线", ("依次移除后还剩多少", "what is left as firms or links are removed")),
    "removal_summary": ("稳健度汇总", ("每条移除曲线的稳健度", "robustness of each curve")),
    "removal_suppliers": (
        "移除供应商曲线",
        ("只移除供应商（保留链主）时还剩多少", "what is left as suppliers alone are removed"),
    ),
    "removal_all": ("移除任何企业曲线", ("移除任何企业时还剩多少", "what is left as any firm is removed")),
    "removal_summary_suppliers": (
        "移除供应商汇总",
        ("只移除供应商时每条曲线的稳健度", "robustness of each curve, suppliers alone removed"),
    ),
    "removal_summary_all": (
        "移除任何企业汇总",
        ("移除任何企业时每条曲线的稳健度", "robustness of each curve, any firm removed"),
    ),
    "null_summary": ("随机重连对照", ("与随机重连的网络比较", "beside random rewirings")),
    "criticality": (
        "单家企业移除",
        ("单独移除每家企业后各指标下降多少", "drop of each measure when one firm is removed"),
    ),
    "group_removal": ("整组移除", ("整组企业移除后各指标下降多少", "drop of each measure when a group is removed")),
    "critical_set": ("关键企业组合", ("一起移除影响最大的企业", "the firms whose loss together hurts most")),
    "protection": ("保护选择", ("先保护哪些企业", "which firms to protect first")),
    "new_links": ("新增供货关系", ("先增加哪些供货关系", "which links to add first")),
    "check": ("检查结果", ("错误、疑点与说明", "faults, doubts and notes")),
    "duplicates": ("疑似重复", ("可能是同一家的企业", "firms that may be one")),
    "columns": ("列说明", ("两张表的列", "columns of both tables")),
}
"""By table: the name of its sheet in Chinese, and what it holds."""

_MEANINGS: dict[str, Both] = {
    "data": ("synthetic：合成数据", "synthetic: invented data"),
    "buyer": (
        "采购商编号；（leaders）全部链主，（all）全部采购商",
        "the buyer's id; (leaders) and (all) stand for groups",
    ),
    "supplier": ("供应商编号", "the supplier's id"),
    "firm": ("企业编号", "the firm's id"),
    "name": ("企业或组别的名称", "name of the firm or group"),
    "counted": ("统计哪些企业：全部，或所列称号的", "which firms are counted: all, or those of these grades"),
    "by": ("按什么计：家数、金额、产品、穿透各级", "what is counted: firms, value, products, value through all tiers"),
    "rate": ("分子 ÷ 分母，只计已知部分", "numerator / denominator of what is known"),
    "numerator": ("符合条件的数量或金额", "what fulfils the condition"),
    "denominator": ("已知部分的合计", "all of what is known"),
    "unknown": ("无法判定的部分，不在分母中", "what can't be decided; not in the denominator"),
    "low": ("下界：未知全算不符合", "bound where all that is unknown counts as no"),
    "high": ("上界：未知全算符合", "bound where all that is unknown counts as yes"),
    "slow": ("行程时间取偏慢端时", "with the slow end of the times"),
    "fast": ("行程时间取偏快端时", "with the fast end of the times"),
    "rate_shorter": ("阈值缩短 25% 时", "with a threshold 25 % shorter"),
    "rate_longer": ("阈值延长 25% 时", "with a threshold 25 % longer"),
    "p50": ("一半供货在这么多分钟以内", "half of the supply is within so many minutes"),
    "p90": ("九成供货在这么多分钟以内", "nine tenths of the supply are within so many minutes"),
    "unreachable": ("没有道路可达", "that no way leads to"),
    "imprecise": ("位置不够精确，圈内外不定", "placed too coarsely to be inside or outside"),
    "over_water": ("直线跨海，估算看不见", "across the sea, which the estimate does not see"),
    "reason": ("没有数值的原因", "why there is no number"),
    "mean": ("组内各采购商比率的平均", "mean of the members' rates"),
    "members": ("组内有数值的采购商数", "members with a rate"),
    "undefined": ("组内没有数值的采购商数", "members without a rate"),
    "left_out": ("没有产品、未计入的关系数", "links without product, not counted"),
    "without_purchases": ("源自没有采购记录企业的比例", "share that rests on firms without recorded purchases"),
    "minutes": ("时间阈值或行程时间", "threshold, or travel time"),
    "verdict": ("圈内、不确定、圈外、未知", "inside, uncertain, outside, unknown"),
    "suppliers": ("供应商数", "number of suppliers"),
    "products_bought": ("采购的产品数", "number of products bought"),
    "value": ("金额", "value"),
    "hhi": ("份额平方和，1 为只有一家", "sum of squared shares; 1 is one supplier"),
    "effective": ("1 ÷ HHI：相当于几家规模相同的供应商", "1 / HHI: so many suppliers of one size"),
    "single_source": ("只有一家供应商", "has one supplier"),
    "single_source_value": ("单一来源产品占采购额的比例", "share of value in products of one supplier"),
    "alternatives": ("圈内另有多少家能供应", "other firms within reach that can make it"),
    "nearest": ("最近的一家", "the nearest of them"),
    "in_degree": ("供应商数", "number of suppliers"),
    "out_degree": ("客户数", "number of buyers"),
    "in_strength": ("采购总额", "value bought"),
    "out_strength": ("销售总额", "value sold"),
    "betweenness": ("最短路径经过该企业的比例", "share of shortest paths through the firm"),
    "closeness": ("到其他企业平均距离的倒数", "one over the mean distance to others"),
    "harmonic": ("到其他企业距离倒数的平均", "mean of one over the distance to others"),
    "pagerank_buyers": ("顺货流方向的重要性", "importance with the flow of goods"),
    "pagerank_suppliers": ("逆货流方向的重要性：被依赖的程度", "importance against the flow: who is relied on"),
    "eigenvector": ("与重要企业相连的程度", "linked to those that matter"),
    "katz": ("逐级递减的上游影响", "influence that fades tier by tier"),
    "hub": ("向重要采购商供货的程度", "supplies those that buy much"),
    "authority": ("由重要供应商供货的程度", "is supplied by those that supply much"),
    "core": ("所在的最密核层数", "the densest core that holds the firm"),
    "articulation": ("移除后网络断开", "its removal cuts the network"),
    "order": ("移除的次序", "in which order is removed"),
    "measure": ("指标", "what is measured"),
    "removed": ("已移除的数量", "how many are gone"),
    "share_removed": ("已移除的比例", "share of them that is gone"),
    "second": ("次大分量占比", "share of the second largest component"),
    "components": ("分量数", "number of components"),
    "mean_size": ("其余分量的平均规模", "mean size of the other components"),
    "robustness": ("曲线的平均值", "mean of the curve"),
    "threshold_share": ("移除多少时跌破阈值", "share removed when it falls below the threshold"),
    "peak_share": ("移除多少时次大分量最大", "share removed when the second component is largest"),
    "largest_component": ("最大连通分量下降", "drop of the largest component"),
    "largest_component_value": ("最大连通分量（按营收或交易额）下降", "drop of the largest component by value"),
    "served": ("链主采购保障率下降", "drop of the leaders' purchases that still arrive"),
    "served_low": ("保障率下降的下界", "low bound of that"),
    "served_high": ("保障率下降的上界", "high bound of that"),
    "leaders_reached": ("可达链主占比下降", "drop of the leaders reached from raw suppliers"),
    "efficiency": ("全局效率下降", "drop of the global efficiency"),
    "rank": ("名次", "place, the first is 1"),
    "drop": ("这一家使指标下降多少", "how much this one lowers it"),
    "before": ("之前剩余", "what is left before"),
    "after": ("之后剩余", "what is left after"),
    "correlation": ("Spearman 等级相关系数，1 为排名相同", "Spearman's rank correlation; 1 ranks alike"),
    "published": ("公布的数", "as published"),
    "measured": ("测算的数", "as measured"),
    "unit": ("金额或数值的单位", "unit of the numbers"),
}

MEANINGS: Mapping[str, Both] = {
    **{term.key: (term.explain_zh, term.explain_en) for term in terms.FIRM_COLUMNS + terms.LINK_COLUMNS},
    **_MEANINGS,
}
"""What the columns mean."""


def sheet_called(name: str, title: str, lang: str) -> str:
    """Return how the sheet of a table is called: in English as its csv file, in Chinese by its name.

    Examples
    --------
    >>> sheet_called("rates", "", "zh"), sheet_called("rates", "", "en"), sheet_called("mine", "我的表", "zh")
    ('配套率', 'rates', '我的表')
    """
    return SHEETS[name][0] if lang == "zh" and name in SHEETS else title or name if lang == "zh" else name


def held(name: str, title: str, lang: str) -> str:
    """Return what a table holds, in words.

    Examples
    --------
    >>> held("rates", "", "en"), held("mine", "My table", "en")
    ('local supporting rates by count, value, product, deep', 'My table')
    """
    return SHEETS[name][1][lang != "zh"] if name in SHEETS else title


def meant(columns: Iterable[str], lang: str) -> dict[str, str]:
    """Return what columns mean, of those that are known, in the order given.

    Examples
    --------
    >>> meant(["firm", "hhi", "staff"], "en")
    {'firm': "the firm's id", 'hhi': 'sum of squared shares; 1 is one supplier'}
    """
    said = {column: MEANINGS[column][lang != "zh"] for column in columns if column in MEANINGS}
    return {column: text for column, text in said.items() if text}
