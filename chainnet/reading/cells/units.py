"""Units of money as people write them, in headers and in cells: 万元, RMB mn, US$ million, 億元, %."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

PERCENT = "%"

# the first word is the one that chainnet itself writes
_CURRENCIES = {
    "CNY": "元 人民币 ¥ rmb rmb¥ cn¥ cny cnh yuan renminbi chineseyuan rmbyuan",
    "USD": "美元 美金 美圆 $ us$ usd usd$ usdollar usdollars dollar dollars",
    "EUR": "欧元 € eur eur€ euro euros",
    "GBP": "英镑 £ gbp gbp£ sterling poundssterling",
    "JPY": "日元 日圆 日币 jpy jp¥ jpy¥ yen japaneseyen",
    "HKD": "港元 港币 港圆 hkd hk$ hkd$ hkdollar hkdollars",
    "TWD": "新台币 台币 新台币元 twd ntd nt$ ntd$ twd$ ntdollar ntdollars",
    "KRW": "韩元 韩币 韩圆 ₩ krw won koreanwon",
    "SGD": "新加坡元 sgd s$ sgd$",
    "MOP": "澳门元 澳门币 mop mop$",
    "AUD": "澳元 aud a$ aud$",
    "CAD": "加元 cad c$ cad$",
    "CHF": "瑞士法郎 chf",
}
_POWERS = {
    3: "千 k thousand thousands 000 000s",
    4: "万 tenthousand",
    5: "十万 hundredthousand",
    6: "百万 million millions mn mio mln",
    7: "千万 tenmillion 10million",
    8: "亿 hundredmillion 100million",
    9: "十亿 billion billions bn",
    10: "百亿",
    11: "千亿",
    12: "万亿 trillion trillions",
}
# these, and powers in digits, mean something else where no currency stands beside them: metres, tonnes, a year
_POWERS_OF_MONEY = {1: "十", 2: "百", 4: "10k", 6: "m mm mil", 9: "b", 12: "tn"}
_SIMPLER = str.maketrans("萬億圓幣臺歐鎊韓門單計仟佰拾", "万亿圆币台欧镑韩门单计千百十")

_BRACKETS = re.compile(r"^\s*[(（\[【]([^()（）\[\]【】]*)[)）\]】]\s*$")
_SAID_BEFORE = re.compile(r"^\s*(?:(?:[计計]量)?[单單]位\s*[:：]?|units?\s*[:：]|in\s)\s*", re.IGNORECASE)
_A_YEAR = re.compile(
    r"\s*(?:[/／每]\s*(?:年|year|yr|annum|a)|\s(?:per|a)\s+(?:year|annum)|\sp\.?a\.?)\s*$", re.IGNORECASE
)
_SIGNS = re.compile(r"[\s()\[\]【】:,'‘’_]|(?<!\d)\.|\.(?!\d)")


@dataclass(frozen=True)
class Unit:
    """A unit of the amounts in a column.

    Parameters
    ----------
    currency : str
        ISO 4217 code; empty where only a power of ten is stated (万); "%" for percent; the folded text for a unit
        that is no money (see `stated_unit`).
    factor : float
        How many of the currency one of the unit is: a power of ten from 1 to 1e12, so exact.
    text : str
        How it is written in headers.

    Examples
    --------
    >>> Unit("CNY", 1e4, "万元").power
    4
    """

    currency: str
    factor: float
    text: str

    @property
    def power(self) -> int:
        """The factor as a power of ten."""
        return len(str(int(self.factor))) - 1


def unit_named(text: str) -> Unit | None:
    """Return the unit that a text names, or None where it names none that is known here (吨, 件, units).

    Parameters
    ----------
    text : str
        As in a header, in cluster.toml or beside a number; brackets around it and "a year" after it are left out.

    Examples
    --------
    >>> unit_named("萬元")
    Unit(currency='CNY', factor=10000.0, text='萬元')
    >>> unit_named("US$ million / year")
    Unit(currency='USD', factor=1000000.0, text='US$ million')
    >>> unit_named("（亿）"), unit_named("万吨")
    (Unit(currency='', factor=100000000.0, text='亿'), None)
    """
    shown = _shown(text)
    folded = _SIGNS.sub("", _simple(shown))
    if folded in (PERCENT, "percent", "pct", "百分比", "百分数"):
        return Unit(PERCENT, 1.0, PERCENT)
    found = _grammar().fullmatch(folded)
    if not found:
        return None
    currency_of, power_of, power_of_money = _words()
    stated = {currency_of[word] for word in found.group("before", "after") if word}
    if not stated and (found["money"] or found["yuan"]):
        stated = {"CNY"}  # 元 says no more than "money" beside another currency: 美元, 新台币千元
    power = found["power"]
    if len(stated) > 1 or not (stated or power in power_of):
        return None
    return Unit(min(stated, default=""), float(10 ** (power_of_money | power_of).get(power, 0)), shown)


def stated_unit(text: str) -> Unit | None:
    """Return the unit that a text names; one that is not known agrees with nothing but itself. None where empty.

    Examples
    --------
    >>> stated_unit("万元") == unit_named("万元")
    True
    >>> stated_unit("件"), stated_unit(" ")
    (Unit(currency='件', factor=1.0, text='件'), None)
    """
    shown = _shown(text)
    return unit_named(text) or (Unit(_simple(shown), 1.0, shown) if shown else None)


def unit_of(currency: str, power: int) -> Unit:
    """Return the unit of a currency (empty: not stated) and a power of ten as chainnet writes it, in Chinese.

    Examples
    --------
    >>> unit_of("CNY", 8).text, unit_of("USD", 6).text, unit_of("", 4).text
    ('亿元', '百万美元', '万')
    """
    words = {0: "", **{n: said.split()[0] for n, said in (_POWERS_OF_MONEY | _POWERS).items()}}
    named = _CURRENCIES.get(currency, currency).split()
    return Unit(currency, float(10**power), words[power] + (named[0] if named else ""))


def factor_between(a: Unit, b: Unit) -> float | None:
    """Return how many of `b` one of `a` is, or None where the two can't be converted into each other.

    A unit without a currency agrees with any currency, and with a unit that is no money (万 of 件), never with a
    percentage. To convert amounts prefer `in_unit`, which rounds once.

    Examples
    --------
    >>> yi, wan, dollar = unit_named("亿元"), unit_named("万"), unit_named("US$")
    >>> factor_between(yi, wan), factor_between(wan, yi), factor_between(yi, dollar)
    (10000.0, 0.0001, None)
    """
    stated = {a.currency, b.currency}
    if len(stated) > 1 and ("" not in stated or PERCENT in stated):
        return None
    return a.factor / b.factor


def in_unit(number: npt.ArrayLike, a: Unit, b: Unit) -> npt.NDArray[np.float64]:
    """Convert amounts in unit `a` into unit `b`.

    Parameters
    ----------
    number : array of float
        Amounts in `a`; NaN stays NaN.
    a, b : Unit

    Raises
    ------
    ValueError
        Where the two can't be converted into each other.

    Examples
    --------
    >>> in_unit([3.0, 7.0], unit_named("千元"), unit_named("万元")).tolist()
    [0.3, 0.7]
    """
    if factor_between(a, b) is None:
        raise ValueError(f"{a.text} can't be converted into {b.text}")
    number = np.asarray(number, dtype=np.float64)
    # dividing by a whole power rounds once; multiplying by 0.1 would round twice: 3 * 0.1 is not 0.3
    return number * (a.factor / b.factor) if a.factor >= b.factor else number / (b.factor / a.factor)


def _simple(text: str) -> str:
    """Fold width, case and traditional characters."""
    return unicodedata.normalize("NFKC", text).translate(_SIMPLER).casefold().strip()


def _shown(text: str) -> str:
    """Return the text without what stands around a unit."""
    text = _SAID_BEFORE.sub("", _BRACKETS.sub(r"\1", text))
    return _A_YEAR.sub("", text).strip()


@cache
def _words() -> tuple[dict[str, str], dict[str, int], dict[str, int]]:
    """Return the currency of each word, the power of each word, and of each that needs a currency beside it."""
    digits = {word: power for power in range(3, 13) for word in (f"1{'0' * power}", f"10^{power}")}
    return (
        {word: code for code, said in _CURRENCIES.items() for word in said.split() if word != "元"},
        {word: power for power, said in _POWERS.items() for word in said.split()},
        digits | {word: power for power, said in _POWERS_OF_MONEY.items() for word in said.split()},
    )


@cache
def _grammar() -> re.Pattern[str]:
    """Return the pattern of a folded unit: currency, power, 元, currency, each there or not."""
    currency_of, power_of, power_of_money = _words()

    def one_of(words: list[str]) -> str:
        return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))

    currency, power = one_of(list(currency_of)), one_of([*power_of, *power_of_money])
    return re.compile(
        f"(?=.)(?P<before>{currency})?(?P<money>元|圆)?(?P<power>{power})?(?P<yuan>元|圆)?(?P<after>{currency})?"
    )
