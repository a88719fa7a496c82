"""The definitions as the page states them, in Chinese and English; METRICS and the docstrings say the same."""

from __future__ import annotations

from dataclasses import dataclass

Both = tuple[str, str]
"""The same in Chinese and in English."""

OWN: Both = (
    "本项目自定；没有公开的统一标准，所以公式与边界一并写出",
    "this project's own: no published standard defines it, so formula and boundary stand beside it",
)


@dataclass(frozen=True)
class Definition:
    """What a number is.

    Parameters
    ----------
    name, formula, boundary, source : (str, str)
        What it is called, how it is computed, what is counted and what is not, and who defined it so.
    """

    name: Both
    formula: Both
    boundary: Both
    source: Both = OWN


_UNKNOWN: Both = (
    "分母只含位置已知的供应商；下界把未知的全部算作外地，上界全部算作本地。境外与区外企业算作外地，不算未知。",
    "The denominator holds suppliers whose place is known; the low bound counts all unknown ones as outside, the high "
    "bound all as local. A firm abroad or outside the area is outside, not unknown.",
)
_REACH: Both = (
    "时间超过阈值、不可达或在境外的算作圈外；位置未知的，下界算圈外，上界算圈内。位置只精确到区县、城市或省份、因而可能"
    "在圈内也可能在圈外的，同样进入上下界。时间来源见本节开头；偏慢–偏快是行程时间的范围，阈值±25% 是阈值的敏感性。",
    "Farther than the threshold, not to be reached, or abroad is outside. Of unknown place: outside in the low bound, "
    "inside in the high. A firm placed only to its district, city or province that may so lie on either side goes into "
    "the bounds too. Where times come from is said at the head of the section; slow–fast is the range of the times, "
    "T ± 25 % shows how much hangs on the threshold.",
)
_SOURCE_R: Both = (
    "稳健度 R：Schneider 等，PNAS 108:3838，2011，doi 10.1073/pnas.1009440108",
    "robustness R: Schneider et al., PNAS 108:3838, 2011, doi 10.1073/pnas.1009440108",
)
_SOURCE_SERVED: Both = (
    "保障率为本项目自定，“与或”逻辑同 Papachristou 与 Rahimian（2023）；R：Schneider 等，PNAS 2011",
    "served is this project's own, with the AND-OR logic of Papachristou & Rahimian 2023; R: Schneider et al., PNAS "
    "2011",
)

