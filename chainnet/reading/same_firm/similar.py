"""Names of firms that are alike: which of a million to compare, and how alike two are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process

from chainnet import gazetteer
from chainnet.errors import Said
from chainnet.reading.cells.names import simplified, without_form

REASONS = {
    "code": (0, Said("same credit code", "统一社会信用代码相同")),
    "key": (0, Said("names differ at most in width, spaces, signs or the form's spelling", "名称相同或仅写法不同")),
    "similar": (0, Said("similar name", "名称相近")),
    "address": (5, Said("same address", "地址相同")),
    "form": (-2, Said("another legal form", "公司形式不同")),
    "half": (-3, Said("one name has no place, or a wider one", "一方名称无地名或地名范围更大")),
    "city": (-10, Said("in different cities", "所在城市不同")),
    "place": (-25, Said("different places in the names", "名称中地名不同")),
    "number": (-25, Said("different numbers in the names", "名称中编号不同")),
    "branch": (-25, Said("one is a branch", "一方是分支机构")),
}
"""What is said of a pair of firms, with what it adds to the score."""

_WINDOW = 10  # members of one block are compared where they stand at most so far apart
_FEATURES = 5  # a name is looked up under so many of its rarest pairs of characters
_BUCKETS = 1 << 24  # numbers that pairs of characters are hashed to; no more names than that
_BRANCH = "分公司|子公司|分厂|分店|分部|办事处|营业部|branch"
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_KINDS_OF_PLACE = "特别行政区|自治区|自治州|地区|省|市|盟"


def similar(keys: pd.Series, least: float) -> pd.DataFrame:
    """Find pairs of names that are alike.

    Parameters
    ----------
    keys : Series of str
        Distinct keys, as `match_key` makes them; none missing.
    least : float
        The lowest score to return, 0 to 100, if the two firms have one address.

    Returns
    -------
    DataFrame
        Columns: a, b (positions in `keys`, each pair once), score (0 to 97, before points), and a column of booleans
        for each reason that can be seen in names.

    Notes
    -----
    The score is eight tenths of rapidfuzz's ``ratio`` of the names without legal form and places, in simplified
    characters, and ten points for each of the first two characters that agree.

    Examples
    --------
    >>> keys = pd.Series(["示例轨道装备有限公司", "示例軌道装备股份公司", "样本模具厂"])
    >>> similar(keys, 80.0)[["a", "b", "score", "form"]].to_dict("records")
    [{'a': 0, 'b': 1, 'score': 97.0, 'form': True}]
    """
    names = _Names.of(keys)
    kept = []
    for low, high in neighbours(*_blocks(names.core)):
        pair = np.sort(low << 32 | high)
        pair = pair[np.diff(pair, prepend=-1) != 0]
        a, b = pair >> 32, pair & 0xFFFFFFFF
        rest = names.head(a, b) + points(names.marks(a, b)) + REASONS["address"][0] - least
        # the ratio is twice the characters in common by all characters: never more than the shorter name allows
        worth = 160.0 * np.minimum(names.length[a], names.length[b]) / (names.length[a] + names.length[b]) + rest >= 0
        a, b, rest = a[worth], b[worth], rest[worth]
        worth = 0.8 * _ratio(names.core, a, b) + rest >= 0
        kept.append(pair_of(a[worth], b[worth]))
    a, b = pd.DataFrame(np.concatenate([pair_of(), *kept])).drop_duplicates().to_numpy().T
    found = names.marks(a, b)
    found["a"], found["b"], found["similar"] = names.position[a], names.position[b], True
    found["score"] = np.minimum(0.8 * _ratio(names.core, a, b) + names.head(a, b), 97.0)
    return found


def points(marks: pd.DataFrame) -> np.ndarray:
    """Return what the reasons of each pair add to its score.

    Parameters
    ----------
    marks : DataFrame
        A column of booleans for each reason that is known.

    Returns
    -------
    array of float, shape (len(marks),)

    Examples
    --------
    >>> points(pd.DataFrame({"form": [True, False], "place": [True, True]})).tolist()
    [-27.0, -25.0]
    """
    total = np.zeros(len(marks))
    for reason in REASONS.keys() & set(marks):
        total += REASONS[reason][0] * marks[reason].to_numpy(dtype=bool)
    return total


def neighbours(block: np.ndarray, member: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield pairs of members of one block that stand at most ten apart: all pairs of a block of up to eleven.

    Parameters
    ----------
    block, member : int arrays of one shape
        The block of each entry, each block in one run; its member, ascending in each block.

    Yields
    ------
    (a, b) : int arrays
        The pairs that stand one apart, then two, and so on; a < b.

    Examples
    --------
    >>> [(a.tolist(), b.tolist()) for a, b in neighbours(np.array([7, 7, 7, 8]), np.array([0, 1, 2, 0]))]
    [([0, 1], [1, 2]), ([0], [2]), ([], [])]
    """
    for apart in range(1, min(_WINDOW, len(block) - 1) + 1):
        together = block[:-apart] == block[apart:]
        yield member[:-apart][together], member[apart:][together]


def pair_of(a: np.ndarray | tuple[()] = (), b: np.ndarray | tuple[()] = ()) -> np.ndarray:
    """Return pairs as rows of two columns.

    Examples
    --------
    >>> pair_of().shape, pair_of(np.array([1]), np.array([2])).tolist()
    ((0, 2), [[1, 2]])
    """
    return np.column_stack([np.asarray(a, dtype=np.int64), np.asarray(b, dtype=np.int64)])


