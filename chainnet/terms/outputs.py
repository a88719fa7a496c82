"""The words of results: orders, measures, reasons, and the columns of tables."""

from __future__ import annotations

from chainnet.terms.words import Term

MERGE_COLUMNS = (
    Term("firm", "firm", "企业编号", ("企业", "firm id", "企业id", "编号", "id")),
    Term("name", "name", "企业名称", ("名称",)),
    Term("other", "other firm", "另一企业编号", ("另一企业", "other id", "另一企业id", "另一编号", "疑似企业")),
    Term("other_name", "other name", "另一企业名称", ("另一名称", "疑似企业名称")),
    Term("score", "score", "相似度", ("得分", "分数", "similarity")),
    Term("why", "why", "理由", ("原因", "reason")),
    Term("merge", "merge", "是否合并", ("合并", "确认合并", "是否同一企业", "同一企业", "same firm", "merge?")),
)
"""Columns of the table of probable duplicates, in which a person says which firms are one."""

MEASURES_BY = (
    Term("count", "by number", "按家数"),
    Term("value", "by value", "按金额"),
    Term("able", "by number of able firms", "按有能力的企业"),
    Term("product", "by product (any local)", "按产品（有本地供应）"),
    Term("product_major", "by product (mostly local)", "按产品（本地过半）"),
    Term("deep", "deep, through all tiers", "穿透各级"),
)
ORDERS = (
    Term("random", "random", "随机"),
    Term("degree", "degree", "度"),
    Term("adaptive-degree", "adaptive degree", "自适应度"),
    Term("betweenness", "betweenness", "介数"),
    Term("adaptive-betweenness", "adaptive betweenness", "自适应介数"),
    Term("pagerank", "PageRank", "PageRank"),
    Term("value", "value sold", "销售额"),
    Term("collective-influence", "collective influence", "集体影响力"),
    Term("corehd", "CoreHD", "CoreHD"),
    Term("dismantling", "dismantling", "网络拆解"),
    Term("in_degree", "number of suppliers (in-degree)", "入度（供应商数）"),
    Term("out_degree", "number of buyers (out-degree)", "出度（客户数）"),
    Term("in_strength", "value bought (in-strength)", "采购总额"),
    Term("out_strength", "value sold (out-strength)", "销售总额"),
    Term("closeness", "closeness", "接近度"),
    Term("harmonic", "harmonic centrality", "调和中心度"),
    Term("pagerank_buyers", "PageRank towards buyers", "PageRank（向采购商）"),
    Term("pagerank_suppliers", "PageRank towards suppliers", "PageRank（向供应商）"),
    Term("eigenvector", "eigenvector centrality", "特征向量"),
    Term("katz", "Katz centrality", "Katz"),
    Term("hub", "hub score", "枢纽"),
    Term("authority", "authority score", "权威"),
    Term("core", "core number", "核数"),
)
REMOVAL_MEASURES = (
    Term("largest_component", "largest component", "最大连通分量"),
    Term("largest_component_value", "largest component by value", "最大连通分量（按营收或交易额）"),
    Term("served", "served purchases of chain leaders", "链主采购保障率"),
    Term("leaders_reached", "chain leaders reached from raw suppliers", "可达链主占比"),
    Term("efficiency", "global efficiency along the flow", "全局效率"),
)
CENTRALITIES = (
    Term("in_degree", "number of suppliers (in-degree)", "入度（供应商数）"),
    Term("out_degree", "number of buyers (out-degree)", "出度（客户数）"),
    Term("in_strength", "value bought (in-strength)", "采购总额"),
    Term("out_strength", "value sold (out-strength)", "销售总额"),
    Term("betweenness", "betweenness", "介数"),
    Term("closeness", "closeness", "接近度"),
    Term("harmonic", "harmonic centrality", "调和中心度"),
    Term("pagerank_buyers", "PageRank towards buyers", "PageRank（向采购商）"),
    Term("pagerank_suppliers", "PageRank towards suppliers", "PageRank（向供应商）"),
    Term("eigenvector", "eigenvector centrality", "特征向量中心度"),
    Term("katz", "Katz centrality", "Katz 中心度"),
    Term("hub", "hub score", "枢纽值"),
    Term("authority", "authority score", "权威值"),
    Term("core", "core number", "核数"),
    Term("articulation", "cut firms (articulation)", "割点"),
)
"""As titles have them; a column is called by its key."""
NETWORKS = (
    Term("given", "given network", "原网络"),
    Term("rewired", "random rewirings", "随机重连"),
)
"""Whose curves: the null model keeps degrees, tiers and inputs."""
STATES = (
    Term("removed", "removed", "移除"),
    Term("stops", "stops", "随之停产"),
    Term("may_stop", "may stop", "可能停产"),
)
"""What becomes of firms when some are removed."""
GROUPS = (
    Term("(leaders)", "all chain leaders", "全部链主"),
    Term("(all)", "all buyers", "全部采购商"),
)