DEFINITIONS: dict[str, Definition] = {
    "size": Definition(
        ("企业、供货关系、年采购额", "firms, links, purchases a year"),
        (
            "供货关系：一家供应商向一家采购商供应一种产品为一条；年采购额：各关系一年金额之和",
            "a link is one product that one supplier sells to one buyer; purchases: the sum of what the links are "
            "worth in a year",
        ),
        (
            "相同的关系合并计算；自己供自己的不计；没有金额的关系不计入采购额。",
            "Repeated links are summed; a firm that supplies itself is left out; links without a value add nothing to "
            "the purchases.",
        ),
    ),
    "located": Definition(
        ("已知位置", "located"),
        ("有经纬度（或由行政区划代码得到代表点）的企业数 ÷ 企业总数", "firms with longitude and latitude / all firms"),
        ("没有位置的企业进入各比率的上下界。", "Firms of unknown place go into the bounds of every rate."),
    ),
    "rates-count": Definition(
        ("本地配套率（按家数）", "local supporting rate, by number"),
        ("本地供应商数 ÷ 供应商数", "local suppliers / suppliers"),
        _UNKNOWN,
    ),
    "rates-value": Definition(
        ("本地配套率（按金额）", "local supporting rate, by value"),
        ("向本地供应商的采购额 ÷ 采购额", "purchases from local suppliers / purchases"),
        _UNKNOWN,
    ),
    "rates-product": Definition(
        ("本地配套率（按产品）", "local supporting rate, by product"),
        (
            "至少有一家本地供应商（较严的口径：过半金额来自本地）的产品数 ÷ 采购的产品数",
            "products with at least one local supplier (the stricter one: with more than half their value from local "
            "suppliers) / products bought",
        ),
        (_UNKNOWN[0] + "没有填写产品的关系不计入。", _UNKNOWN[1] + " Links without a product are left out."),
    ),
    "rates-deep": Definition(
        ("本地配套率（穿透各级）", "local supporting rate, through all tiers"),
        (
            "沿采购一级级向上追溯，最终落在本地企业的金额 ÷ 采购额：m' = (v∘1_本地)'(I − A)⁻¹，A_ij = W_ij ÷ x_j，"
            "x_j = max(销售额, 采购额, 营业收入)，v_j = 1 − Σ_i A_ij",
            "followed up from supplier to supplier, the value that comes to rest with local firms / purchases: "
            "m' = (v∘1_local)'(I − A)⁻¹, A_ij = W_ij / x_j, x_j = max(sales, purchases, revenue), v_j = 1 − Σ_i A_ij",
        ),
        (
            _UNKNOWN[0] + "没有采购记录的企业视为全部自产。",
            _UNKNOWN[1] + " A firm without recorded purchases makes all of it itself.",
        ),
        ("投入产出分析的列昂惕夫逆", "the Leontief inverse of input-output analysis"),
    ),
    "coverage": Definition(
        ("供应圈覆盖率", "coverage of the supply radius"),
        (
            "时间不超过阈值的供应商数（金额、产品数）÷ 供应商数（采购额、采购的产品数）",
            "suppliers (value, products) no more than the threshold away / suppliers (purchases, products bought)",
        ),
        _REACH,
        (
            OWN[0] + "。时间估算的绕行系数：Annals of GIS 2021，doi 10.1080/19475683.2021.1966503",
            OWN[1] + ". Detour of estimated times: Annals of GIS 2021, doi 10.1080/19475683.2021.1966503",
        ),
    ),
    "around": Definition(
        ("周边企业", "firms nearby"),
        (
            "离链主（或指定地点）不超过阈值的企业数 ÷ 位置已知的企业数",
            "firms within the threshold / firms of known place",
        ),
        (
            "不论是否供货都计入。按有能力的企业：只计能生产其所购产品的企业；按金额：这些企业此类产品的销售额；"
            "按产品：圈内有企业能生产的产品。" + _REACH[0],
            "Linked or not. By able firms: those alone that can make what is bought there; by value: what they sell of "
            "it, to anyone; by product: products that a firm within can make. " + _REACH[1],
        ),
    ),
    "alternatives": Definition(
        ("圈内替代供应商", "alternatives within reach"),
        (
            "离链主不超过阈值、能生产该产品、目前不向它供这种产品的企业数",
            "firms within the threshold of the leader, able to make the product, that do not supply it now",
        ),
        (
            "向任何人卖过该产品，或在主要产品中列出它，即算能生产。",
            "Able is a firm that sells the product to anyone, or lists it among its products.",
        ),
    ),
    "single_source": Definition(
        ("单一来源", "single source"),
        (
            "只有一家供应商的（采购商，产品）÷ 全部（采购商，产品）；按金额时为其采购额占比",
            "(buyer, product) pairs with one supplier / all such pairs; by value, their share of purchases",
        ),
        ("没有填写产品的关系不计入。", "Links without a product are left out."),
    ),
    "hhi": Definition(
        ("HHI 与有效供应商数", "HHI and effective number of suppliers"),
        (
            "HHI = Σ (V_s ÷ V)²：一个采购商一种产品各供应商份额的平方和；有效供应商数 = 1 ÷ HHI；组的数按金额加权",
            "HHI = Σ (V_s / V)², the squared shares of the suppliers of one product to one buyer; effective number of "
            "suppliers = 1 / HHI; for a group, the mean weighted by value",
        ),
        ("缺少采购额的（采购商，产品）不计算。", "Not computed for pairs whose values are missing."),
        ("赫芬达尔–赫希曼指数", "the Herfindahl–Hirschman index"),
    ),
    "robustness-largest_component": Definition(
        ("稳健度 R（最大连通分量）", "robustness R of the largest component"),
        (
            "R = (1/N) Σ S(Q)，Q = 1..N；S(Q) = 移除 Q 家后仍连在一起的企业数 ÷ 全部企业数",
            "R = (1/N) Σ S(Q) over Q = 1..N; S(Q) = firms still connected after Q removals / all firms",
        ),
        (
            "R 从 0（一断即散）到约 0.5（次次只损失被移除的那家）。关系不分方向。随机移除为多次平均与 5–95% 区间。",
            "R runs from 0 (falls apart at once) to about 0.5 (nothing is lost but the firm removed). Links count in "
            "both directions. Random removal is the mean of many runs with its 5–95 % band.",
        ),
        _SOURCE_R,
    ),
    "robustness-served": Definition(
        ("稳健度 R（链主采购保障率）", "robustness R of served purchases"),
        (
            "R = (1/N) Σ S(Q)，Q = 1..N；S(Q) = 仍能从正常运转的供应商送达正常运转的链主的采购额 ÷ 原采购额",
            "R = (1/N) Σ S(Q) over Q = 1..N; S(Q) = chain leaders' purchases that still arrive from working suppliers "
            "at leaders that work / purchases before",
        ),
        (
            "企业只有在每种关键投入都至少有一家供应商运转时才运转；没有采购的企业是源头，一直运转。数据没有说明哪些投入"
            "关键时，下界把全部投入当作关键，上界全部不当作关键，取值为严格口径。随机移除为多次平均与 5–95% 区间。",
            "A firm works while each of its essential inputs has a working supplier; one that buys nothing is a source "
            "and works. Where nothing says which inputs are essential, the low bound takes all as essential, the high "
            "bound none, and the value is the strict one. Random removal is the mean of many runs with its 5–95 % "
            "band.",
        ),
        _SOURCE_SERVED,
    ),
    "criticality": Definition(
        ("单家停摆的影响", "loss of one firm"),
        (
            "只移除这一家时各指标的下降：移除前 − 移除后",
            "the drop of each measure when that firm alone is removed: before − after",
        ),
        (
            "最大连通分量的下降包括被移除的这一家；链主采购保障率按上面的规则计算连锁停产。",
            "The drop of the largest component includes the firm itself; served purchases count the firms that stop "
            "in its wake.",
        ),
        _SOURCE_SERVED,
    ),
    "betweenness": Definition(
        ("介数", "betweenness"),
        (
            "经过该企业的最短路径所占比例，除以 (n − 1)(n − 2)",
            "share of shortest paths that lead through the firm, over (n − 1)(n − 2)",
        ),
        ("路径顺着货物流向，每条关系长度为 1。", "Paths follow the goods; every link has length 1."),
        ("Freeman 1977；算法 Brandes 2001", "Freeman 1977; computed as in Brandes 2001"),
    ),
    "pagerank": Definition(
        ("PageRank", "PageRank"),
        (
            "阻尼 0.85 的随机游走停在该企业的概率",
            "the chance that a random walk with damping 0.85 is at the firm",
        ),
        (
            "向供应商：逆着货物流向，被重要的采购商依赖的程度；向采购商：顺着流向。关系都有金额时按金额，否则按家数。",
            "Towards suppliers: against the flow of goods, who is relied on by those that matter; towards buyers: "
            "with it. By value where every link has one, else by number.",
        ),
        ("Page 等 1999", "Page et al. 1999"),
    ),
    "degrees": Definition(
        ("度、金额、核数、割点", "degree, strength, core number, cut firms"),
        (
            "入度、出度：供应商数、客户数；采购总额、销售总额：各关系金额之和；"
            "核数 k：属于每家至少与 k 家相连的最大子网；割点：移除后网络断开",
            "in- and out-degree: number of suppliers, of buyers; strength: sum of the values of the links; core number "
            "k: in the largest part where each firm has k partners or more; cut firm: its removal cuts the network",
        ),
        ("核数与割点不分方向。", "Core number and cut firms take links in both directions."),
        ("核数：Seidman 1983", "core number: Seidman 1983"),
    ),
    "correlation": Definition(
        ("各指标排序的一致程度", "how alike the measures rank the firms"),
        (
            "Spearman 等级相关系数 ρ：1 排序相同，0 无关，−1 相反",
            "Spearman's rank correlation ρ: 1 the same order, 0 unrelated, −1 the opposite",
        ),
        (
            "各企业的值都相同的指标没有定义，不画出。",
            "A measure with one value for all firms has none and is left out.",
        ),
        ("Spearman 1904", "Spearman 1904"),
    ),
}
