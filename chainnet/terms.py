"""The words: columns, roles, grades, measures, in Chinese and English, all in one place.

Everything that reads or shows a word takes it from here, so that a name is the same in a header, a command, a
figure and the documentation.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Term:
    """One word of the field with its spellings.

    Parameters
    ----------
    key : str
        The word in code, in files that chainnet writes and on the command line.
    en, zh : str
        How it is shown.
    spellings : tuple of str
        What people write for it besides `key`, `en` and `zh`.
    explain_en, explain_zh : str
        One line for templates and lists.
    """

    key: str
    en: str
    zh: str
    spellings: tuple[str, ...] = ()
    explain_en: str = ""
    explain_zh: str = ""

    def show(self, lang: str) -> str:
        """Return the word as shown in `lang`."""
        return self.zh if lang == "zh" else self.en


_PAIRS = (
    "專专 應应 購购 買买 賣卖 貨货 額额 價价 產产 業业 鏈链 環环 節节 關关 鍵键 稱称 號号 營营 經经 緯纬 區区 "
    "縣县 國国 檢检 測测 構构 類类 創创 單单 項项 軍军 龍龙 頭头 長长 統统 會会 資资 質质 級级 編编 碼码 "
    "銷销 檔档 採采 鎮镇 鄉乡 縱纵 榮荣 譽誉 員员 團团 萬万 億亿 錄录 標标 準准 數数 據据 對对 錯错 無无 "
    "與与 門门 機机 務务 戶户 聯联 條条 註注 冊册 實实 別别 錨锚 導导 師师 報报 詳详 細细 總总 鋪铺 廠厂 "
    "觀观 鋼钢 電电 話话 稅税 識识 備备 損损 聲声 歐欧 圓圆 幣币 運运 輸输 倉仓 儲储 協协 學学 臺台 灣湾 "
    "滿满 屬属 審审 計计 劃划 訂订 進进 絡络 結结 層层 "
)
_SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
"""Traditional characters of these words, each beside its simplified one."""


def fold(text: str) -> str:
    """Fold a word for comparing: width, case, traditional characters, and everything but letters and digits.

    A word of signs alone stays as it is.

    Examples
    --------
    >>> fold("Ｔax－ID （号）"), fold("採購額"), fold(" √ ")
    ('taxid号', '采购额', '√')
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SIMPLIFIED)
    return re.sub(r"[\W_]+", "", text) or text.strip()


def _by_spelling(terms: tuple[Term, ...]) -> dict[str, str]:
    return {fold(word): term.key for term in terms for word in (term.key, term.en, term.zh, *term.spellings)}


UNKNOWN = "unknown"
NO_CLUSTER = "none"
"""What the column ``cluster`` says of a firm that is known to be in no cluster; empty means not known."""

