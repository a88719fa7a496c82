"""What the interactive network says, in both languages.

The page fills in {n} and the like; {n|firm|firms} is the first word where n is one, else the second.
"""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "explorer": ("互动供应网络", "Interactive supply network"),
    "canvas": (
        "供应网络图。方向键平移，加减号缩放，0 复位，Esc 取消选择；用搜索框按名称选择企业",
        "Drawing of the supply network. Arrow keys pan, plus and minus zoom, 0 resets, Escape clears the selection; "
        "select a firm by name in the search box",
    ),
    "views": ("视图", "View"),
    "tiers": ("层级", "Tiers"),
    "force": ("力导向", "Force"),
    "map": ("地图", "Map"),
    "near": ("链主周边", "Around the leaders"),
    "zoom": ("缩放", "Zoom"),
    "zoom_in": ("放大", "Zoom in"),
    "zoom_out": ("缩小", "Zoom out"),
    "reset": ("复位", "Reset"),
    "search": ("搜索企业（名称或编号）", "Find a firm (name or id)"),
    "hits": ("搜索结果", "Firms found"),
    "no_hit": ("没有找到", "No firm found"),
    "more_hits": ("还有 {n} 家，请多输几个字", "{n} more: type more of the name"),
    "found": ("找到 {n} 家", "{n} found"),
    "hide": ("显示与隐藏", "Show and hide"),
    "hidden": ("（有隐藏）", " (some hidden)"),
    "show_all": ("全部显示", "Show all"),
    "drawn": (
        "图中 {firms} 家企业、{links} 条关系。",
        "{firms} {firms|firm|firms} and {links} {links|link|links} drawn.",
    ),
    "drawn_some": (
        "图中 {firms} 家企业、{links} 条关系（全网 {all_firms} 家、{all_links} 条）。",
        "{firms} {firms|firm|firms} and {links} {links|link|links} drawn (of {all_firms} and {all_links}).",
    ),
    "kept": (
        "企业超过 {most} 家：此处只含链主和交易额最大的企业，共 {kept} 家（全网 {all} 家）。",
        "More than {most} {most|firm|firms}: here are the leaders and those that trade most, {kept} of {all}.",
    ),
    "strongest": ("只画最强的 {n} 条线。", "Only the {n} strongest {n|line is|lines are} drawn."),
    "lost": ("{n} 家企业位置未知，不在地图上。", "Not on the map, for want of a place: {n} {n|firm|firms}."),
    "circles": (
        "虚线圆：链主的供应半径，估算为直线距离约 {km} 公里。",
        "Dashed circles: supply radius of the leaders, estimated at {km} km as the crow flies.",
    ),
    "unnamed": (
        "眼前的链主有 {n} 家因位置不够未写名称：放大可见。",
        "{n} {n|leader|leaders} in sight without a name, for want of room: zoom in to see {n|it|them}.",
    ),
    "units": ("金额单位：{unit}/年。", "Amounts in {unit} a year."),
    "lines": ("两家企业间的各种产品合为一条线。", "One line for each pair of firms."),
    "lines_value": (
        "两家企业间的各种产品合为一条线，越粗采购额越大。",
        "One line for each pair of firms, the wider the higher its value.",
    ),
    "wheel": ("先点击图，或按住 Ctrl，再滚轮缩放", "Click the drawing first, or hold Ctrl, to zoom with the wheel"),
    "legend": ("图例", "Legend"),
    "leader": ("链主", "chain leader"),
    "graded": ("专精特新（含小巨人、单项冠军）", "SRDI, little giant or champion"),
    "firm": ("企业", "firm"),
    "logistics": ("物流", "logistics"),
    "institution": ("机构", "institution"),
    "local": ("本地", "local"),
    "outside": ("外地", "outside"),
    "unknown": ("是否本地未知", "not known whether local"),
    "mark_stops": ("随所选企业停摆", "stops with the selected firm"),
    "mark_may": ("可能随之停摆", "may stop with it"),
    "nobody": (
        "点击图中的企业，或用搜索框选择，查看它的资料、供应商和客户，以及停摆的影响。",
        "Click a firm in the drawing, or search for one, to see its row, its suppliers and buyers, and what its "
        "loss would do.",
    ),
    "worst": ("单家停摆影响最大的企业（链主除外）", "Firms, leaders aside, whose loss alone hurts most"),
    "worst_all": ("单家停摆影响最大的企业", "Firms whose loss alone hurts most"),
    "worst_by": ("按“{label}”的下降排列", "by the drop of: {label}"),
    "worst_here": (
        "按“{label}”的下降排列，只列本页的 {n} 家",
        "by the drop of: {label}; of the {n} firms on this page",
    ),
    "panel": ("所选企业", "Selected firm"),
    "close": ("取消选择", "Clear selection"),
    "id": ("企业编号", "id"),
    "other_name": ("另一名称", "other name"),
    "verdict": ("本地与否", "local or not"),
    "tier": ("层级", "tier"),
    "suppliers": ("供应商（{n} 家）", "Suppliers ({n})"),
    "buyers": ("客户（{n} 家）", "Buyers ({n})"),
    "none": ("无", "none"),
    "more": ("另有 {n} 家", "{n} more"),
    "value_unknown": ("金额未知", "value not known"),
    "value_part": ("另有金额未知的产品", "and products whose value is not known"),
    "a_year": ("{value} {unit}/年", "{value} {unit} a year"),
    "a_year_bare": ("{value}/年", "{value} a year"),
    "off_map": ("位置未知，不在地图上", "Not on the map: its place is not known"),
    "fails": ("如果这家企业停摆", "If this firm fails"),
    "drop": ("下降 {value}", "drops by {value}"),
    "bounds": ("下界 {low}，上界 {high}", "bounds {low} to {high}"),
    "rank": ("在 {n} 家{group}中第 {rank} 位", "rank {rank} of {n} {group}"),
    "tied": ("在 {n} 家{group}中第 {rank} 位（{ties} 家并列）", "rank {rank} of {n} {group}, shared by {ties}"),
    "no_drop": ("不下降", "no drop"),
    "group_all": ("企业", "firms"),
    "group_leaders": ("链主", "leaders"),
    "group_others": ("非链主企业", "firms that are no leaders"),
    "undefined": ("{label}：无法计算（{reason}）", "{label}: not defined ({reason})"),
    "stop_one": ("随之停摆 {n} 家", "{n} {n|firm stops|firms stop} with it"),
    "stop_low": (
        "必然停摆 {n} 家（缺了全部供应商才停）",
        "{n} {n|stops|stop} in any case (with no working supplier left)",
    ),
    "stop_high": ("至多停摆 {n} 家（每种投入都关键）", "up to {n} {n|stops|stop} (were every input essential)"),
    "stop_none": ("没有其他企业随之停摆", "No other firm stops with it"),
    "stop_off": (
        "网络过大（企业超过 {firms} 家，或停摆名单过长）：停摆名单未列入本页。",
        "The network is too large (more than {firms} firms, or lists too long): who stops is left out of this page.",
    ),
    "stop_rule": (
        "一家企业的任一关键投入没有正常供应商时，即停摆。",
        "A firm stops when one of its essential inputs has no working supplier left.",
    ),
    "mark": ("在图中标出", "mark them in the drawing"),
    "said": (
        "已选 {name}：{suppliers} 家供应商，{buyers} 家客户。{fails}",
        "Selected {name}: {suppliers} {suppliers|supplier|suppliers}, {buyers} {buyers|buyer|buyers}. {fails}",
    ),
    "said_none": ("未选企业", "No firm selected"),
    "said_view": ("视图：{view}", "View: {view}"),
    "synthetic": ("合成数据，不是真实企业", "Synthetic data, no real firms"),
    "unsaid": ("数据未说明真实或合成", "The data do not say whether they are real"),
    "real": ("真实数据", "Real data"),
    "noscript": ("此图需要 JavaScript。", "This drawing needs JavaScript."),
    "made": ("由 chainnet {version} 生成，布局种子 {seed}", "Made with chainnet {version}, layout seed {seed}"),
}


def texts(lang: str) -> dict[str, str]:
    """Return all texts in a language.

    Examples
    --------
    >>> texts("en")["reset"], texts("zh")["reset"]
    ('Reset', '复位')
    """
    return {key: zh if lang == "zh" else en for key, (zh, en) in TEXTS.items()}
