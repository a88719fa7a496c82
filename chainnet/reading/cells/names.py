"""Names of firms: a key for matching one firm under several spellings, never shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_FORMS = (
    ("株(?:式会社)+", "株"),
    ("股份有限(?:责任)?公司$", "股份公司"),
    ("有限责任公司$", "有限公司"),
    ("(?:private|pvt)(?:limited|ltd)$", "pvtltd"),
    ("(?:company|co)(?:limited|ltd)$", "coltd"),
    ("limitedliability(?:company|co)$", "llc"),
    ("limited$", "ltd"),
    ("incorporated$", "inc"),
    ("corporation$", "corp"),
    ("company$", "co"),
    ("gesellschaftmitbeschränkterhaftung$", "gmbh"),
    ("aktiengesellschaft$", "ag"),
)
"""Spellings of a legal form, each with the one they are brought to. Order counts: the longer stand first."""

_PAIRS = (
    "車车 東东 電电 機机 業业 動动 軌轨 鐵铁 軟软 輪轮 製制 設设 備备 裝装 務务 國国 際际 華华 興兴 達达 "
    "發发 長长 廣广 寶宝 龍龙 馬马 鋼钢 鋁铝 銅铜 錫锡 鎳镍 鋅锌 鈦钛 鑄铸 鍛锻 鏈链 鎖锁 鏡镜 銳锐 錦锦 "
    "鋒锋 錢钱 銀银 針针 釘钉 鋰锂 礦矿 塗涂 膠胶 纖纤 維维 織织 絲丝 綿绵 紡纺 縫缝 網网 絡络 線线 纜缆 "
    "導导 體体 傳传 輸输 運运 載载 貨货 倉仓 儲储 庫库 關关 門门 開开 閥阀 壓压 縮缩 氣气 熱热 燈灯 燒烧 "
    "爐炉 煉炼 滬沪 蘇苏 寧宁 濟济 濰潍 煙烟 臺台 島岛 廈厦 瀋沈 陽阳 遼辽 鄭郑 漢汉 滿满 濱滨 連连 慶庆 "
    "雲云 貴贵 閩闽 粵粤 瓊琼 陝陕 學学 醫医 藥药 療疗 衛卫 護护 產产 販贩 賣卖 買买 貿贸 質质 檢检 測测 "
    "驗验 證证 試试 聯联 總总 團团 結结 構构 築筑 牆墙 橋桥 樑梁 鋪铺 環环 潔洁 淨净 濾滤 減减 滅灭 節节 "
    "優优 創创 圓圆 億亿 萬万 眾众 榮荣 勝胜 壯壮 穩稳 豐丰 禮礼 義义 誠诚 實实 爾尔 羅罗 賽赛 邁迈 騰腾 "
    "躍跃 飛飞 鷹鹰 鳳凤 麗丽 綠绿 藍蓝 紅红 黃黄 種种 農农 魚鱼 飼饲 飲饮 園园 鄉乡 鎮镇 縣县 區区 塊块 "
    "數数 碼码 計计 雙双 單单 資资 訊讯 財财 會会 師师 專专 諮咨 詢询 協协 經经 營营 銷销 標标 準准 複复 "
    "雜杂 樣样 圖图 書书 報报 紙纸 張张 櫃柜 畫画 術术 藝艺 館馆 養养 麵面 樂乐 遊游 戲戏 歡欢 賓宾 飯饭 "
    "廳厅 級级 劃划 勢势 匯汇 員员 場场 塢坞 壩坝 奧奥 嶺岭 嶽岳 幹干 廠厂 彙汇 擴扩 輛辆"
)
"""Traditional characters frequent in names of firms, each beside its simplified one."""

_SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}

_FORM_AT_END = "(?:有限公司|股份公司|公司|株|pvtltd|pteltd|coltd|ltd|llc|inc|corp|gmbh|plc)$"


def match_key(names: pd.Series) -> pd.Series:
    """Return for each name what stays the same however it is typed.

    Width, case, white space, punctuation and brackets do not count (what stands inside brackets does), and neither
    does the spelling of a legal form: 有限责任公司 is 有限公司, 股份有限公司 is 股份公司, ``Company Limited`` is
    ``Co., Ltd.``. The form itself stays: 有限公司 and 股份公司 of one name may be two firms.

    Parameters
    ----------
    names : Series of str
        Names as written; missing where not known.

    Returns
    -------
    Series of str
        The keys under the same index; missing where nothing but signs is left.

    Notes
    -----
    The folding is NFKC, then full case folding (Unicode Standard, chapter 3.13). One million distinct names take
    about four seconds.

    Examples
    --------
    >>> match_key(pd.Series(["示例（青岛）有限责任公司", "示例 (青岛) 有限公司", "Example Co., Ltd."])).tolist()
    ['示例青岛有限公司', '示例青岛有限公司', 'examplecoltd']
    """
    codes, distinct = pd.factorize(names)
    folded = [text.casefold() for text in pc.utf8_normalize(pa.array(distinct, pa.string()), "NFKC").to_pylist()]
    keys = pc.replace_substring_regex(
        pc.utf8_normalize(pa.array(folded, pa.string()), "NFKC"), r"[^\p{L}\p{M}\p{N}]+", ""
    )
    keys = pc.utf8_normalize(keys, "NFKC")  # a sign that is gone may leave a letter beside its accent
    for spelling, form in _FORMS:
        keys = pc.replace_substring_regex(keys, spelling, form)
    made = pd.Series(keys.to_pandas(), dtype="str")
    made = made.mask(made.eq(""))
    return made.reindex(codes).set_axis(names.index).rename(names.name)


def without_form(keys: pd.Series) -> pd.Series:
    """Return keys without their legal form; a key of a form alone stays.

    Parameters
    ----------
    keys : Series of str
        As `match_key` makes them.

    Returns
    -------
    Series of str

    Examples
    --------
    >>> without_form(pd.Series(["示例集团股份公司", "示例有限公司", "examplecoltd", "有限公司"])).tolist()
    ['示例集团', '示例', 'example', '有限公司']
    """
    bare = keys.str.replace(_FORM_AT_END, "", regex=True)
    return bare.mask(bare.eq(""), keys)


def simplified(names: pd.Series) -> pd.Series:
    """Return names with the traditional characters that are frequent in names of firms made simplified.

    Only to find candidates for a person to look at: one traditional character may stand for several simplified
    ones, and rare characters are not in the list.

    Parameters
    ----------
    names : Series of str

    Returns
    -------
    Series of str

    Examples
    --------
    >>> simplified(pd.Series(["示例軌道車業", "示例轨道车业"])).tolist()
    ['示例轨道车业', '示例轨道车业']
    """
    return names.str.translate(_SIMPLIFIED)


def resolve(ends: pd.Index, ids: pd.Index, names: pd.Series) -> pd.DataFrame:
    """Find the firm that each end of a link means: by its id, else by its name as written, else by the name's key.

    A name or key counts only where exactly one firm has it.

    Parameters
    ----------
    ends : Index of str
        Distinct texts found as suppliers and buyers.
    ids : Index of str
        The ids of the firms, unique.
    names : Series of str
        The names of the firms under their ids; missing where not known.

    Returns
    -------
    DataFrame
        Index: `ends`. Columns: firm (an id, or missing); how ("id", "name", "key", "ambiguous" or "none");
        candidates (a tuple of ids, empty unless ambiguous).

    Examples
    --------
    >>> names = pd.Series({"1": "示例（甲）公司", "2": "样例公司", "3": "样例公司"})
    >>> found = resolve(pd.Index(["1", "示例(甲)公司", "样例公司", "别的"]), names.index, names)
    >>> found["how"].tolist(), found["firm"].tolist()[:2], found["candidates"].tolist()[2]
    (['id', 'key', 'ambiguous', 'none'], ['1', '1'], ('2', '3'))
    """
    firm, how = np.full(len(ends), -1), np.full(len(ends), "none", dtype=object)
    candidates = np.empty(len(ends), dtype=object)
    candidates[:] = [()] * len(ends)
    for way in ("id", "name", "key"):
        left = np.flatnonzero(how == "none")
        wanted = pd.Series(ends[left], dtype="str")
        known = pd.Series(ids, dtype="str") if way == "id" else names.reindex(ids)
        if way == "key":
            wanted, known = match_key(wanted), match_key(known)
        meant, codes = _shared(wanted, known)
        count, holder = np.bincount(codes + 1)[1:], np.empty(codes.max(initial=-1) + 1, dtype=np.int64)
        holder[codes[codes >= 0]] = np.flatnonzero(codes >= 0)
        met = np.flatnonzero(meant >= 0)
        one, many = met[count[meant[met]] == 1], met[count[meant[met]] > 1]
        firm[left[one]], how[left[one]] = holder[meant[one]], way
        how[left[many]] = "ambiguous"
        candidates[left[many]] = _holders(ids, codes, meant[many])
    found = pd.Series(ids.append(pd.Index([None]))[firm], index=ends, dtype="str")
    return pd.DataFrame({"firm": found, "how": how, "candidates": candidates}, index=ends)


def _shared(wanted: pd.Series, known: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return a number for each text, the same for the same text; -1 where missing, or wanted but not known."""
    codes, texts = pd.factorize(known)
    return texts.get_indexer(pd.Index(wanted)), codes


def _holders(ids: pd.Index, codes: np.ndarray, meant: np.ndarray) -> np.ndarray:
    """Return for each number in `meant` the ids of all firms that have it, as a tuple."""
    rows = np.flatnonzero(np.isin(codes, meant))
    groups = pd.Series(ids[rows], dtype="str").groupby(codes[rows]).agg(tuple)
    return groups.reindex(meant).to_numpy()
