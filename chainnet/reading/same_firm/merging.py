"""Merging the firms that a person confirmed to be one: the filled-in table of suggestions back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from chainnet.errors import Fault, InputError, Said
from chainnet.terms import BOOLEAN_OF_SPELLING, MERGE_COLUMNS, UNKNOWN, fold

CHANGES = ("file", "row", "column", "before", "after", "reason")

_WRITE = Said("write yes or no, or nothing where you do not know", "填“是”或“否”，不确定的留空")
_NAMED_PLACE = ("region", "province", "city", "district", "adcode")
_POINT = ("longitude", "latitude", "precision")
_SPELLINGS = {fold(word): term.key for term in MERGE_COLUMNS for word in (term.key, term.en, term.zh, *term.spellings)}


def read_merges(table: pd.DataFrame, file: str, known: pd.Index, *, first_row: int = 2) -> list[tuple[str, ...]]:
    """Read which firms are one, from a table of suggestions in which a person wrote yes and no.

    Parameters
    ----------
    table : DataFrame of str
        Columns firm, other and merge, in any spelling of `MERGE_COLUMNS`. Rows without yes merge nothing.
    file : str
        How to call it in messages.
    known : Index of str
        The ids of the firms.
    first_row : int
        The row of the file that the first row of `table` is.

    Returns
    -------
    list of tuple of str
        The ids of each group. Its first is the firm that is kept: ``firm`` of the first row with yes in the group;
        the others follow in the order of the rows. With a = b and b = c the group is a, b, c.

    Raises
    ------
    InputError
        With all of these: a column is missing, so that nobody said yes to anything; a word that is neither yes nor
        no; yes in a row that does not name two known firms; no for two firms that other rows make one.

    Examples
    --------
    >>> table = pd.DataFrame({"企业": ["1", "2", "4"], "另一企业": ["2", "3", "5"], "是否合并": ["是", "是", ""]})
    >>> read_merges(table, "merge.csv", pd.Index(["1", "2", "3", "4", "5"]))
    [('1', '2', '3')]
    """
    cells = _named(table, file, first_row - 1)
    word = cells["merge"].fillna("").str.strip()
    meant = word.map({text: BOOLEAN_OF_SPELLING.get(fold(text)) for text in word.unique()}).astype("str")
    faults = [
        Fault(Said(f"{cell!r} is neither yes nor no", f"“{cell}”既不是“是”也不是“否”"), _WRITE, file, row, "merge")
        for row, cell in word[meant.isna() & word.ne("")].items()
    ]
    yes, no = cells[meant.eq("yes")], cells[meant.eq("no")]
    faults += _unusable(yes, known, file)
    yes = yes[_is_in(yes["firm"], known) & _is_in(yes["other"], known)]
    label = _groups(yes, known)
    faults += _contradictions(yes, no, label, file)
    if faults:
        raise InputError(faults)
    ends = pd.Series(yes[["firm", "other"]].to_numpy().ravel()).drop_duplicates()
    return [tuple(ids) for _, ids in ends.groupby(label.reindex(ends).to_numpy(), sort=False)]


def merge_firms(
    firms: pd.DataFrame, links: pd.DataFrame, groups: Sequence[tuple[str, ...]]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Make one firm of each group, and tell every change.

    Parameters
    ----------
    firms : DataFrame
        Index: ids, unique.
    links : DataFrame
        Columns supplier and buyer, others as they are.
    groups : sequence of tuple of str
        As `read_merges` returns them: the first of a group is kept.

    Returns
    -------
    firms, links : DataFrame
        The firms without those merged into others, in their order; empty cells of a kept firm are filled from the
        others of its group, in the order of the group. All links, with the ends renamed: a link between two firms
        of one group now goes from a firm to itself, and two links may now be alike. The reader deals with both.
    changes : DataFrame
        Columns file and row (missing: a change of whole firms), column, before, after, reason (a `Said`).

    Notes
    -----
    Where two firms say different things the kept one's cell stays, and the other is told. Longitude, latitude and
    precision come from one firm together, and only from a firm whose region, province, city, district and code do
    not contradict what is kept: else a firm would be given the point of another place. The role `unknown` is empty.

    Examples
    --------
    >>> firms = pd.DataFrame({"city": ["青岛市", None]}, index=["1", "2"])
    >>> links = pd.DataFrame({"supplier": ["1"], "buyer": ["2"]})
    >>> firms, links, changes = merge_firms(firms, links, [("2", "1")])
    >>> firms.to_dict("index"), links.to_dict("records"), changes[["column", "before", "after"]].to_dict("records")
    ... # doctest: +NORMALIZE_WHITESPACE
    ({'2': {'city': '青岛市'}}, [{'supplier': '2', 'buyer': '2'}],
     [{'column': 'firm', 'before': '1', 'after': '2'}, {'column': 'city', 'before': '', 'after': '青岛市'}])
    """
    member = [firm for group in groups for firm in group]
    kept = pd.Series([group[0] for group in groups for _ in group], index=member, dtype="str")
    own = firms.loc[member]
    filled = _usable(own, kept).groupby(kept.to_numpy(), sort=False).first()
    filled = filled.where(filled.notna(), own.loc[filled.index])
    merged = firms.copy()
    for column in firms:
        merged.loc[filled.index, column] = filled[column]
    gone = kept[kept.index != kept]
    renamed, ends = _renamed(links, gone)
    return merged.drop(gone.index), renamed, _changes(own, kept, filled, ends)


