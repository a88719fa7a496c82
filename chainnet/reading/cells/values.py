"""Numbers as people write them: ３，５００万元, ¥1,200.50, (1,234), 12％. What can't be read is told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from chainnet.reading.cells.units import PERCENT, Unit, stated_unit, unit_named, unit_of
from chainnet.reading.cells.unread import why_unread

# ---- the pattern of a number with its unit, for RE2 -----------------------------------------------------------
_PLAIN = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"
_GROUPED = r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+|(?:['’]\d{3})+)(?:\.\d*)?"
_NUMBER = (
    r"(?i)^(?P<sign>[+-]?)\s*(?P<before>[^\d\s.+\-][^\d.+\-]*?)?\s*(?P<minus>[+-]?)\s*"
    rf"(?P<digits>{_GROUPED}|\d+(?:\.\d*)?|\.\d+)(?:e\+?(?P<power>-?\d{{1,4}}))?"
    r"\s*(?P<after>[^\d\s]\D*)?$"
)
_NUMBER_PARTS = ("sign", "before", "minus", "digits", "power", "after")
_IN_BRACKETS = r"^([^\d()+\-]*)\(([^()+\-]*\d[^()+\-]*)\)([^\d()]*)$"
_UNSEEN = r"[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}]"
# cells of these alone are made narrow by NFKC, which would make 52 of 5² and 1 of ①
_NARROWED = (
    r"^[\x00-\x7e\p{Han}¥£€₩‘’°—–−\x{a0}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}\x{ff01}-\x{ff5e}\x{ffe0}-\x{ffe6}]*$"
)


@dataclass(frozen=True)
class Numbers:
    """A column of numbers that was read.

    Attributes
    ----------
    number : Series of float64
        The numbers in `unit`; NaN where the cell is empty, says that it is not known, or is bad.
    unit : Unit or None
        The unit of the column after reading.
    converted : int
        How many cells stated a unit of another size and were converted into the column's.
    codes : ndarray of int, optional
        Which of `reasons` each cell has, -1 for none; None where no cell is bad, as mostly.
    reasons : tuple of str
        Why cells are bad; an empty one is none.
    """

    number: pd.Series
    unit: Unit | None = None
    converted: int = 0
    codes: npt.NDArray[np.intp] | None = None
    reasons: tuple[str, ...] = ()

    @cached_property
    def bad(self) -> pd.Series:
        """Where a cell is neither empty nor a number."""
        wrong = np.array([*map(bool, self.reasons), False])
        found = np.zeros(len(self.number), dtype=np.bool_) if self.codes is None else wrong[self.codes]
        return pd.Series(found, index=self.number.index)

    @cached_property
    def why(self) -> pd.Series:
        """Why a bad cell is bad: a code that `unread.message` tells in words. Missing for the others."""
        table = pd.array([*(reason or None for reason in self.reasons), None], dtype="str")
        codes = np.full(len(self.number), -1) if self.codes is None else self.codes
        return pd.Series(table[codes], index=self.number.index)


def read_numbers(cells: pd.Series, unit: Unit | None = None) -> Numbers:
    """Read a column of amounts.

    Parameters
    ----------
    cells : Series
        Text, or typed; numbers pass untouched.
    unit : Unit, optional
        The unit that the header or cluster.toml states. Cells with a unit of their own are converted into it, digit
        by digit, so that nothing is rounded on the way; a sign alone (¥1,200 where the header says 万元) can be read
        in two ways and is bad. Where none is given and all cells state one, it is the one that most of them state
        (of equally many the smaller); zero needs no unit.

    Returns
    -------
    Numbers

    Examples
    --------
    >>> from chainnet.reading.cells.units import unit_named
    >>> cells = pd.Series(["３，５００万元", "1.2亿", "800", "无", "2024-01-05", "$5"])
    >>> read = read_numbers(cells, unit_named("万元"))
    >>> read.number.tolist(), read.why.dropna().to_dict(), read.converted
    ([3500.0, 12000.0, 800.0, nan, nan, nan], {4: 'date', 5: 'unit'}, 1)
    >>> read_numbers(pd.Series(["1.2亿", "3500万元", "50万元", "0"])).unit.text
    '万元'
    """
    if (typed := typed_numbers(cells, unit)) is not None:
        return typed
    number, codes, distinct = plain_numbers(cells)
    if not len(distinct):
        return Numbers(number, unit)
    parts = _parts(pa.array(distinct), unit)
    parts["rows"] = np.bincount(codes[codes >= 0], minlength=len(parts))
    bare = np.count_nonzero(np.nan_to_num(number.to_numpy())) + np.count_nonzero(_value(parts)[parts["bare"]])
    column = unit if bare and unit is None else _unit_of_column(parts[parts["stated"]], unit)
    shift = (parts["unit_power"] - (column.power if column else 0)).where(parts["stated"], 0)
    value = _value(parts, shift)
    why = _reasons(parts, column, value)
    if unit is not None and unit.power:  # ¥1,200 in a column of 万元: how the sheet shows 1,200 of them, or 1,200 yuan?
        why[parts["sign_alone"] & (why == "")] = "sign"
    number = number.mask(codes >= 0, np.where(why == "", value, np.nan)[codes])
    converted = int(parts.loc[(why == "") & (shift != 0), "rows"].sum())
    return Numbers(number, column, converted, codes, tuple(why))


# ---- from cells to plain numbers and the rest -----------------------------------------------------------------


def typed_numbers(cells: pd.Series, unit: Unit | None) -> Numbers | None:
    """Take typed cells as they are; return None for text and for cells of several types."""
    types = pd.api.types
    no_number = types.is_bool_dtype(cells) or types.is_complex_dtype(cells)
    time = types.is_datetime64_any_dtype(cells) or types.is_timedelta64_dtype(cells)
    if no_number or time:
        codes = np.where(cells.notna(), 0, -1)
        number = pd.Series(np.nan, index=cells.index, name=cells.name)
        return Numbers(number, unit, codes=codes, reasons=("date" if time else "text",))
    if types.is_numeric_dtype(cells):
        number = pd.Series(cells.to_numpy(dtype="float64", na_value=np.nan), index=cells.index, name=cells.name)
        infinite = np.isinf(number.to_numpy())
        if not infinite.any():
            return Numbers(number, unit)
        return Numbers(number.mask(infinite), unit, codes=infinite - 1, reasons=("infinite",))
    return None


def _texts(cells: pd.Series) -> pd.Series:
    try:
        return cells.astype("str")
    except UnicodeError:  # bytes, or half of a pair of surrogates: no file holds them, but a frame can
        return cells.map(_any_text, na_action="ignore").astype("str")


def _any_text(cell: object) -> str:
    data = cell if isinstance(cell, bytes) else str(cell).encode(errors="replace")
    return data.decode(errors="replace")


def digits_alone(cells: pd.Series) -> pd.Series | None:
    """Return texts as numbers where each is a plain number, zero or more; None where any is something else.

    Examples
    --------
    >>> digits_alone(pd.Series(["1.50", "2"])).tolist(), digits_alone(pd.Series(["1,200", "2"]))
    ([1.5, 2.0], None)
    """
    if not isinstance(cells.dtype, pd.StringDtype):
        return None
    try:
        number = pc.cast(cells.array.__arrow_array__(), pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        return None
    plain = np.count_nonzero(np.isfinite(number) & ~np.signbit(number)) == cells.count()
    return pd.Series(number, index=cells.index, name=cells.name) if plain else None


def plain_numbers(
    cells: pd.Series,
) -> tuple[pd.Series, npt.NDArray[np.intp], pd.Index]:
    """Read the cells that are digits alone, as `float` does.

    Returns
    -------
    number : Series of float
        NaN where a cell is empty or is more than digits.
    codes, distinct : array of int, Index of str
        The texts that are more, each once, and which of them each cell is; -1 for the other cells. No codes where
        there is no such text.
    """
    texts = _texts(cells)
    array = pa.array(texts)
    try:
        number = pc.cast(array, pa.float64())
    except pa.ArrowInvalid:
        array = pc.utf8_trim_whitespace(array)
        plain = pc.match_substring_regex(array, _PLAIN)
        number = pc.cast(pc.if_else(plain, array, pa.scalar(None, array.type)), pa.float64())
    found = number.to_numpy(zero_copy_only=False)
    finite = np.isfinite(found)
    if np.count_nonzero(finite) == texts.count():  # as most columns are: nothing is left to look at
        codes, distinct = np.empty(0, dtype=np.intp), pd.Index([], dtype="str")
    else:
        found = np.where(finite, found, np.nan)  # "nan" and "inf" are words
        codes, distinct = pd.factorize(texts.where(~finite))
    return pd.Series(found, index=cells.index, name=cells.name), codes, distinct


# ---- the rest, once a spelling --------------------------------------------------------------------------------


def _parts(texts: pa.Array, column: Unit | None) -> pd.DataFrame:
    """Take texts apart.

    Returns
    -------
    DataFrame
        One row a text: text, digits and power (digits times ten to the power; missing where it is no number),
        stated (whether it is a number with a unit that is known), bare (a number without any), currency, unit_power
        and unit_text of the unit, sign_alone (nothing but a currency, and that before the number).
    """
    text = pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, _UNSEEN, ""))
    text = pc.if_else(pc.match_substring_regex(text, _NARROWED), pc.utf8_normalize(text, form="NFKC"), text)
    text = pc.utf8_trim_whitespace(pc.replace_substring(text, "−", "-"))
    found = pc.extract_regex(pc.replace_substring_regex(text, _IN_BRACKETS, r"-\1\2\3"), _NUMBER)
    part = pd.DataFrame({name: pc.struct_field(found, name).to_pandas() for name in _NUMBER_PARTS}, dtype="str")
    signs = part["sign"] + part["minus"]
    part = part.where(signs.isin(["", "+", "-"]))  # missing where it is no number, or has two signs
    beside = part["before"] + "\t" + part["after"]
    digits = signs.str.replace("+", "") + part["digits"].str.replace("[,'’ ]", "", regex=True)
    return pd.DataFrame(
        {
            "text": text.to_pandas(),
            "digits": digits,
            "power": part["power"].replace("", "0").fillna("0").astype("int64"),
            "bare": beside == "\t",
            **_units_beside(beside, column),
            "sign_alone": (part["before"] != "") & (part["after"] == ""),
        }
    )


def _units_beside(beside: pd.Series, column: Unit | None) -> dict[str, npt.NDArray[np.generic]]:
    """Return the units that stand before and after numbers, looked up once a spelling."""
    codes, spellings = pd.factorize(beside)
    units = [_unit_beside(spelling, column) for spelling in spellings]
    units.append(None)  # for code -1: no number
    return {
        "stated": np.array([unit is not None for unit in units])[codes],
        "currency": np.array([unit.currency if unit else "" for unit in units], dtype=object)[codes],
        "unit_power": np.array([unit.power if unit else 0 for unit in units])[codes],
        "unit_text": np.array([unit.text if unit else "" for unit in units], dtype=object)[codes],
    }


def _unit_beside(beside: str, column: Unit | None) -> Unit | None:
    before, _, after = beside.partition("\t")
    spelled = f"{before}{' ' if before[-1:].isalpha() else ''}{after}"
    unit = stated_unit(spelled)
    known = unit is not None and column is not None and unit.currency == column.currency
    return unit if known else unit_named(spelled)


def _unit_of_column(stated: pd.DataFrame, given: Unit | None) -> Unit | None:
    """Return the unit of a column whose cells state these units, and whose header the given one."""
    if stated.empty:
        return given
    currency = given.currency if given else ""
    named = stated[(stated["currency"] != "") & ((stated["currency"] != PERCENT) | (given is None))]
    if not currency and not named.empty:
        currency = named.groupby("currency")["rows"].sum().idxmax()
    if given is not None:
        return given if currency == given.currency else unit_of(currency, given.power)
    agreeing = stated[_agrees(stated["currency"], currency)]
    power = int(agreeing.groupby("unit_power")["rows"].sum().idxmax())  # the first of equals, which is the smaller
    alike = agreeing[(agreeing["unit_power"] == power) & (agreeing["currency"] == currency)]
    spelled = alike[~alike["unit_text"].str.contains("¥", regex=False)].groupby("unit_text")["rows"].sum()
    return unit_of(currency, power) if spelled.empty else Unit(currency, float(10**power), spelled.idxmax())


def _agrees(currencies: pd.Series, currency: str) -> pd.Series:
    """Whether amounts can be in a column of this currency: 万 alone can be in any but a percentage."""
    return (currencies == currency) | ((currencies == "") & (currency != PERCENT))


def _value(parts: pd.DataFrame, shift: pd.Series | int = 0) -> npt.NDArray[np.float64]:
    """Return digits times ten to the sum of their power and `shift`, rounded once; NaN where there are none."""
    number = parts["digits"] + "e" + (parts["power"] + shift).astype("str")
    return pc.cast(pa.array(number), pa.float64()).to_numpy(zero_copy_only=False)


def _reasons(parts: pd.DataFrame, column: Unit | None, value: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    """Return why each text is bad, and nothing where it is not."""
    why = np.where(np.isinf(value), "infinite", "").astype(object)
    stated, percent = parts["stated"], parts["currency"] == PERCENT
    if column is None:
        why[stated] = np.where(percent, "unit", "needs_unit")[stated]
    else:
        why[stated & ~_agrees(parts["currency"], column.currency)] = "unit"
        smaller = (parts["currency"] == "") & (parts["unit_power"] < column.power)
        why[stated & smaller] = "sign"  # 3千 in a column of 万元: three thousand of which?
    unread = ~(stated | parts["bare"])
    why[unread] = list(map(why_unread, parts["text"][unread], parts["digits"][unread].notna()))
    return why
