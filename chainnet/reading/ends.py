"""The firms that the ends of links mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from chainnet.errors import DOUBT, Fault, Said
from chainnet.network.canonical import Order, order_of_links
from chainnet.parallel import spread
from chainnet.reading.cells.credit_codes import looks_like, normalised, valid, what_is_wrong
from chainnet.reading.cells.names import match_key, resolve
from chainnet.reading.cleaned import MOST_OF_A_KIND, Cleaned
from chainnet.reading.links import ENDS
from chainnet.reading.texts import places, threads

Places = npt.NDArray[np.int32]
UNKNOWN, SEVERAL = -1, -2


class Ends(NamedTuple):
    """The firms of the links: their ids, and the names that stand beside codes in the table of links.

    `order` is that of the links in a network, None where an end is missing.
    """

    ids: pd.Index
    names: pd.Series | None
    order: Order | None


def find_ends(links: Cleaned, firms: Cleaned | None, same: Mapping[str, str] | None = None) -> Ends:
    """Turn both ends of the links into categories of firm ids, and tell what is no firm or stands twice.

    An end is a firm's id, else its credit code, else its name, else its name but for width, spaces and legal form;
    the latter three only where exactly one firm has it. Without a table of firms each distinct text is a firm.
    """
    ends = [links.frame[end] for end in ENDS]
    if firms is None:
        ids = pd.Index(pc.unique(pa.chunked_array([_arrow(_used(end)) for end in ends])), dtype="str")
    else:
        ids = _ids(firms.frame["firm"], ends)
    codes = dict(zip(ENDS, spread(partial(_places, ids=ids), ends, jobs=threads(len(links.frame))), strict=True))
    if firms is not None:
        for end, code in codes.items():
            if (code < 0).any():
                codes[end] = _known_otherwise(code, ids, firms, links, end, same or {})
                _tell_unknown(links, firms, end, codes[end] == UNKNOWN)
        ids = _with_unknown(links, codes, ids)
    kind = pd.CategoricalDtype(ids)
    for end, code in codes.items():
        if links.frame[end].cat.categories is not ids or (code < 0).any():
            links.frame[end] = pd.Categorical.from_codes(np.maximum(code, UNKNOWN), dtype=kind, validate=False)
    if firms is None:
        _tell_codes(links, ids)
    names = _names_beside(links, firms, ids)
    return Ends(ids, names, _tell_loops_and_repeats(links))


def _arrow(texts: pd.Index) -> pa.Array:
    """Return texts as Arrow has them; it looks up a text several times as fast as an Index does."""
    found = texts.array.__arrow_array__()
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _used(ends: pd.Series) -> pd.Index:
    """Return the categories that a row has; those of rows left out are no firms."""
    used = np.bincount(ends.cat.codes.to_numpy() + 1, minlength=len(ends.cat.categories) + 1)[1:] > 0
    return ends.cat.categories if used.all() else ends.cat.categories[used]


def _ids(firm: pd.Series, ends: list[pd.Series]) -> pd.Index:
    """Return the ids of the firms, each once; the very categories of the ends, where these are they."""
    expected = ends[0].cat.categories
    if len(expected) == len(firm) and expected.equals(pd.Index(firm)):
        return expected
    return pd.Index(firm.dropna().drop_duplicates(), dtype="str", name=None)


def _places(ends: pd.Series, ids: pd.Index) -> Places:
    """Return the place of each row's text in `ids`, UNKNOWN where it is not among them or there is none."""
    known, codes = ends.cat.categories, ends.cat.codes.to_numpy()
    if known is ids:  # as they were looked up before
        return codes
    if known[: len(ids)].equals(ids):
        return np.where(codes < len(ids), codes, UNKNOWN)
    return np.append(places(known.to_series(), ids), np.int32(UNKNOWN))[codes]