def is_group(buyer: str) -> bool:
    """Whether a buyer of a table stands for a group; no firm may be called so.

    Examples
    --------
    >>> is_group("(leaders)"), is_group("(cluster 东)"), is_group("(株)三星")
    (True, True, False)
    """
    return buyer in ("(leaders)", "(all)") or (buyer.startswith("(cluster ") and buyer.endswith(")"))


COUNTED = (
    Term("all", "all firms", "全部企业"),
    Term("srdi,little_giant", "SRDI SMEs and little giants", "专精特新（含小巨人）"),
)
"""Which firms a row counts, as ``--grade`` writes them."""
REASONS = (
    Term("no_purchases", "buys nothing", "没有采购"),
    Term("no_buyers", "no such buyer", "没有这类采购商"),
    Term("no_located_supplier", "no supplier's place is known", "供应商位置全部未知"),
    Term("buyer_not_located", "the buyer's place is not known", "采购商位置未知"),
    Term("values_missing", "the values that would decide it are missing", "缺少能判定的采购额"),
    Term("undecided", "what would decide it (places, grades, values) is not known", "能判定的位置、称号或金额未知"),
    Term("no_values", "no values are given", "没有采购额"),
    Term("zero_value", "the values add up to zero", "采购额合计为零"),
    Term("no_products", "no products are given", "没有产品信息"),
    Term("no_firms", "no firm to count", "没有可统计的企业"),
    Term("singular", "rests on firms that only buy from each other", "追溯到只相互采购的一组企业"),
    Term("no_leaders", "no chain leader is named", "没有指定链主"),
    Term("no_links", "no links are given", "没有供货关系"),
    Term("no_sources", "no firm without purchases: no raw supplier", "没有只卖不买的源头企业"),
    Term("partial_order", "the order ends before all are removed", "次序没有包含全部可移除的对象"),
    Term("no_swap", "no two links can trade buyers", "没有可交换的供货关系"),
    Term("rewirings_alike", "all rewirings are equally robust", "各次重连的稳健度相同"),
    Term("no_grades", "no grades are given", "没有称号信息"),
    Term("zero_total", "the measure adds up to zero", "指标合计为零"),
    Term("too_few_firms", "fewer than two firms", "不足两家企业"),
    Term("constant", "the same value for all firms", "各企业的值都相同"),
)

