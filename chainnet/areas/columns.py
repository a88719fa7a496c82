"""Areas by a column of the firms: the same text as the buyer's, the same cluster, or one given text."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from chainnet import terms
from chainnet.areas.area import NO, UNKNOWN, YES, Area, Bools, Codes, Verdict, Zones, known_of
from chainnet.areas.cells import Texts, need, text
from chainnet.errors import InputError, Said
from chainnet.network import SupplyNetwork

_KNOWN: WeakKeyDictionary[SupplyNetwork, dict[str, Zones]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Agree(Area):
    """Local is what has the same text in a column of the firms.

    Parameters
    ----------
    column : str
        Any column. A firm with an empty cell is not known.

    Examples
    --------
    >>> Agree("stage").describe()
    'same stage'
    """

    column: str

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        return f"同一{terms.show(self.column, 'zh')}" if lang == "zh" else f"same {self.column}"

    def keys(self, net: SupplyNetwork) -> Texts:
        """Return what must agree, None where not known, shape (n,)."""
        if self.column not in net.firms:
            there = list(map(str, net.firms))
            raise InputError.one(
                Said(f"no column {self.column!r} in the firms table", f"企业表中没有“{self.column}”列"),
                hint=Said(f"there are: {', '.join(there)}", f"现有：{'、'.join(there)}"),
            )
        need(net, self.column)
        return text(net, self.column)

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES where both agree, UNKNOWN where one is not known."""
        codes = self.zones(net)
        one, other = codes[supplier], codes[buyer]
        return np.where((one < 0) | (other < 0), UNKNOWN, np.where(one == other, YES, NO)).astype(np.int8)

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return where the column is filled."""
        return self.zones(net) >= 0

    def zones(self, net: SupplyNetwork) -> Zones:
        """Return the code of each text, -1 where there is none."""
        return known_of(_KNOWN, net, self.column, lambda: pd.factorize(self.keys(net))[0])


@dataclass(frozen=True)
class Cluster(Area):
    """Local is what belongs to the same cluster; a firm known to be in none (``none``) is local to nobody.

    Examples
    --------
    >>> Cluster().describe("zh")
    '同一集群'
    """

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        return "同一集群" if lang == "zh" else "same cluster"

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES where both are in one cluster, NO where one is known to be in none."""
        need(net, "cluster")
        outside = net.firm_column("cluster").eq(terms.NO_CLUSTER).to_numpy(dtype=bool)
        verdict = Agree("cluster").verdict(net, supplier, buyer)
        return np.where(outside[supplier] | outside[buyer], NO, verdict).astype(np.int8)

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return where the cluster is known."""
        return net.firm_column("cluster").notna().to_numpy(dtype=bool)

    def zones(self, net: SupplyNetwork) -> Zones:
        """Return the code of each cluster."""
        need(net, "cluster")
        return Agree("cluster").zones(net)


@dataclass(frozen=True)
class Fixed(Area):
    """Local is what has a given text in a column, wherever the buyer is.

    Parameters
    ----------
    column, value : str

    Examples
    --------
    >>> Fixed("region", "China").describe()
    'region = China'
    """

    column: str
    value: str

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        return f"{terms.show(self.column, lang) if lang == 'zh' else self.column} = {self.value}"

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES where the supplier's cell is the value, UNKNOWN where it is empty."""
        del buyer
        keys = Agree(self.column).keys(net)
        if self.value not in set(keys):
            there = sorted({key for key in keys if key is not None})
            en, zh = (mark.join(there[:12]) + (" …" if len(there) > 12 else "") for mark in (", ", "、"))
            column = terms.show(self.column, "zh")
            raise InputError.one(
                Said(f"no firm has {self.column} = {self.value!r}", f"没有企业的“{column}”是“{self.value}”"),
                hint=Said(f"write one of: {en}", f"写以下之一：{zh}"),
            )
        verdict = np.where(pd.isna(keys), UNKNOWN, np.where(keys == self.value, YES, NO)).astype(np.int8)
        return verdict[supplier]

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return True: the buyer's place does not matter."""
        return np.ones(net.n, dtype=bool)

    def zones(self, net: SupplyNetwork) -> Zones:
        """Return one zone for all."""
        return np.zeros(net.n, dtype=np.int64)