def _ratio(texts: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    if not len(a):
        return np.empty(0)
    return np.asarray(process.cpdist(texts[a].tolist(), texts[b].tolist(), scorer=fuzz.ratio, dtype=np.float64))


def _blocks(texts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Look each text up under its rarest pairs of characters, next to each other or one apart.

    Returns
    -------
    block, member : int64 arrays
        The number of a pair of characters, ascending, and the position of a text that has it, ascending in each
        block. Two pairs may have one number: that only brings more candidates.
    """
    signs = _signs("".join(texts)).astype(np.uint64)
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    inside = [np.flatnonzero(owner[:-gap] == owner[gap:]) for gap in (1, 2)]
    both = [signs[at] << 22 | signs[at + gap] << 1 | gap - 1 for gap, at in enumerate(inside, start=1)]
    block = (np.concatenate(both) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)).astype(np.int64)
    often = np.bincount(block, minlength=_BUCKETS)[block]
    # owner, how often, and block in one number: sorted, each text has its rarest pairs first
    packed = (owner[np.concatenate(inside)] << 39 | np.minimum(often, 0x7FFF) << 24 | block)[often > 1]
    packed.sort()
    packed = packed[np.diff(packed, prepend=-1) != 0]
    start = np.flatnonzero(np.diff(packed >> 39, prepend=-1))
    rank = np.arange(len(packed)) - np.repeat(start, np.diff(start, append=len(packed)))
    packed = packed[rank < _FEATURES]
    entries = np.sort((packed & (_BUCKETS - 1)) << 24 | packed >> 39)
    return entries >> 24, entries & (_BUCKETS - 1)


def _signs(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


@dataclass(frozen=True)
class _Names:
    """What is compared of names, sorted so that names that begin alike stand together.

    Attributes
    ----------
    position : int array
        Position of each in the keys it was made of.
    core : array of str
        The name in simplified characters, without legal form and places.
    length : int array
        Of the core, in characters.
    begin : int array, shape (names, 2)
        The first two characters of the core.
    form, number, branch : arrays
        Which legal form; which figures stand in it; whether it is a branch.
    first, last : int arrays
        The first and the last place in it: four digits, province and city; 0 where there is none.
    """

    position: np.ndarray
    core: np.ndarray
    length: np.ndarray
    begin: np.ndarray
    form: np.ndarray
    number: np.ndarray
    branch: np.ndarray
    first: np.ndarray
    last: np.ndarray

    @classmethod
    def of(cls, keys: pd.Series) -> _Names:
        """Take names apart."""
        key = simplified(keys).reset_index(drop=True)
        bare = without_form(key)
        core, first, last = _places(bare)
        order = pd.DataFrame({"core": core, "key": key, "written": keys.array})
        at = order.sort_values(["core", "key", "written"]).index.to_numpy()
        texts = core.to_numpy(dtype=object)[at]
        form = [text[len(short) :] for text, short in zip(key, bare, strict=True)]
        figures = core.str.translate(_DIGITS).str.replace("[^0-9十]+", "", regex=True)
        return cls(
            position=at,
            core=texts,
            length=core.str.len().to_numpy()[at],
            begin=_signs("".join(text[:2].ljust(2) for text in texts)).reshape(-1, 2),
            form=pd.factorize(np.array(form, dtype=object))[0][at],
            number=pd.factorize(figures)[0][at],
            branch=key.str.contains(_BRANCH).to_numpy(dtype=bool)[at],
            first=first[at],
            last=last[at],
        )

    def head(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Return ten points for each of the first two characters that agree."""
        return np.asarray(10.0 * (self.begin[a] == self.begin[b]).sum(axis=1))

    def marks(self, a: np.ndarray, b: np.ndarray) -> pd.DataFrame:
        """Return a column of booleans for each reason that can be seen in the names."""
        apart, unlike = np.zeros(len(a), dtype=bool), np.zeros(len(a), dtype=bool)
        for place in (self.first, self.last):
            one, other = place[a], place[b]
            wider = (one == 0) | (other == 0) | ((one // 100 == other // 100) & ((one % 100 == 0) | (other % 100 == 0)))
            apart |= (one != other) & ~wider
            unlike |= one != other
        return pd.DataFrame(
            {
                "form": self.form[a] != self.form[b],
                "half": unlike & ~apart,
                "place": apart,
                "number": self.number[a] != self.number[b],
                "branch": self.branch[a] != self.branch[b],
            }
        )


@cache
def _place_codes() -> dict[str, int]:
    """Return province and city, four digits, of each name; 吉林 is the province."""
    table = gazetteer.load()
    table = table[table.index.str.endswith("00") & ~table["name"].isin(["市辖区", "县", "省直辖县级行政区划"])]
    codes = {
        gazetteer.bare_name(name): int(code[:4]) for code, name in table["name"].sort_index(ascending=False).items()
    }
    return {name: code for name, code in codes.items() if len(name) > 1}


def _places(bare: pd.Series) -> tuple[pd.Series, np.ndarray, np.ndarray]:
    """Take the places out of names; a name of little else keeps them. Return also the first and the last one's code."""
    text = pa.array(bare, pa.string())
    place = f"(?P<place>{'|'.join(sorted(_place_codes(), key=len, reverse=True))})"
    first, last = (
        pd.Series(pc.struct_field(pc.extract_regex(text, before + place), "place").to_pandas(), dtype="str")
        .map(_place_codes())
        .fillna(0)
        .to_numpy(dtype=np.int64)
        for before in ("", "^.*")
    )
    # the form that stands before 青岛分公司 goes too
    rest = pc.replace_substring_regex(text, f"{place}(?:{_KINDS_OF_PLACE})?|有限公司|有限责任公司|股份有限公司", "")
    core = pd.Series(rest.to_pandas(), dtype="str")
    return core.where(core.str.len() >= 2, bare), first, last