ROLES = (
    Term(
        "leader",
        "chain leader",
        "链主",
        ("链主企业", "龙头", "龙头企业", "链主单位", "链长企业", "核心企业", "anchor firm", "lead firm"),
    ),
    Term(
        "supplier",
        "supplier",
        "供应商",
        ("供应企业", "供货商", "供货企业", "配套企业", "配套商", "配套厂", "一般供应商", "企业", "中小企业", "vendor"),
    ),
    Term(
        "logistics",
        "logistics",
        "物流",
        ("物流企业", "仓储物流", "仓储", "物流仓储", "物流商", "运输企业", "logistics firm", "warehouse"),
    ),
    Term(
        "institution",
        "institution",
        "机构",
        (
            "科研院所",
            "研究院",
            "院所",
            "高校",
            "检测机构",
            "服务机构",
            "平台",
            "科研机构",
            "大学",
            "协会",
            "institute",
            "university",
        ),
    ),
    Term("unknown", "unknown", "未知", ("不详", "不明", "未填", "n/a")),
)
GRADES = (
    Term(
        "champion",
        "single-product champion",
        "单项冠军",
        (
            "制造业单项冠军",
            "单项冠军企业",
            "制造业单项冠军企业",
            "单项冠军示范企业",
            "国家级单项冠军",
            "制造业单项冠军示范企业",
            "单项冠军产品",
            "manufacturing champion",
            "single champion",
        ),
    ),
    Term(
        "little_giant",
        "little giant",
        "小巨人",
        (
            "专精特新小巨人",
            "专精特新小巨人企业",
            "小巨人企业",
            "国家级专精特新",
            "国家级专精特新小巨人",
            "国家级专精特新小巨人企业",
            "国家级小巨人",
            "重点小巨人",
            "国家级重点小巨人",
            "国家专精特新小巨人",
            "little giant firm",
            "srdi little giant",
        ),
    ),
    Term(
        "srdi",
        "SRDI SME",
        "专精特新",
        (
            "专精特新中小企业",
            "专精特新企业",
            "srdi",
            "srdi sme",
            "省级专精特新",
            "市级专精特新",
            "省专精特新",
            "省级专精特新中小企业",
            "市级专精特新中小企业",
            "specialized and sophisticated",
        ),
    ),
    Term(
        "innovative",
        "innovative SME",
        "创新型",
        ("创新型中小企业", "科技和创新型中小企业", "科技创新型中小企业", "科技和创新型", "innovative"),
    ),
    Term("none", "no grade", "无", ("否", "无称号", "一般企业", "普通企业", "不是", "no")),
)
BOOLEANS = (
    Term("yes", "yes", "是", ("true", "1", "y", "√", "✓", "✔", "对", "essential", "必需", "关键")),
    Term("no", "no", "否", ("false", "0", "n", "×", "✗", "✘", "非", "nonessential", "非必需", "非关键")),
)
PRECISIONS = (
    Term("site", "site", "厂址", ("精确", "门牌", "建筑", "exact", "address", "building", "rooftop")),
    Term("street", "street", "街道", ("道路", "乡镇", "镇", "road", "town", "interpolated")),
    Term("district", "district", "区县", ("区", "县", "区县级", "县区", "county")),
    Term("city", "city", "城市", ("市", "地市", "城市级", "地级市")),
    Term("province", "province", "省", ("省级",)),
)
ROLE_OF_SPELLING = _by_spelling(ROLES)
GRADE_OF_SPELLING = _by_spelling(GRADES)
BOOLEAN_OF_SPELLING = _by_spelling(BOOLEANS)
PRECISION_OF_SPELLING = _by_spelling(PRECISIONS)