def _known_otherwise(
    code: Places, ids: pd.Index, firms: Cleaned, links: Cleaned, end: str, same: Mapping[str, str]
) -> Places:
    """Find what is no id by credit code and name: UNKNOWN where it is no firm, SEVERAL where it names more than one."""
    left = np.flatnonzero((code < 0) & links.frame[end].notna().to_numpy())
    of_row, texts = pd.factorize(links.frame[end].iloc[left].astype("str"))
    place = np.full(len(texts), UNKNOWN)
    rows = firms.frame.drop_duplicates("firm").set_index("firm").reindex(ids)
    if "credit_code" in rows:
        codes = normalised(rows["credit_code"])
        alone = codes.notna() & ~codes.duplicated(keep=False)
        written = normalised(pd.Series(texts, dtype="str"))
        place = np.append(np.flatnonzero(alone), UNKNOWN)[pd.Index(codes[alone]).get_indexer(written)]
    by_name = np.flatnonzero(place < 0)
    names = rows["name"].fillna(pd.Series(ids, index=ids)) if "name" in rows else pd.Series(ids, index=ids)
    found = resolve(texts[by_name], ids, names)
    none = found["how"] == "none"
    if none.any():  # an id in other width
        narrow = pd.Series(ids, index=ids).str.normalize("NFKC")
        wanted = found.index[none].str.normalize("NFKC")
        found.loc[none] = resolve(wanted, pd.Index([], dtype="str"), narrow).to_numpy()
    found = _as_one(found, same)
    place[by_name] = ids.get_indexer(found["firm"].fillna(""))
    place[by_name[found["how"] == "ambiguous"]] = SEVERAL
    _say_how(links, end, found)
    found_in = code.astype(np.int32)
    found_in[left] = place[of_row]
    return found_in


def _say_how(links: Cleaned, end: str, found: pd.DataFrame) -> None:
    """Say which ends are known by name alone, and which name several firms."""
    name, key = found[found["how"] == "name"], found[found["how"] == "key"]
    if len(name):
        text = f"{name.index[0]} = {name['firm'].iloc[0]}"
        links.say(
            Said(f"{len(name):,} firms are found by their names: {text}", f"{len(name):,} 家企业按名称对应：{text}"),
            column=end,
        )
    if len(key):
        text = f"{key.index[0]} = {key['firm'].iloc[0]}"
        links.say(
            Said(
                f"{len(key):,} firms are found by names that differ in width, spaces or legal form: {text}",
                f"{len(key):,} 家企业的名称只在全半角、空格或公司类型写法上不同，已对应：{text}",
            ),
            Said("write the id as in the firms table to be sure", "如需确认，请写企业表中的编号"),
            column=end,
            severity=DOUBT,
        )
    for text, ids in found.loc[found["how"] == "ambiguous", "candidates"].items():
        links.tell(
            links.frame[end].eq(text) & ~links.frame[end].duplicated(),
            end,
            _several(ids),
            Said("write the firm's id", "请写企业编号"),
        )


def _several(ids: tuple[str, ...]) -> Callable[[object], Said]:
    return lambda name: Said(
        f"{name!r} is the name of {len(ids)} firms: {', '.join(ids[:4])}",
        f"有 {len(ids)} 家企业叫“{name}”：{'、'.join(ids[:4])}",
    )


def _tell_unknown(links: Cleaned, firms: Cleaned, end: str, unknown: npt.NDArray[np.bool_]) -> None:
    """Add a fault for each firm that is in a link but in no row of the firms table."""
    cells = links.frame[end]
    unknown = unknown & cells.notna().to_numpy()
    if unknown.any():
        links.tell(
            unknown & ~cells.duplicated().to_numpy(),
            end,
            lambda cell: Said(f"{cell!r} is in no row of the firms table", f"企业表中没有“{cell}”"),
            Said(
                f"add a row for it to {firms.table.file}, or write the id as there",
                f"在 {firms.table.file} 中补一行，或改成其中的编号",
            ),
        )


def _with_unknown(links: Cleaned, codes: dict[str, Places], ids: pd.Index) -> pd.Index:
    """Return the ids with those that no row of the firms table has; they are faults, and no link is lost by them."""
    if not any((code < 0).any() for code in codes.values()):
        return ids
    lost = {end: links.frame[end].where(codes[end] < 0).astype("str") for end in ENDS}
    more = pd.concat(list(lost.values())).dropna().drop_duplicates()
    if more.empty:
        return ids
    for end, texts in lost.items():
        place = pd.Index(more).get_indexer(texts)
        codes[end] = np.where(place >= 0, place + len(ids), codes[end]).astype(np.int32)
    return ids.append(pd.Index(more, dtype="str"))


def _as_one(found: pd.DataFrame, same: Mapping[str, str]) -> pd.DataFrame:
    """Let a name that several firms have mean one firm, where the user says that they are one."""
    several = found["how"] == "ambiguous"
    if same and several.any():
        kept = found.loc[several, "candidates"].map(lambda ids: {same.get(firm, firm) for firm in ids})
        one = kept[kept.map(len) == 1].map(min)
        found.loc[one.index, "firm"], found.loc[one.index, "how"] = one, "name"
    return found


