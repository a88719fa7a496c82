"""`SupplyNetwork`: two frames and their integer arrays."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.errors import Fault, InputError, Said
from chainnet.network.about import About
from chainnet.network.canonical import Order, canonical_links

if TYPE_CHECKING:
    import igraph
    import networkx as nx

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_Array = TypeVar("_Array", bound="npt.NDArray[Any]")


class Pairs(NamedTuple):
    """Links summed over products: one entry a (supplier, buyer).

    Attributes
    ----------
    supplier, buyer : ndarray of int32, shape (p,)
        Firm codes, sorted by supplier, then buyer.
    value : ndarray of float64, shape (p,)
        Value a year; NaN where the value of one of the pair's links is not known.
    """

    supplier: Ints
    buyer: Ints
    value: Floats


class SupplyNetwork:
    """Firms and the links between them: goods flow from supplier to buyer.

    It never changes: what would change it returns a new one. `chainnet.read` and `chainnet.from_frames` check
    what they are given and make one; this constructor takes frames that are known to be right.

    Parameters
    ----------
    firms : DataFrame
        One row a firm, indexed by firm id.
    links : DataFrame
        Columns supplier, buyer and optionally product, value (unit: `about.value_unit` a year), essential and
        others. Repeated rows of one (supplier, buyer, product) are summed; rows that link a firm to itself are
        dropped and counted in `self_loops`.
    about : About, optional
        What the data set says of itself.
    doubts : sequence of Fault, optional
        What the reader found odd.
    order : Order, optional
        The one order of the links, where `chainnet.network.canonical.order_of_links` has been asked for it before.

    Attributes
    ----------
    about : About
    doubts : tuple of Fault
    self_loops : int
        Rows dropped since they linked a firm to itself.
    repeats : int
        Rows summed into another one.

    Raises
    ------
    InputError
        Where a link names a firm that is not in `firms`, or a firm id comes twice.

    Examples
    --------
    >>> firms = pd.DataFrame({"role": ["leader", "supplier"]}, index=["L", "S"])
    >>> links = pd.DataFrame({"supplier": ["S", "S"], "buyer": ["L", "L"], "value": [1.0, 2.0]})
    >>> net = SupplyNetwork(firms, links)
    >>> net
    <SupplyNetwork: 2 firms (1 leader), 1 link, value 3>
    >>> net.links["value"].tolist()
    [3.0]
    """

    def __init__(
        self,
        firms: pd.DataFrame,
        links: pd.DataFrame,
        about: About | None = None,
        doubts: Sequence[Fault] = (),
        *,
        order: Order | None = None,
    ) -> None:
        self.about = about or About()
        self.doubts = tuple(doubts)
        self._firms = _canonical_firms(firms)
        self._found = found = canonical_links(self._firms.index, links, order)
        self._supplier, self._buyer = (_frozen(found.texts[end][0]) for end in ("supplier", "buyer"))
        self.self_loops, self.repeats = found.self_loops, found.repeats
        self._made = True

    def __setattr__(self, name: str, value: object) -> None:
        if "_made" in self.__dict__:
            raise AttributeError(f"a SupplyNetwork never changes: {name!r} can't be set")
        super().__setattr__(name, value)

    # ---- the frames ---------------------------------------------------------------------------------------

    @property
    def firms(self) -> pd.DataFrame:
        """The firms, indexed by firm id (a copy-on-write view: changing it does not change the network)."""
        return self._firms.copy(deep=False)

    @cached_property
    def _links(self) -> pd.DataFrame:
        """The links, their texts made of codes when first asked for: most measures need none."""
        return self._found.frame()

    @property
    def links(self) -> pd.DataFrame:
        """The links: supplier, buyer, product, value, and what else was given.

        They stand in the order of their suppliers, then buyers, in `firms`, then products, then clusters.
        """
        return self._links.copy(deep=False)

    @property
    def n(self) -> int:
        """Number of firms."""
        return len(self._firms)

    @property
    def m(self) -> int:
        """Number of links, one a (supplier, buyer, product)."""
        return len(self._supplier)

    def firm_column(self, column: str) -> pd.Series:
        """Return a column of the firms, all missing where there is no such column."""
        if column in self._firms:
            return self._firms[column].copy(deep=False)
        return pd.Series(np.nan, index=self._firms.index, name=column, dtype="str")

    def names(self, lang: str = "zh") -> pd.Series:
        """Return the firms' names as shown: the name in `lang`, else the name, else the id."""
        ids = pd.Series(self._firms.index.astype("str"), index=self._firms.index, dtype="str")
        shown = self.firm_column("name").fillna(ids)
        if lang == "en":
            shown = self.firm_column("name_en").fillna(shown)
        return shown.rename("name")

    # ---- the arrays ---------------------------------------------------------------------------------------

    @property
    def supplier(self) -> Ints:
        """Row of each link's supplier in `firms`, shape (m,)."""
        return self._supplier

    @property
    def buyer(self) -> Ints:
        """Row of each link's buyer in `firms`, shape (m,)."""
        return self._buyer

    @cached_property
    def value(self) -> Floats:
        """Value of each link, NaN where not known, shape (m,)."""
        return _frozen(self._found.others["value"].to_numpy(dtype=np.float64, na_value=np.nan))

    @cached_property
    def product(self) -> Ints:
        """Code of each link's product, its place in `products`; -1 where not known, shape (m,)."""
        return _frozen(self._product_codes[0])

    @property
    def products(self) -> list[str]:
        """The products that are bought, sorted."""
        return list(self._product_codes[1])

    @cached_property
    def _product_codes(self) -> tuple[Ints, list[str]]:
        if "product" not in self._found.texts:
            return np.full(self.m, -1, dtype=np.int32), []
        codes, words = self._found.texts["product"]
        used = np.bincount(codes, minlength=len(words) + 1)[:-1] > 0
        place = np.append(np.where(used, np.cumsum(used) - 1, -1), -1).astype(np.int32)
        return place[codes], [str(product) for product in words[used]]

    @cached_property
    def pairs(self) -> Pairs:
        """The links summed over products."""
        first = np.flatnonzero(np.diff(self.pair_of_link, prepend=-1))
        value = np.bincount(self.pair_of_link, weights=self.value, minlength=len(first)).astype(np.float64)
        return Pairs(_frozen(self._supplier[first]), _frozen(self._buyer[first]), _frozen(value))

    @cached_property
    def pair_of_link(self) -> npt.NDArray[np.int64]:
        """Place of each link's (supplier, buyer) in `pairs`, shape (m,)."""
        other = (np.diff(self._supplier, prepend=-1) != 0) | (np.diff(self._buyer, prepend=-1) != 0)
        return _frozen(np.cumsum(other) - 1)  # links stand in the order of their suppliers, then buyers

    @property
    def has_values(self) -> bool:
        """Whether any link has a value."""
        return bool(np.isfinite(self.value).any())

    @property
    def has_products(self) -> bool:
        """Whether any link has a product."""
        return bool((self.product >= 0).any())

    @property
    def has_places(self) -> bool:
        """Whether any firm has coordinates."""
        return bool(self.located.any())

    @cached_property
    def coordinates(self) -> Floats:
        """Longitude and latitude of the firms in degrees, NaN where not known, shape (n, 2)."""
        columns = [pd.to_numeric(self.firm_column(name)) for name in ("longitude", "latitude")]
        return _frozen(np.column_stack([column.to_numpy(dtype=np.float64, na_value=np.nan) for column in columns]))

    @cached_property
    def located(self) -> Bools:
        """Whether the coordinates of a firm are known, shape (n,)."""
        return _frozen(np.asarray(np.isfinite(self.coordinates).all(axis=1)))

    # ---- leaders and tiers --------------------------------------------------------------------------------

    @cached_property
    def is_leader(self) -> Bools:
        """Whether a firm is a chain leader, shape (n,)."""
        return _frozen(self.firm_column("role").eq("leader").to_numpy(dtype=np.bool_))

    @property
    def leaders(self) -> list[str]:
        """Ids of the chain leaders."""
        return [str(firm) for firm in self._firms.index[self.is_leader]]

    def with_leaders(self, ids: Iterable[str]) -> SupplyNetwork:
        """Return the network with exactly these firms as chain leaders.

        Former leaders become firms of unknown role.
        """
        ids = self._known(ids)
        firms = self.firms
        role = self.firm_column("role").mask(self.is_leader, terms.UNKNOWN)
        firms["role"] = role.mask(firms.index.isin(ids), "leader").astype("str")
        return SupplyNetwork(firms, self._links, self.about, self.doubts)

    @cached_property
    def _tiers(self) -> Floats:
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import dijkstra

        leaders = np.flatnonzero(self.is_leader)
        if len(leaders) == 0:
            return _frozen(np.full(self.n, np.nan))
        ends = (self.pairs.buyer, self.pairs.supplier)
        upstream = csr_matrix((np.ones(len(ends[0])), ends), shape=(self.n, self.n))
        steps = dijkstra(upstream, indices=leaders, unweighted=True, min_only=True)
        return _frozen(np.where(np.isfinite(steps), steps, np.nan))

    def tiers(self) -> pd.Series:
        """Return each firm's tier: the shortest number of links downstream to any chain leader.

        Returns
        -------
        Series of float
            Leaders are 0, their suppliers 1, and so on; NaN where no leader is reached.
        """
        return pd.Series(self._tiers, index=self._firms.index, name="tier")

    # ---- other networks -----------------------------------------------------------------------------------

    def without(self, ids: Iterable[str]) -> SupplyNetwork:
        """Return the network without these firms and their links."""
        return self._keeping(~self._firms.index.isin(self._known(ids)))

    def subset(self, ids: Iterable[str]) -> SupplyNetwork:
        """Return the network of these firms and the links among them."""
        return self._keeping(np.asarray(self._firms.index.isin(self._known(ids))))

    def clusters(self) -> dict[str, SupplyNetwork]:
        """Return each cluster as a network of its own.

        Returns
        -------
        dict of str to SupplyNetwork
            By cluster name, sorted: the firms of the cluster, their partners elsewhere, and every link that has
            an end in the cluster. The cluster is that of the firms; where the firms have none, that of the links.
        """
        column = self.firm_column("cluster")
        if column.notna().any():
            names = column.to_numpy(dtype=object)
            ends = (names[self._supplier], names[self._buyer])
        elif "cluster" in self._links:
            names = np.full(self.n, None, dtype=object)
            ends = (self._links["cluster"].to_numpy(dtype=object),) * 2
        else:
            return {}
        found = {name for part in (names, *ends) for name in part if isinstance(name, str)}
        return {name: self._cluster(name, names, ends) for name in sorted(found - {terms.NO_CLUSTER})}

    def _cluster(
        self, name: str, names: npt.NDArray[np.object_], ends: tuple[npt.NDArray[np.object_], ...]
    ) -> SupplyNetwork:
        inside = (ends[0] == name) | (ends[1] == name)
        keep = names == name
        keep[self._supplier[inside]] = True
        keep[self._buyer[inside]] = True
        return SupplyNetwork(self._firms.loc[keep], self._links.loc[inside], self.about, self.doubts)

    def _keeping(self, keep: Bools) -> SupplyNetwork:
        both = keep[self._supplier] & keep[self._buyer]
        return SupplyNetwork(self._firms.loc[keep], self._links.loc[both], self.about, self.doubts)

    def _known(self, ids: Iterable[str]) -> list[str]:
        ids = [str(firm) for firm in ([ids] if isinstance(ids, str | int) else ids)]
        unknown = [firm for firm in ids if firm not in self._firms.index]
        if unknown:
            raise InputError(
                Fault(Said(f"no firm {firm!r}", f"没有企业“{firm}”"), self._nearest(firm)) for firm in unknown
            )
        return ids

    def _nearest(self, firm: str) -> Said:
        from difflib import get_close_matches

        near = get_close_matches(str(firm), self._firms.index, n=3)
        if near:
            return Said(f"did you mean {', '.join(near)}?", f"是否指 {'、'.join(near)}？")
        return Said("write the firm's id as in the firms table", "请按企业表写企业编号")

    def code(self, firm: str) -> int:
        """Return the row of a firm in `firms`.

        Raises
        ------
        InputError
            Where there is no such firm; the nearest ids are named.
        """
        return int(self._firms.index.get_loc(self._known([firm])[0]))

    # ---- other forms --------------------------------------------------------------------------------------

    def to_networkx(self, *, summed: bool = False) -> nx.MultiDiGraph | nx.DiGraph:
        """Return a networkx graph; see `chainnet.network.convert.to_networkx`."""
        from chainnet.network.convert import to_networkx

        return to_networkx(self, summed=summed)

    def to_igraph(self, *, summed: bool = False) -> igraph.Graph:
        """Return an igraph graph; see `chainnet.network.convert.to_igraph`."""
        from chainnet.network.convert import to_igraph

        return to_igraph(self, summed=summed)

    def save(self, path: str | os.PathLike[str], *, folder: bool = False, overwrite: bool = False) -> None:
        """Write the network; see `chainnet.network.save.save`."""
        from chainnet.network.save import save

        save(self, path, folder=folder, overwrite=overwrite)

    def __repr__(self) -> str:
        from chainnet.network.glance import glance_line

        return glance_line(self)

    def _repr_html_(self) -> str:
        from chainnet.network.glance import glance_html

        return glance_html(self)


def _frozen(array: _Array) -> _Array:
    array.setflags(write=False)
    return array


def _canonical_firms(firms: pd.DataFrame) -> pd.DataFrame:
    firms = firms.copy(deep=False)
    typed = firms.index.dtype == "str"  # an Index that stays the same one knows already that it is unique
    firms.index = firms.index.rename("firm") if typed else pd.Index(firms.index, dtype="str", name="firm")
    if not firms.index.is_unique:
        twice = firms.index[firms.index.duplicated()].unique()
        hint = Said("give each firm one row", "每家企业只占一行")
        raise InputError(Fault(Said(f"firm {firm!r} comes twice", f"企业“{firm}”出现两次"), hint) for firm in twice)
    return firms
