"""Random rewirings of a network that keep its degrees, tiers and inputs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.kernels.rewiring import rewired_links
from chainnet.measures.prepared import Ints, Prepared
from chainnet.network import About, SupplyNetwork


def rewired(net: SupplyNetwork, *, seed: int = 0, swaps: int = 10, keep_products: bool = True) -> SupplyNetwork:
    """Return the same firms with randomly rewired links: degrees, tiers and inputs stay, who supplies whom does not.

    Parameters
    ----------
    net : SupplyNetwork
    seed : int
        The same seed gives the same network, whatever the order of the rows, and whatever the ids of firms that differ
        in what goes on around them.
    swaps : int
        Swaps proposed for each pair of firms that is linked.
    keep_products : bool
        Whether a buyer keeps what it buys: the number of its suppliers of each kind of goods (the product, else the
        supplier's industry or sector), and which of these are essential.

    Returns
    -------
    SupplyNetwork
        ``about`` calls it synthetic, and its note says how many of the pairs are other ones than before: none where no
        swap is possible, as in a star.

    Raises
    ------
    InputError
        Where `seed` or `swaps` is negative.

    Notes
    -----
    Two pairs of one class trade buyers, unless a firm would supply itself or a pair would come twice [Maslov & Sneppen,
    Science 2002]. A class is the tier of the supplier, that of the buyer, and the goods of the pair, all links of which
    move together. Then

    - each firm keeps its number of suppliers and of buyers; its number of partners may change where two firms supply
      each other, who are one partner,
    - each firm keeps how many buyers it has in each tier. A tier is one more than the lowest of one's buyers', so every
      firm keeps its tier,
    - values go with the supplier, so each firm sells what it sold; purchases of a buyer may change, those of a tier do
      not. Which goods are essential stays with the buyer, unless `keep_products` is false.

    Every network that swaps lead to is as likely as any other, once there were enough of them. Swaps never turn a lone
    cycle of three firms around, which degrees alone would allow [Roberts & Coolen, Phys. Rev. E 2012].

    Draw it with ``chainnet.plot_force(rewired)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> links = pd.DataFrame({"supplier": ["A", "B", "C"], "buyer": ["X", "Y", "Z"]})
    >>> other = cn.rewired(cn.from_frames(links=links), seed=1)
    >>> other.links["supplier"].tolist(), sorted(other.links["buyer"]), other.about.synthetic
    (['A', 'B', 'C'], ['X', 'Y', 'Z'], True)
    """
    check_number("seed", seed, 0)
    check_number("swaps", swaps, 0)
    return Swaps(net, keep_products).network(seed, swaps)[0]


def check_number(name: str, number: int, least: int) -> None:
    """Raise an `InputError` where a number is too small."""
    if number < least:
        hint = Said(f"give a whole number, {least} or more", f"请给不小于 {least} 的整数")
        raise InputError.one(Said(f"{name} {number}", f"{name} 为 {number}"), hint=hint)


class Swaps:
    """The pairs of a network sorted by the class in which they may trade buyers, ready for any number of rewirings."""

    def __init__(self, net: SupplyNetwork, keep_products: bool) -> None:
        self.net, self.keep_products = net, keep_products
        prepared = Prepared(net)
        self.listed, place = prepared.listed, prepared.place
        tier = np.nan_to_num(net.tiers().to_numpy(), nan=-1).astype(np.int64) + 1
        seller, buyer = net.pairs.supplier, net.pairs.buyer
        group = tier[seller] * (net.n + 1) + tier[buyer]
        if keep_products:
            group = _numbered(group, _goods_of_pairs(net))
        # by structure, not by row: neither the order of the rows nor the ids must matter
        self.order = np.lexsort((place[buyer], place[seller], group))
        self.supplier, self.buyer = place[seller[self.order]], place[buyer[self.order]]
        starts = np.flatnonzero(np.diff(group[self.order], prepend=-1))
        self.pointers = np.append(starts, len(group)).astype(np.int64)
        self.keys = np.sort(self.supplier.astype(np.int64) * net.n + self.buyer)

    def network(self, seed: int, swaps: int) -> tuple[SupplyNetwork, float]:
        """Return a rewired network and the share of its pairs that are none of the given network."""
        net, m = self.net, len(self.order)
        has = rewired_links(net.n, self.supplier, self.buyer, self.pointers, seed=seed, swaps=swaps * m)
        new = self.buyer[has]
        found = np.isin(self.supplier.astype(np.int64) * net.n + new, self.keys, assume_unique=True)
        moved = float(1 - found.mean()) if m else 0.0
        buyer, donor = np.empty(m, np.int32), np.empty(m, np.int64)
        buyer[self.order] = self.listed[new]
        donor[self.order] = self.order[has]
        return SupplyNetwork(net.firms, self._links(buyer, donor), _about(net.about, seed, moved)), moved

    def _links(self, buyer: Ints, donor: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Return the links: each pair's buyer, and from the pair that had this buyer what is essential to it."""
        net, pair = self.net, self.net.pair_of_link
        links, firms = net.links, net.firms.index
        links["supplier"] = pd.Categorical.from_codes(net.supplier, categories=firms)
        links["buyer"] = pd.Categorical.from_codes(buyer[pair], categories=firms)
        if "essential" in links and self.keep_products:
            first = np.flatnonzero(np.diff(pair, prepend=-1))
            links["essential"] = links["essential"].array.take(first[donor[pair]] + np.arange(net.m) - first[pair])
        return links


def _goods_of_pairs(net: SupplyNetwork) -> npt.NDArray[np.int64]:
    """Return a number for the goods of each pair: the same where two pairs trade the same kinds, each as often."""
    goods = net.links["product"].astype(object)
    for column in ("industry", "sector"):
        of_firm = net.firm_column(column).to_numpy(dtype=object)
        goods = goods.where(goods.notna(), pd.Series(of_firm[net.supplier], dtype=object))
    kind = pd.factorize(goods, sort=True)[0].astype(np.int64) + 1
    first = np.flatnonzero(np.diff(net.pair_of_link, prepend=-1))
    links = np.diff(first, append=net.m)
    number = kind[first]
    for at in range(1, int(links.max(initial=0))):  # links of a pair stand in the order of their products
        more = links > at
        next_kind = np.zeros(len(first), np.int64)
        next_kind[more] = kind[first[more] + at] + 1
        number = _numbered(number, next_kind)
    return number


def _numbered(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return a number for each couple of numbers, zero or more, in their order."""
    key = one * (int(other.max(initial=0)) + 1) + other
    return np.unique(key, return_inverse=True)[1].astype(np.int64)


def _about(about: About, seed: int, moved: float) -> About:
    en = f"Randomly rewired (seed {seed}), degrees and tiers kept: {moved:.1%} of the linked pairs are other ones."
    zh = f"随机重连（种子 {seed}），各企业的度与层级不变：{moved:.1%} 的供需对与原网络不同。"
    if not moved:
        en, zh = (
            f"Randomly rewired (seed {seed}): no swap was possible, this is the given network.",
            f"随机重连（种子 {seed}）：没有可交换的供货关系，与原网络相同。",
        )
    return replace(
        about,
        name_zh=f"{about.name('zh')}（随机重连）" if about.name("zh") else "随机重连网络",
        name_en=f"{about.name('en')} (rewired)" if about.name("en") else "rewired network",
        synthetic=True,
        note_zh=f"{zh}{about.note('zh')}",
        note_en=f"{en} {about.note('en')}".strip(),
        published=(),  # facts of the given network
    )