FIRM_COLUMNS = (
    Term(
        "firm",
        "firm",
        "企业编号",
        (
            "id",
            "firm id",
            "firm_id",
            "企业id",
            "编号",
            "企业代码",
            "公司编号",
            "公司代码",
            "单位编号",
            "单位代码",
            "代码",
            "股票代码",
            "company id",
            "company code",
            "node",
            "code",
        ),
        "the firm's id: any text, unique",
        "企业的唯一编号，任意文字",
    ),
    Term(
        "name",
        "name",
        "企业名称",
        (
            "名称",
            "企业",
            "公司",
            "公司名称",
            "单位",
            "单位名称",
            "企业全称",
            "公司全称",
            "中文名称",
            "firm name",
            "company",
            "company name",
            "name_zh",
            "label",
        ),
        "the name as shown",
        "显示用的名称",
    ),
    Term(
        "credit_code",
        "unified social credit code",
        "统一社会信用代码",
        ("信用代码", "社会信用代码", "统一信用代码", "税号", "纳税人识别号", "uscc", "usci", "credit code"),
        "18 characters, GB 32100-2015; the firm's id where there is no column firm",
        "18 位（GB 32100-2015）；没有企业编号时作为编号",
    ),
    Term(
        "name_en",
        "English name",
        "英文名称",
        ("英文名",),
        "the name shown in English output",
        "英文输出中的名称",
    ),
    Term(
        "role",
        "role",
        "角色",
        ("类型", "企业类型", "身份", "角色类型"),
        "leader | supplier | logistics | institution | unknown",
        "链主 | 供应商 | 物流 | 机构 | 未知",
    ),
    Term(
        "grade",
        "grade",
        "称号",
        ("等级", "资质", "企业资质", "梯度", "培育等级", "荣誉"),
        "champion | little_giant | srdi | innovative | none",
        "单项冠军 | 小巨人 | 专精特新 | 创新型 | 无",
    ),
    Term(
        "cluster",
        "cluster",
        "集群",
        ("产业集群", "所属集群", "所在集群", "产业链"),
        "the cluster's name; `none` for a firm known to be in no cluster",
        "所属集群；不在任何集群的写 none",
    ),
    Term(
        "region",
        "region",
        "地区",
        ("国家", "国家地区", "country", "所在国家"),
        "country or region",
        "国家或地区",
    ),
    Term("province", "province", "省份", ("省", "所在省", "所在省份", "省市", "省级", "state"), "province", "省份"),
    Term("city", "city", "城市", ("市", "所在城市", "所在市", "地市", "地级市"), "city", "城市"),
    Term(
        "district",
        "district",
        "区县",
        ("区", "县", "所在区", "所在区县", "县区", "县市区", "county"),
        "district",
        "区县",
    ),
    Term(
        "adcode",
        "administrative code",
        "行政区划代码",
        ("区划代码", "行政代码", "区划", "行政区划", "地区代码", "adcode", "administrative code"),
        "six digits, GB/T 2260",
        "六位行政区划代码（GB/T 2260）",
    ),
    Term(
        "address",
        "address",
        "地址",
        ("注册地址", "经营地址", "详细地址", "企业地址", "公司地址", "住所", "厂址", "生产地址"),
        "address",
        "地址",
    ),
    Term("longitude", "longitude", "经度", ("lon", "lng", "long", "东经", "x坐标"), "degrees east", "经度（度）"),
    Term("latitude", "latitude", "纬度", ("lat", "北纬", "y坐标"), "degrees north", "纬度（度）"),
    Term(
        "precision",
        "precision of place",
        "位置精度",
        ("定位精度",),
        "how precisely it is placed: site, street, district, city",
        "位置的精确程度：site 厂址、street 街道、district 区县、city 城市",
    ),
    Term(
        "industry",
        "industry",
        "行业",
        ("所属行业", "产业", "sector of industry"),
        "industry or sector",
        "行业",
    ),
    Term("sector", "sector", "板块", (), "sector, where a source has one", "板块"),
    Term("stage", "stage", "环节", ("产业链环节", "链条环节", "所处环节"), "stage of the chain", "产业链环节"),
    Term(
        "products",
        "products",
        "主要产品",
        ("产品列表", "主营产品", "生产产品", "能生产"),
        "what it can make, joined with ;",
        "能生产的产品，用 ; 隔开",
    ),
    Term(
        "revenue",
        "revenue",
        "营业收入",
        ("营收", "年营收", "销售收入", "主营业务收入", "年营业收入", "年收入", "turnover", "sales"),
        "revenue a year, in the value unit",
        "年营业收入",
    ),
    Term("capacity", "capacity", "产能", (), "output it could make a year, in the value unit", "年产能"),
)
LINK_COLUMNS = (
    Term(
        "supplier",
        "supplier",
        "供应商",
        (
            "供方",
            "供应方",
            "供货方",
            "供货商",
            "供货企业",
            "供应企业",
            "供货单位",
            "供应单位",
            "卖方",
            "销方",
            "销售方",
            "供给方",
            "上游",
            "上游企业",
            "配套企业",
            "厂商",
            "source",
            "from",
            "seller",
            "vendor",
            "upstream",
        ),
        "the firm that sells",
        "卖方企业",
    ),
    Term(
        "buyer",
        "buyer",
        "采购商",
        (
            "购方",
            "采购方",
            "采购企业",
            "采购单位",
            "购买方",
            "购货方",
            "购货单位",
            "买方",
            "客户",
            "需方",
            "需求方",
            "用户",
            "下游",
            "下游企业",
            "主机厂",
            "target",
            "to",
            "customer",
            "purchaser",
            "client",
            "downstream",
        ),
        "the firm that buys",
        "买方企业",
    ),
    Term(
        "supplier_code",
        "supplier's code",
        "供应商编号",
        (
            "供应商代码",
            "供应商编码",
            "供方代码",
            "供方编码",
            "供应方代码",
            "供货方代码",
            "卖方代码",
            "销方税号",
            "供应商id",
            "供应商统一社会信用代码",
            "供应商信用代码",
            "供应商税号",
            "销方纳税人识别号",
            "supplier id",
            "supplier no",
            "supplier code",
            "vendor id",
            "vendor code",
            "vendor no",
            "seller id",
        ),
        "the id of the firm that sells, where another column has its name: the code decides",
        "卖方企业的编号；与名称并列时以编号为准",
    ),
    Term(
        "buyer_code",
        "buyer's code",
        "采购商编号",
        (
            "采购商代码",
            "采购商编码",
            "采购方代码",
            "采购方编码",
            "购方代码",
            "买方代码",
            "客户代码",
            "客户编码",
            "客户编号",
            "购方税号",
            "采购商id",
            "采购商统一社会信用代码",
            "采购商信用代码",
            "采购商税号",
            "购方纳税人识别号",
            "buyer id",
            "buyer no",
            "buyer code",
            "customer id",
            "customer code",
            "customer no",
            "client id",
        ),
        "the id of the firm that buys, where another column has its name: the code decides",
        "买方企业的编号；与名称并列时以编号为准",
    ),
    Term(
        "supplier_name",
        "supplier's name",
        "供应商名称",
        (
            "供应商简称",
            "供方名称",
            "供应方名称",
            "供货方名称",
            "供货商名称",
            "供货单位名称",
            "供应单位名称",
            "卖方名称",
            "销方名称",
            "销售方名称",
            "供应企业名称",
            "供应商全称",
            "supplier name",
            "vendor name",
            "seller name",
        ),
        "the name of the firm that sells; its id where no other column has one",
        "卖方企业名称；没有编号列时作为编号",
    ),
    Term(
        "buyer_name",
        "buyer's name",
        "采购商名称",
        (
            "采购方名称",
            "购方名称",
            "购买方名称",
            "购货方名称",
            "购货单位名称",
            "采购单位名称",
            "买方名称",
            "客户名称",
            "需方名称",
            "采购企业名称",
            "采购商全称",
            "客户全称",
            "buyer name",
            "customer name",
            "client name",
            "purchaser name",
        ),
        "the name of the firm that buys; its id where no other column has one",
        "买方企业名称；没有编号列时作为编号",
    ),
    Term(
        "product",
        "product",
        "产品",
        (
            "产品名称",
            "商品",
            "商品名称",
            "货物",
            "货物名称",
            "物料",
            "物料名称",
            "品类",
            "品名",
            "采购产品",
            "零部件",
            "零部件名称",
            "配套产品",
            "item",
            "goods",
            "part",
            "part name",
            "material",
            "commodity",
            "product name",
        ),
        "what is bought",
        "采购的产品",
    ),
    Term(
        "value",
        "value",
        "采购额",
        (
            "金额",
            "交易额",
            "交易金额",
            "采购金额",
            "采购总额",
            "采购总金额",
            "价值",
            "年采购额",
            "年度采购额",
            "年采购金额",
            "年度采购金额",
            "含税金额",
            "不含税金额",
            "价税合计",
            "总额",
            "发票金额",
            "供货额",
            "供货金额",
            "销售额",
            "销售金额",
            "合同金额",
            "配套金额",
            "配套额",
            "amount",
            "weight",
            "spend",
            "purchase value",
            "purchases",
            "total",
        ),
        "what the buyer pays in one year",
        "一年的采购金额",
    ),
    Term(
        "essential",
        "essential",
        "是否关键",
        ("关键", "必需", "是否必需", "critical"),
        "yes | no: whether the buyer stops without it",
        "是 | 否：缺了它采购商是否停产",
    ),
    Term(
        "year",
        "year",
        "年份",
        ("年度", "年", "采购年份", "采购年度", "供货年份", "供货年度", "统计年份", "统计年度", "fiscal year"),
        "the year of the purchase, where the table holds several",
        "采购年份；表中有几年时填写",
    ),
)

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