def _named(table: pd.DataFrame, file: str, header: int) -> pd.DataFrame:
    """Return the columns firm, other and merge under these names, each row under its number in the file."""
    meant = [_SPELLINGS.get(fold(str(column))) for column in table]
    faults = []
    for term in MERGE_COLUMNS:
        if term.key not in ("firm", "other", "merge") or meant.count(term.key) == 1:
            continue
        said = [
            Said(f"no column {term.key}", f"没有“{term.zh}”列"),
            Said(f"two columns {term.key}", f"有两列“{term.zh}”"),
        ]
        hint = Said(
            f"nothing is merged unless a person wrote yes in it: name one column {term.key} or {term.zh}",
            f"只有人工填“是”的才会合并：请有且只有一列名为 {term.zh}",
        )
        faults.append(Fault(said[meant.count(term.key) > 1], hint, file, header, term.key))
    if faults:
        raise InputError(faults)
    cells = table.set_axis([key or "" for key in meant], axis=1)[["firm", "other", "merge"]].astype("str")
    return cells.apply(lambda column: column.str.strip()).set_axis(range(header + 1, header + 1 + len(cells)))


def _unusable(yes: pd.DataFrame, known: pd.Index, file: str) -> list[Fault]:
    """Return a fault for each cell of a row with yes that is not the id of a firm, and for a firm beside itself."""
    faults = []
    for column in ("firm", "other"):
        for row, cell in yes.loc[~_is_in(yes[column], known), column].items():
            empty = pd.isna(cell) or not cell
            problem = (
                Said("the cell is empty", "单元格为空") if empty else Said(f"no firm {cell!r}", f"没有企业“{cell}”")
            )
            hint = Said("write the id of a firm of this data set", "填写本数据集中的企业编号")
            faults.append(Fault(problem, hint, file, row, column))
    for row, cell in yes.loc[yes["firm"].eq(yes["other"]), "firm"].items():
        problem = Said(f"{cell!r} is to be merged with itself", f"“{cell}”与自身合并")
        faults.append(Fault(problem, Said("name two firms", "填写两家企业"), file, row, "other"))
    return faults


def _is_in(cells: pd.Series, known: pd.Index) -> np.ndarray:
    """Whether each cell is a known id; `isin` takes seconds for each million ids."""
    return np.asarray(known.get_indexer(pd.Index(cells)) >= 0)


