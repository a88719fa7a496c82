"""The words of cells: roles, grades and the like, and how a word is compared."""

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
SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
"""Traditional characters of these words, each beside its simplified one."""


def fold(text: str) -> str:
    """Fold a word for comparing: width, case, traditional characters, and everything but letters and digits.

    A word of signs alone stays as it is.

    Examples
    --------
    >>> fold("Ｔax－ID （号）"), fold("採購額"), fold(" √ ")
    ('taxid号', '采购额', '√')
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(SIMPLIFIED)
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
