"""The definitions as the page states them, in Chinese and English; METRICS and the docstrings say the same."""

DEFINITIONS: dict[str, tuple[str, str]] = {
    "rates": (
        "按家数：本地供应商数 ÷ 供应商数；按金额：向本地供应商的采购额 ÷ 采购额；"
        "按产品：至少有一家本地供应商（或过半金额来自本地）的产品数 ÷ 采购的产品数。"
        "分母只含位置已知的部分，下界与上界把未知全部算作外地、本地。"
        "穿透各级：沿采购一级级向上追溯，最终落在本地企业的金额占比；没有采购记录的企业视为全部自产。"
        "目前没有统一的国家标准，所以公式与边界一并写出。",
        "By number: local suppliers / suppliers. By value: purchases from local suppliers / purchases. By product: "
        "products with a local supplier (or more than half their value from local ones) / products bought. The "
        "denominator holds what is known; the bounds count the unknown as outside and as local. Deep: followed up from "
        "supplier to supplier, the share of the value that comes to rest with local firms; a firm without recorded "
        "purchases makes all of it itself. No published "
        "standard defines the rate, so the formula and the boundary are printed with it.",
    ),
    "radius": (
        "覆盖率：到采购商的时间不超过阈值的供应商所占比例。时间为估算：两端时间 + 直线公里 × 绕行系数 ÷ 速度；"
        "偏慢端与偏快端随主结果一并给出。位置未知的供应商进入上下界；不可达的（含境外）算作圈外。"
        "位置只精确到区县、城市或省份的企业放在其代表点上；它可能在圈内也可能在圈外的，同样进入上下界（“精度未定”列）。",
        "Coverage: what comes from suppliers no more than the threshold away. Times are an estimate, terminal + "
        "great-circle km × detour ÷ speed, and the slow and fast ends stand beside each figure. Suppliers that are "
        "not located go into the bounds; those that can't be reached, or are abroad, are outside. A firm placed to its "
        "district, city or province stands at the point of that; where it may so lie on either side of the threshold, "
        "it goes into the bounds too (column imprecise).",
    ),
    "concentration": (
        "HHI = 各供应商份额的平方和（每个采购商的每种产品），有效供应商数 = 1 ÷ HHI。"
        "单一来源：只有一家供应商的（采购商，产品）。",
        "HHI = sum of the squared shares of the suppliers of one product to one buyer; effective number of "
        "suppliers = 1 / HHI. Single source: a (buyer, product) with one supplier.",
    ),
    "removal": (
        "最大连通分量：仍连在一起的企业 ÷ 全部企业。"
        "链主采购保障率：仍能从正常运转的供应商送达正常运转的链主的采购额 ÷ 原采购额；"
        "企业只有在每种关键投入都至少有一家供应商运转时才运转。稳健度 R：曲线在移除 1..N 家后的平均值。"
        "数据没有说明哪些投入关键时，下界把全部投入当作关键，上界把全部当作不关键，取值为严格口径。"
        "随机移除为多次平均与 5–95% 区间。",
        "Largest component: firms still connected / all firms. Served: chain leaders' purchases that still arrive "
        "from working suppliers at leaders that work / purchases before; a firm works while each essential input "
        "has a working supplier. Robustness R is the mean of the curve over 1..N removals. Where nothing says which "
        "inputs are essential, the lower bound takes all as essential, the upper none, and the value is the strict "
        "one. Random removal is the mean of many runs with its 5-95 % band.",
    ),
    "centrality": (
        "介数：最短路径经过该企业的比例；PageRank（向供应商）：逆着货物流向的重要性，即被重要的采购商依赖的程度；"
        "割点：移除后网络断开。",
        "Betweenness: share of shortest paths through the firm. PageRank towards suppliers: against the flow of "
        "goods, who is relied on by those that matter. Articulation: its removal cuts the network.",
    ),
}