def _groups(yes: pd.DataFrame, known: pd.Index) -> pd.Series:
    """Return a number for each firm, the same for firms that rows with yes make one."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    a, b = known.get_indexer(yes["firm"]), known.get_indexer(yes["other"])
    ties = coo_array((np.ones(len(a)), (a, b)), shape=(len(known), len(known)))
    return pd.Series(connected_components(ties, directed=False)[1], index=known)


def _contradictions(yes: pd.DataFrame, no: pd.DataFrame, label: pd.Series, file: str) -> list[Fault]:
    """Return a fault for each row that says no of two firms which rows with yes make one."""
    group = label.reindex(yes["firm"]).to_numpy()
    no = no[_is_in(no["firm"], label.index) & _is_in(no["other"], label.index) & no["firm"].ne(no["other"])]
    no = no[label.reindex(no["firm"]).to_numpy() == label.reindex(no["other"]).to_numpy()]
    faults = []
    for row, firm, other in no[["firm", "other"]].itertuples():
        rows = ", ".join(map(str, yes.index[group == label[firm]][:5]))
        problem = Said(
            f"{firm!r} and {other!r} are two firms here, but one by row {rows}",
            f"此行说“{firm}”与“{other}”是两家企业，但第 {rows} 行使它们成为一家",
        )
        hint = Said("change yes or no in one of these rows", "改其中一行的是或否")
        faults.append(Fault(problem, hint, file, row, "merge"))
    return faults


def _usable(own: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    """Empty the cells that a kept firm must not be given: see the notes of `merge_firms`."""
    usable, group = own.copy(), kept.to_numpy()
    if "role" in usable:
        usable["role"] = usable["role"].mask(usable["role"].eq(UNKNOWN))
    named = [column for column in _NAMED_PLACE if column in usable]
    point = [column for column in _POINT if column in usable]
    if named:
        first = usable[named].groupby(group, sort=False).transform("first")
        elsewhere = (usable[named].notna() & usable[named].ne(first)).any(axis=1)
        usable.loc[elsewhere, [*named, *point, *usable.columns.intersection(["address"])]] = np.nan
    if "longitude" in usable:
        has = usable["longitude"].notna()
        chosen = has & ~kept.where(has).duplicated()
        usable.loc[has.groupby(group).transform("any") & ~chosen, point] = np.nan
    return usable


def _renamed(links: pd.DataFrame, gone: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """Return the links with the ends in `gone` renamed, and how many ends each of these firms had."""
    links, count = links.copy(), np.zeros(len(gone), dtype=np.int64)
    for end in ("supplier", "buyer"):
        at = gone.index.get_indexer(pd.Index(links[end]))
        met = at >= 0
        links.loc[met, end] = gone.to_numpy()[at[met]]
        count += np.bincount(at[met], minlength=len(gone))
    return links, pd.Series(count, index=gone.index)


def _changes(own: pd.DataFrame, kept: pd.Series, filled: pd.DataFrame, ends: pd.Series) -> pd.DataFrame:
    """List what became of the firms of the groups and of their cells, group by group."""
    is_kept = kept.index.to_numpy() == kept.to_numpy()
    gone = kept[~is_kept]
    said = [_merged(firm, int(ends[firm])) for firm in gone.index]
    parts = [_listed(kept, ~is_kept, "firm", gone.index.to_series(), gone, said)]
    after = filled.loc[kept.array].set_axis(own.index)
    for column in own:
        cell, final = own[column], after[column]
        new = (is_kept & final.notna() & cell.ne(final)).to_numpy()
        parts.append(_listed(kept, new, column, cell[new], final[new], [_FILLED] * int(new.sum())))
        unknown = cell.isna() | cell.eq(UNKNOWN) if column == "role" else cell.isna()
        left = (~is_kept & ~unknown & cell.ne(final)).to_numpy()
        said = [_stays(firm, to) for firm, to in kept[left].items()]
        parts.append(_listed(kept, left, column, cell[left], final[left], said))
    return pd.concat(parts).sort_values("group", kind="stable", ignore_index=True)[list(CHANGES)]


def _listed(
    kept: pd.Series, where: np.ndarray, column: str, before: pd.Series, after: pd.Series, reason: list[Said]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": pd.factorize(kept)[0][where],
            "file": pd.Series([""] * len(reason), dtype="str").array,
            "row": pd.array([pd.NA] * len(reason), dtype="Int64"),
            "column": pd.Series([column] * len(reason), dtype="str").array,
            "before": before.astype("str").fillna("").array,
            "after": after.astype("str").fillna("").array,
            "reason": pd.Series(reason, dtype="object"),  # as plain text it would lose its Chinese
        }
    )


_FILLED = Said("filled from a firm merged into it", "由并入的企业补全")


def _merged(firm: str, ends: int) -> Said:
    return Said(
        f"merged, as confirmed; {firm!r} was an end of links {ends} times",
        f"经确认合并；“{firm}”作为两端出现 {ends} 次",
    )


def _stays(firm: str, kept: str) -> Said:
    return Said(f"{firm!r} was merged into {kept!r}, whose own stays", f"“{firm}”已并入“{kept}”，以后者为准")