def _tell_codes(links: Cleaned, ids: pd.Index) -> None:
    """Doubt the ids that have the form of a credit code and are none."""
    texts = pd.Series(ids, dtype="str")
    wrong = np.flatnonzero(looks_like(texts) & ~valid(texts))
    if len(wrong) == 0:
        return
    ends = np.concatenate([links.frame[end].cat.codes.to_numpy() for end in ENDS])
    first = pd.Series(np.arange(len(ends)))[np.isin(ends, wrong)].groupby(ends[np.isin(ends, wrong)]).first()
    for code in wrong[:MOST_OF_A_KIND]:
        found = what_is_wrong(str(ids[code]))
        if found is not None:
            side, row = divmod(int(first[code]), len(links.frame))
            header = links.written.get(ENDS[side], ENDS[side])
            links.faults.append(
                Fault(*found, file=links.table.file, row=int(links.row[row]), column=header, severity=DOUBT)
            )


def _names_beside(links: Cleaned, firms: Cleaned | None, ids: pd.Index) -> pd.Series | None:
    """Return the name of each firm by the columns of names beside the codes, and tell where one code has several."""
    parts = [
        pd.DataFrame({"code": links.frame[end].cat.codes, "name": links.frame[f"{end}_name"]}).drop_duplicates()
        for end in ENDS
        if f"{end}_name" in links.frame
    ]
    links.frame = links.frame.drop(columns=[f"{end}_name" for end in ENDS if f"{end}_name" in links.frame])
    if not parts:
        return None
    said = pd.concat(parts).dropna().query("code >= 0").drop_duplicates()
    if firms is not None and "name" in firms.frame:
        known = firms.frame.drop_duplicates("firm").set_index("firm")["name"].reindex(ids)
        said = pd.concat([pd.DataFrame({"code": range(len(ids)), "name": known.to_numpy()}).dropna(), said])
    said = said.assign(key=match_key(said["name"])).reset_index(drop=True)
    other = said.groupby("code")["key"].transform("first").ne(said["key"]) if len(said) else pd.Series(dtype=bool)
    if other.any():
        first = said[other].iloc[0]
        was = said.loc[said["code"] == first["code"], "name"].iloc[0]
        firm = ids[int(first["code"])]
        links.say(
            Said(
                f"{int(other.sum()):,} names contradict their codes: {firm} is {was!r} and {first['name']!r}; "
                "the code decides",
                f"{int(other.sum()):,} 个名称与编号不一致：{firm} 既是“{was}”又是“{first['name']}”；以编号为准",
            ),
            Said("check that the codes are right", "请检查编号是否写错"),
            severity=DOUBT,
        )
    names = said.drop_duplicates("code").set_index("code")["name"].reindex(range(len(ids)))
    return pd.Series(names.to_numpy(), index=ids, dtype="str", name="name")


def repeats(links: pd.DataFrame) -> tuple[npt.NDArray[np.intp], Order | None]:
    """Return the rows that repeat the supplier, buyer, product and cluster of an earlier one; ends are categories.

    Beside them stands the order of the links in a network, None where an end is missing.
    """
    whole = links[list(ENDS)].notna().all(axis=1).to_numpy()
    known = links if whole.all() else links[whole]
    order = order_of_links(links["supplier"].cat.categories, known)
    again = np.sort(order.rows[order.again])
    return (again, order) if known is links else (np.flatnonzero(whole)[again], None)


def _tell_loops_and_repeats(links: Cleaned) -> Order | None:
    supplier, buyer = (links.frame[end].cat.codes.to_numpy() for end in ENDS)
    known = (supplier >= 0) & (buyer >= 0)
    loops = known & (supplier == buyer)
    links.tell(
        loops,
        "supplier",
        lambda firm: Said(f"{firm!r} supplies itself: the link is dropped", f"“{firm}”供应自己：该关系不计入"),
        Said("name two firms", "请写两家不同的企业"),
        DOUBT,
    )
    again, order = repeats(links.frame)
    if len(again):
        number = len(again)
        problem = Said(
            f"{number:,} rows repeat a supplier, buyer and product: their values are summed",
            f"{number:,} 行的供应商、采购商和产品与前面重复：金额已合计",
        )
        hint = Said("nothing, if they are separate purchases", "如是多笔采购，无需处理")
        links.faults.append(Fault(problem, hint, links.table.file, int(links.row[again[0]]), severity=DOUBT))
    return order
