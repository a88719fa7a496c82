"""Small seeded networks to draw, and what to ask of a drawn figure."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from chainnet.network import About, SupplyNetwork

CLUSTERS = ("新能源汽车", "动力电池", "新型显示", "集成电路", "智能家电")


def sample_network(
    firms: int = 500,
    *,
    links: int | None = None,
    leaders: int = 1,
    clusters: int = 5,
    seed: int = 0,
    values: bool = True,
) -> SupplyNetwork:
    """Return clusters of firms in three tiers that sell mostly within their cluster, around places near one city."""
    rng = np.random.default_rng(seed)
    heads = leaders * clusters
    tier = np.concatenate([np.zeros(heads, int), rng.choice([1, 2, 3], firms - heads, p=[0.31, 0.38, 0.31])])
    tier[heads : heads + 3 * clusters] = np.repeat([1, 2, 3], clusters)
    cluster = np.arange(firms) % clusters
    supplier, buyer = _links(rng, tier, cluster, links or int(1.7 * firms))
    ids = np.array([f"F{at:05d}" for at in range(firms)])
    local, placed = rng.random(firms) < 0.62, rng.random(firms) > 0.03
    places = _places(rng, tier, cluster, local)
    table = pd.DataFrame(
        {
            "name": [f"链主{at:02d}" if tier[at] == 0 else f"企业{at:04d}" for at in range(firms)],
            "name_en": [f"Leader {at:02d}" if tier[at] == 0 else f"Firm {at:04d}" for at in range(firms)],
            "role": np.where(tier == 0, "leader", "supplier"),
            "grade": np.where(
                tier == 0, "none", rng.choice(["little_giant", "srdi", "none"], firms, p=[0.05, 0.15, 0.8])
            ),
            "cluster": np.array(CLUSTERS)[cluster],
            "city": np.where(~placed, None, np.where(local, "青岛市", "其他城市")),
            "longitude": np.where(placed, places[:, 0], np.nan),
            "latitude": np.where(placed, places[:, 1], np.nan),
        },
        index=ids,
    )
    value = rng.lognormal(5, 1.4, len(supplier)) if values else np.nan
    pairs = pd.DataFrame({"supplier": ids[supplier], "buyer": ids[buyer], "value": value})
    about = About(name_zh="五个集群", name_en="Five clusters", synthetic=True, value_unit="万元" if values else "")
    return SupplyNetwork(table.astype({"city": "str"}), pairs, about)


def _places(rng, tier, cluster, local):
    """Return longitude and latitude: leaders around Qingdao, local firms near their cluster's, the others far."""
    firms = len(tier)
    distance = np.where(local, rng.gamma(2, 9, firms), rng.gamma(3, 180, firms)) / 111.2
    angle = rng.random(firms) * 2 * np.pi
    centre = np.column_stack([120.2 + 0.55 * np.cos(cluster * 2.4), 36.2 + 0.45 * np.sin(cluster * 2.4)])
    away = distance[:, None] * np.column_stack([np.cos(angle) / 0.8, np.sin(angle)])
    return np.where((tier > 0)[:, None], centre + away, centre)


def _links(rng, tier, cluster, number):
    """Draw links from each firm of a tier to firms of the tier below, a few of which have most of them."""
    sellers = np.flatnonzero(tier > 0)
    supplier = np.concatenate([sellers, rng.choice(sellers, max(number - len(sellers), 0))])
    buyer = np.empty(len(supplier), int)
    for at, firm in enumerate(supplier):
        same = rng.random() < 0.88
        pool = np.flatnonzero((tier == tier[firm] - 1) & ((cluster == cluster[firm]) | (not same)))
        buyer[at] = pool[int(len(pool) * rng.random() ** 2.5)]
    return supplier, buyer


def local_of(net: SupplyNetwork) -> pd.Series:
    """Return whether a firm lies in Qingdao; missing where its city is not known."""
    city = net.firm_column("city")
    return city.eq("青岛市").astype(object).where(city.notna(), None)


def small(firms: dict, links: list[tuple[str, str]]) -> SupplyNetwork:
    """Return a network spelled out."""
    ends = pd.DataFrame(links, columns=["supplier", "buyer"]).astype("str")
    return SupplyNetwork(pd.DataFrame(firms).set_index("firm"), ends)


# ---- what is drawn ----------------------------------------------------------------------------------------


def links_drawn(ax: Axes) -> int:
    """Return the number of links that are drawn."""
    collections = [found for found in ax.collections if isinstance(found, LineCollection)]
    return sum(len(found.get_segments()) for found in collections if str(found.get_gid()).startswith("links-"))


def firms_drawn(ax: Axes, shape: str = "") -> int:
    """Return the number of firms that are drawn, in all or of one shape."""
    collections = [found for found in ax.collections if isinstance(found, PathCollection)]
    return sum(len(found.get_offsets()) for found in collections if str(found.get_gid()).startswith(f"firms-{shape}"))


def texts(artist: Figure | Axes, gid: str) -> list[Text]:
    """Return the texts of one kind: label, note, head, band, cell, panel, degrees, scale."""
    return [text for text in artist.findobj(Text) if text.get_gid() == gid and text.get_text()]


def overlaps(found: list[Text]) -> list[tuple[str, str]]:
    """Return which of the texts overlap when drawn."""
    boxes = [(text.get_text(), text.get_window_extent()) for text in found]
    return [(one, two) for (one, a), (two, b) in combinations(boxes, 2) if a.overlaps(b)]


def cut_off(figure: Figure) -> bool:
    """Return whether anything reaches over the figure's edge."""
    figure.draw_without_rendering()
    box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    return not (box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height)
