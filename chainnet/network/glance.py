"""What a network is, at a glance: the representations that a shell and Jupyter show."""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from chainnet import terms

if TYPE_CHECKING:
    from chainnet.network.supply_network import SupplyNetwork

FIRST = 5
"""Links, chain leaders and clusters that are shown."""
_LEFT = " style='text-align:left'"


def glance(net: SupplyNetwork, lang: str = "") -> list[tuple[str, str]]:
    """Return what the network is, as pairs of a heading and a text.

    Parameters
    ----------
    net : SupplyNetwork
    lang : {"zh", "en", ""}
        Empty for both languages, side by side.

    Examples
    --------
    >>> import pandas as pd, chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> dict(glance(net, "en"))["links"], dict(glance(net))["企业 firms"]
    ('1 from 1 supplier to 1 buyer', '2')
    """
    say = _Saying(lang)
    suppliers, buyers, located = len(np.unique(net.supplier)), len(np.unique(net.buyer)), int(net.located.sum())
    rows = [
        (say.head("数据", "data"), _nature(net, say)),
        (say.head("企业", "firms"), f"{net.n:,}"),
        (say.head("角色", "by role"), _counts(net, "role", terms.ROLES, say)),
        (say.head("链主", "leaders"), _some([net.names(lang or "zh")[firm] for firm in net.leaders], say)),
        (say.head("称号", "by grade"), _counts(net, "grade", terms.GRADES, say)),
        (
            say.head("关系", "links"),
            say.text(
                f"{net.m:,} 条：{suppliers:,} 家供应商 → {buyers:,} 家采购商",
                f"{net.m:,} from {_number(suppliers, 'supplier')} to {_number(buyers, 'buyer')}",
            ),
        ),
        (
            say.head("产品", "products"),
            f"{len(net.products):,}" if net.has_products else say.text("未填", "none given"),
        ),
        (say.head("金额", "value"), _value(net, say)),
        (
            say.head("位置", "located"),
            say.text(f"{located:,} 家有坐标", f"{located:,} of {net.n:,} firms have coordinates"),
        ),
    ]
    note = net.about.note(lang) if lang else _both(net.about.note_zh, net.about.note_en)
    if note:
        rows.append((say.head("须知", "note"), note))
    clusters = sorted(name for name in net.firm_column("cluster").dropna().unique() if name != terms.NO_CLUSTER)
    if len(clusters) > 1:
        rows.append((say.head("集群", "clusters"), _some(clusters, say)))
    if net.doubts:
        number = len(net.doubts)
        rows.append(
            (say.head("疑点", "doubts"), say.text(f"{number:,} 处，见 net.doubts", f"{number:,}: see net.doubts"))
        )
    return rows


def glance_html(net: SupplyNetwork) -> str:
    """Return `glance` and the first links as small HTML tables, in the language of CHAINNET_LANG, else in both."""
    lang = os.environ.get("CHAINNET_LANG", "")
    lang = lang if lang in terms.LANGUAGES else ""
    say = _Saying(lang)
    name = net.about.name(lang) if lang else _both(net.about.name_zh, net.about.name_en)
    name = name or say.head("供应网络", "Supply network")
    body = "".join(
        f"<tr><th{_LEFT}>{escape(head)}</th><td{_LEFT}>{escape(text)}</td></tr>"
        for head, text in glance(net, lang)
        if text
    )
    return f"<div><strong>{escape(name)}</strong><table>{body}</table>{_first_links(net, say)}</div>"


