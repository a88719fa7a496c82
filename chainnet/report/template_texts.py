"""What the template says: example rows, steps, what words mean, the keys of cluster.toml; in both languages."""

from __future__ import annotations

UNIT = {"zh": "万元", "en": "10,000 yuan"}
FIRM_EXAMPLES: dict[str, tuple[str, str, str]] = {
    "firm": ("示例01", "示例02", "示例03"),
    "name": ("示例整车有限公司", "示例轴承有限公司", "示例铸件有限公司"),
    "credit_code": ("", "", ""),  # an invented one might be somebody's
    "role": ("链主", "供应商", "供应商"),
    "grade": ("单项冠军", "小巨人", ""),
    "cluster": ("示例集群", "示例集群", "none"),
    "province": ("山东省", "山东省", "江苏省"),
    "city": ("青岛市", "青岛市", "常州市"),
    "adcode": ("370214", "370213", "320400"),
    "address": ("", "", ""),
    "longitude": ("120.389135", "120.421236", "119.946973"),
    "latitude": ("36.306833", "36.160023", "31.772752"),
    "industry": ("整车制造", "轴承", "铸件"),
    "products": ("动车组", "轴承", "铸件;锻件"),
    "revenue": ("5000000", "80000", ""),
}
LINK_EXAMPLES: dict[str, tuple[str, str, str]] = {
    "supplier": ("示例02", "示例03", "示例03"),
    "buyer": ("示例01", "示例02", "示例01"),
    "product": ("轴承", "铸件", "锻件"),
    "value": ("12000", "3500", ""),
    "essential": ("是", "是", "否"),
}
ENGLISH = {
    "示例01": "EXAMPLE-1", "示例02": "EXAMPLE-2", "示例03": "EXAMPLE-3",
    "示例整车有限公司": "Example car builder", "示例轴承有限公司": "Example bearings",
    "示例铸件有限公司": "Example castings", "示例集群": "Example cluster",
    "链主": "leader", "供应商": "supplier", "单项冠军": "champion", "小巨人": "little_giant",
    "山东省": "Shandong", "江苏省": "Jiangsu", "青岛市": "Qingdao", "常州市": "Changzhou",
    "整车制造": "rolling stock", "轴承": "bearings", "铸件": "castings",
    "动车组": "trains", "铸件;锻件": "castings;forgings", "锻件": "forgings", "是": "yes", "否": "no",
}  # fmt: skip
STEPS = {
    "zh": (
        "一行一条供货关系，写在“供货关系”表（或 links.csv）；一行一家企业，写在“企业”表（或 firms.csv）。",
        "深色表头的列必填，其余不知道就留空；可以删列、加列。表头上的批注解释这一列。",
        "“示例”开头的三家企业和三条关系是示例：看懂后删去这些行（选中整行，右键，删除）。",
        "角色、称号、是否关键有下拉框；也可以写“词表”里列出的其他写法。",
        "金额一律用表头括号里的单位；要换单位，改表头括号和 cluster.toml 里的 value_unit。",
        "企业编号、信用代码、区划代码按文本保存，开头的 0 不会丢。",
        "工作簿和 csv 二选一：用 template.xlsx 就删去 firms.csv 和 links.csv，用 csv 就删去 template.xlsx。",
        "用记事本打开 cluster.toml，逐行改成自己的；数据是真实的，就把 synthetic 改为 false。",
        "检查：chainnet check 文件夹    报告：chainnet report 文件夹 -o 报告文件夹",
    ),
    "en": (
        "One row a link goes into the sheet links (or links.csv), one row a firm into the sheet firms (or firms.csv).",
        "Columns under a dark header are needed; leave the others empty where you do not know. Drop or add columns as "
        "you like. The note on a header explains the column.",
        "The three firms and three links called EXAMPLE are examples: delete their rows (mark the rows, right click, "
        "delete).",
        "Role, grade and essential have drop-down lists; the other spellings on the sheet words will do too.",
        "Write all amounts in the unit in the header; for another, change the header and value_unit in cluster.toml.",
        "Ids, credit codes and administrative codes are kept as text: no leading zero is lost.",
        "Fill in the workbook or the csv, not both: delete firms.csv and links.csv, or delete template.xlsx.",
        "Open cluster.toml in a text editor and make each line your own; write synthetic = false for real data.",
        "Check it: chainnet check FOLDER    Report: chainnet report FOLDER -o REPORT-FOLDER",
    ),
}
MEANINGS = {
    ("role", "leader"): ("leads the chain: rates are first of all its", "带动产业链的核心企业，配套率首先按它计算"),
    ("role", "supplier"): ("makes or sells goods to others in the chain", "向链上其他企业供货"),
    ("role", "logistics"): ("carries or stores goods", "运输、仓储"),
    ("role", "institution"): ("research, testing, service: no maker of goods", "科研、检测、服务等机构"),
    ("role", "unknown"): ("not known", "不清楚"),
    ("grade", "champion"): ("champion in a single product, named by the state", "国家认定的制造业单项冠军"),
    ("grade", "little_giant"): ("SRDI little giant, named by the state", "国家认定的专精特新“小巨人”"),
    ("grade", "srdi"): ("specialised and innovative firm, named by a province", "省级认定的专精特新中小企业"),
    ("grade", "innovative"): ("innovative small or medium firm, named by a province", "省级认定的创新型中小企业"),
    ("grade", "none"): ("known to have none of these", "确知没有以上称号"),
    ("essential", "yes"): ("the buyer stops without it", "缺了它采购商停产"),
    ("essential", "no"): ("the buyer goes on without it", "缺了它采购商仍能生产"),
}  # fmt: skip
TOML = {
    "zh": (
        ('name_zh = "示例集群"', "中文名称，写在图表标题里"),
        ('name_en = "Example cluster"', "英文名称"),
        ("synthetic = true", "示例是虚构的；换成真实数据后改为 false，输出里就不再标注“合成数据”"),
        ('value_unit = "万元"', "采购额和营业收入的单位，与表头括号里的一致"),
        ('datum = "GCJ-02"', "经纬度的坐标系：GCJ-02（高德、腾讯）、BD-09（百度）或 WGS-84（GPS）"),
        ('source_zh = "数据来源"', "数据从哪里来、做过什么处理，写进报告"),
        ('# source = "where the data come from"', "同上，英文"),
        ('# note_zh = "只含规模以上企业"', "看结果的人必须先知道的事，每个输出都会说；英文写在 note_en"),
        ('# licence = "内部资料"', "使用许可"),
        ('# area = "city"', "什么算“本地”：city、province、cluster、minutes:60 等；不写按城市"),
        ('# sites = ["示例01"]', "报告统计这些企业周边有多少家；不写则统计链主周边"),
    ),
    "en": (
        ('name_en = "Example cluster"', "the name, in titles of figures and the report"),
        ('name_zh = "示例集群"', "the name in Chinese"),
        ("synthetic = true", "the examples are invented; write false for real data, and outputs no longer say so"),
        ('value_unit = "10,000 yuan"', "unit of value and revenue, the same as in the headers"),
        ('datum = "WGS-84"', "of longitude and latitude: WGS-84 (GPS), GCJ-02 (Amap, Tencent) or BD-09 (Baidu)"),
        ('source = "where the data come from"', "and what was done to them; the report says it"),
        ('# source_zh = "数据来源"', "the same in Chinese"),
        ('# note_en = "large firms only"', "what a reader must know first; every output says it. In Chinese: note_zh"),
        ('# licence = "internal"', "terms of use"),
        ('# area = "city"', "what is local: city, province, cluster, minutes:60 and more; city unless said"),
        ('# sites = ["EXAMPLE-1"]', "firms around which the report counts who is near; the chain leaders unless said"),
    ),
}
TOML_HEAD = {
    "zh": "# 数据集说明：每行一项，“#”后面是解释。以“#”开头的行没有启用，删去行首的“#”就启用。\n",
    "en": "# What the data set says of itself, a key a line, explained behind its #. Take a first # off to use it.\n",
}