SIDES = (
    Term("inside", "inside", "圈内"),
    Term("uncertain", "uncertain", "不确定"),
    Term("outside", "outside", "圈外"),
    Term("unknown", "unknown", "未知"),
)
SEVERITIES = (Term("fault", "fault", "错误"), Term("doubt", "doubt", "疑点"), Term("note", "note", "说明"))
CHANGES = (
    Term("renamed", "the header as chainnet calls it", "列名统一"),
    Term("text", "blanks around it, or a mark for unknown, taken off", "去掉首尾空白或表示未知的符号"),
    Term("number", "read as a number, in the unit of the data set", "读成数字，统一单位"),
    Term("place", "read as a place, in WGS-84", "读成位置，统一为 WGS-84"),
    Term("word", "read as one of the words chainnet knows", "统一为规定的词"),
    Term("end", "found as a firm of the firms table", "对应到企业表中的企业"),
    Term("left_out", "the row is left out: see the faults and doubts", "跳过该行：见错误和疑点"),
    Term("supplies_itself", "the row is left out: a firm supplies itself", "跳过该行：企业供应自己"),
    Term("summed", "the row is summed into an earlier one of the same firms and product", "与前面相同的关系合计"),
    Term("firm_twice", "the row is left out: an earlier one has the firm", "跳过该行：前面已有这家企业"),
    Term("moved", "names beside codes stand in the table of firms", "与编号并列的名称已列入企业表"),
    Term("filled", "filled from the names beside codes in the links", "由供货关系表中与编号并列的名称补全"),
    Term("firm_added", "a row for a firm that links name and no row had", "补上供货关系中出现而企业表没有的企业"),
)
"""Why a cleaned data set differs from what was written."""
OUTPUT_COLUMNS = (
    Term("data", "data", "数据性质"),
    Term("counted", "counted", "统计对象"),
    Term("by", "by", "口径"),
    Term("rate", "rate", "比率"),
    Term("numerator", "numerator", "分子"),
    Term("denominator", "denominator", "分母"),
    Term("unknown", "unknown", "未知"),
    Term("low", "low", "下界"),
    Term("high", "high", "上界"),
    Term("slow", "slow", "偏慢时"),
    Term("fast", "fast", "偏快时"),
    Term("rate_shorter", "rate_shorter", "阈值−25%时"),
    Term("rate_longer", "rate_longer", "阈值+25%时"),
    Term("over_water", "over_water", "直线跨海"),
    Term("verdict", "verdict", "圈内外"),
    Term("state", "state", "状态"),
    Term("p50", "p50", "P50"),
    Term("p90", "p90", "P90"),
    Term("unreachable", "unreachable", "不可达"),
    Term("reason", "reason", "原因"),
    Term("mean", "mean", "成员均值"),
    Term("members", "members", "成员数"),
    Term("undefined", "undefined", "无定义"),
    Term("left_out", "left_out", "未计入关系"),
    Term("minutes", "minutes", "时间"),
    Term("estimate", "estimate", "估算"),
    Term("fold", "fold", "留出份"),
    Term("pairs", "pairs", "对数"),
    Term("bias_minutes", "bias_minutes", "平均偏差"),
    Term("mae", "mae", "平均绝对误差"),
    Term("band_coverage", "band_coverage", "快慢区间含真值比例"),
    Term("wrong_side_share", "wrong_side_share", "判错侧比例"),
    Term("terminal", "terminal", "两端时间"),
    Term("detour", "detour", "绕行系数"),
    Term("speed", "speed", "时速"),
    Term("suppliers", "suppliers", "供应商数"),
    Term("products_bought", "products_bought", "采购产品项数"),
    Term("hhi", "hhi", "HHI"),
    Term("effective", "effective", "有效供应商数"),
    Term("single_source", "single_source", "单一来源"),
    Term("single_source_value", "single_source_value", "单一来源（按金额）"),
    Term("alternatives", "alternatives", "替代供应商数"),
    Term("nearest", "nearest", "最近替代"),
    Term("order", "order", "移除次序"),
    Term("measure", "measure", "指标"),
    Term("removed", "removed", "移除数"),
    Term("share_removed", "share_removed", "移除比例"),
    Term("second", "second", "次大分量"),
    Term("components", "components", "分量数"),
    Term("mean_size", "mean_size", "分量平均规模"),
    Term("robustness", "robustness", "稳健度 R"),
    Term("robustness_low", "robustness_low", "R 下界"),
    Term("robustness_high", "robustness_high", "R 上界"),
    Term("network", "network", "网络"),
    Term("null_mean", "null_mean", "重连 R 均值"),
    Term("null_low", "null_low", "重连 R 的 5% 分位"),
    Term("null_high", "null_high", "重连 R 的 95% 分位"),
    Term("z", "z", "z 分数"),
    Term("share_as_robust", "share_as_robust", "同样或更稳健的重连比例"),
    Term("threshold_share", "threshold_share", "跌破阈值比例"),
    Term("peak_share", "peak_share", "次大分量峰值比例"),
    Term("served_low", "served_low", "保障率下降（下界）"),
    Term("served_high", "served_high", "保障率下降（上界）"),
    Term("in_degree", "in_degree", "入度（供应商数）"),
    Term("out_degree", "out_degree", "出度（客户数）"),
    Term("in_strength", "in_strength", "采购总额"),
    Term("out_strength", "out_strength", "销售总额"),
    Term("betweenness", "betweenness", "介数"),
    Term("betweenness_error", "betweenness_error", "介数标准误"),
    Term("closeness", "closeness", "接近度"),
    Term("harmonic", "harmonic", "调和中心度"),
    Term("pagerank_buyers", "pagerank_buyers", "PageRank（向采购商）"),
    Term("pagerank_suppliers", "pagerank_suppliers", "PageRank（向供应商）"),
    Term("eigenvector", "eigenvector", "特征向量"),
    Term("katz", "katz", "Katz"),
    Term("hub", "hub", "枢纽"),
    Term("authority", "authority", "权威"),
    Term("core", "core", "核数"),
    Term("articulation", "articulation", "割点"),
    Term("group", "group", "组别"),
    Term("firms", "firms", "企业数"),
    Term("median", "median", "中位数"),
    Term("most", "most", "最大值"),
    Term("share", "share", "占合计比例"),
    Term("rank", "rank", "名次"),
    Term("drop", "drop", "降幅"),
    Term("before", "before", "之前"),
    Term("after", "after", "之后"),
    Term("worst", "worst", "最坏移除的企业"),
    Term("other_measure", "other_measure", "另一指标"),
    Term("correlation", "correlation", "等级相关系数"),
    Term("unit", "unit", "单位"),
    Term("imprecise", "imprecise", "精度未定"),
    Term("without_purchases", "without_purchases", "源自无采购记录企业"),
    Term("other", "other", "另一企业编号"),
    Term("other_name", "other_name", "另一企业名称"),
    Term("score", "score", "相似度"),
    Term("why", "why", "理由"),
    Term("merge", "merge", "是否合并"),
    Term("table", "table", "表"),
    Term("chinese", "chinese", "中文列名"),
    Term("english", "english", "英文说法"),
    Term("meaning", "meaning", "含义"),
    Term("also", "also", "也可写作"),
    Term("file", "file", "文件"),
    Term("row", "row", "行"),
    Term("column", "column", "列"),
    Term("severity", "severity", "程度"),
    Term("problem", "problem", "问题"),
    Term("hint", "hint", "怎么改"),
)