_SHOWN = {
    term.key: term
    for terms in (
        SEVERITIES,
        ORDERS,
        OUTPUT_COLUMNS,
        REASONS,
        NETWORKS,
        GROUPS,
        REMOVAL_MEASURES,
        MEASURES_BY,
        LINK_COLUMNS,
        FIRM_COLUMNS,
        GRADES,
        ROLES,
    )
    for term in terms
}


def show(key: str, lang: str) -> str:
    """Return `key` as a person reads it in `lang`; a word that is no term comes back as it is.

    Examples
    --------
    >>> show("leader", "zh"), show("leader", "en"), show("x1", "en")
    ('链主', 'chain leader', 'x1')
    """
    if key.startswith("(cluster ") and key.endswith(")"):
        name = key[len("(cluster ") : -1]
        return f"集群 {name}" if lang == "zh" else f"cluster {name}"
    term = _SHOWN.get(key)
    return term.show(lang) if term else key


def show_among(words: tuple[Term, ...], key: str, lang: str) -> str:
    """Return `key` as shown where it is one of these words: ``value`` is an order, a way of counting and a column.

    Examples
    --------
    >>> show_among(MEASURES_BY, "value", "zh"), show_among(ORDERS, "value", "zh"), show_among(ORDERS, "file:x", "zh")
    ('按金额', '销售额', 'file:x')
    """
    return next((term.show(lang) for term in words if term.key == key), key)


def choices(terms: tuple[Term, ...]) -> str:
    """List what may be written, for a hint.

    Examples
    --------
    >>> choices(BOOLEANS)
    'yes 是, no 否'
    """
    return ", ".join(f"{term.key} {term.zh}" for term in terms)