def glance_line(net: SupplyNetwork) -> str:
    """Return the network on one line.

    Examples
    --------
    >>> import pandas as pd, chainnet as cn
    >>> glance_line(cn.from_frames(links=pd.DataFrame({"supplier": ["S"], "buyer": ["L"], "product": ["bolt"]})))
    '<SupplyNetwork: 2 firms (0 leaders), 1 link, 1 product>'
    """
    about = net.about
    name, located = about.name("en"), f", {int(net.located.sum()):,} located" if net.has_places else ""
    parts = [
        f"{_number(net.n, 'firm')} ({_number(len(net.leaders), 'leader')}{located})",
        _number(net.m, "link"),
    ]
    if net.has_products:
        parts.append(_number(len(net.products), "product"))
    if net.has_values:
        parts.append(f"value {np.nansum(net.value):,.10g}{f' {about.value_unit}' if about.value_unit else ''}")
    if about.synthetic is not None:
        parts.append("synthetic" if about.synthetic else "real")
    if net.doubts:
        parts.append(_number(len(net.doubts), "doubt"))
    return f"<SupplyNetwork{f' {name!r}' if name else ''}: {', '.join(parts)}>"


class _Saying:
    """Says things in one language or in both."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def head(self, zh: str, en: str) -> str:
        return {"zh": zh, "en": en}.get(self.lang, f"{zh} {en}")

    def text(self, zh: str, en: str) -> str:
        return {"zh": zh, "en": en}.get(self.lang, _both(zh, en))


def _both(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


def _first_links(net: SupplyNetwork, say: _Saying) -> str:
    """Return the first links, with names in place of ids."""
    if not net.m:
        return ""
    rows, names, unit = net.links.head(FIRST), net.names(say.lang or "zh"), net.about.value_unit
    heads = [say.head("供应商", "supplier"), say.head("采购商", "buyer")]
    cells = [names[rows["supplier"].astype("str")].tolist(), names[rows["buyer"].astype("str")].tolist()]
    if net.has_products:
        heads.append(say.head("产品", "product"))
        cells.append([_known(product) for product in rows["product"]])
    if net.has_values:
        heads.append(say.head("金额", "value") + (f" ({unit})" if unit else ""))
        cells.append([f"{value:,.10g}" if np.isfinite(value) else "" for value in rows["value"]])
    top = "".join(f"<th{_LEFT}>{escape(head)}</th>" for head in heads)
    body = "".join(
        "<tr>" + "".join(f"<td{_LEFT}>{escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in zip(*cells, strict=True)
    )
    said = say.text(f"前 {len(rows)} 条关系", f"first {_number(len(rows), 'link')}")
    return f"<details open><summary>{escape(said)}</summary><table><tr>{top}</tr>{body}</table></details>"


def _nature(net: SupplyNetwork, say: _Saying) -> str:
    if net.about.synthetic is None:
        return say.text("未说明真实还是合成", "not said whether real or synthetic")
    return say.text("合成数据", "synthetic") if net.about.synthetic else say.text("真实数据", "real")


def _counts(net: SupplyNetwork, column: str, words: tuple[terms.Term, ...], say: _Saying) -> str:
    counts = net.firm_column(column).value_counts()
    parts = [f"{say.head(word.zh, word.en)} {counts[word.key]:,}" for word in words if word.key in counts]
    missing = net.n - int(counts.sum())
    if missing:
        parts.append(f"{say.head('未填', 'not given')} {missing:,}")
    return ("，" if say.lang == "zh" else ", ").join(parts)


def _value(net: SupplyNetwork, say: _Saying) -> str:
    if not net.has_values:
        return say.text("未填", "none given")
    unit, total = net.about.value_unit, float(np.nansum(net.value))
    amount = f"{total:,.0f} {unit}".strip() if total >= 1 else f"{total:.3g} {unit}".strip()
    unknown = int(np.isnan(net.value).sum())
    return say.text(
        f"每年 {amount}" + (f"，{unknown:,} 条未知" if unknown else ""),
        f"{amount} a year" + (f", not known for {unknown:,} links" if unknown else ""),
    )


def _some(names: list[str], say: _Saying) -> str:
    """Return the first names, and how many there are where that is more."""
    shown = ("、" if say.lang == "zh" else ", ").join(names[:FIRST])
    return shown if len(names) <= FIRST else f"{len(names):,}{'：' if say.lang == 'zh' else ': '}{shown}…"


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _known(text: Any) -> str:
    return text if isinstance(text, str) else ""
