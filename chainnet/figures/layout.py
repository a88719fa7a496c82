"""Where things stand in a figure: arrays in, arrays out. Nothing here draws, or knows of firms.

Lengths are in whatever unit the caller draws in, mostly pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
STEPS, FEWEST_STEPS, MOST_MOVES = 500, 50, 2_500_000
"""Of the forces: how often all nodes are moved, and how many moves of a node that may come to."""


def band_edges(weights: Floats, height: float, *, least: float, gap: float) -> Floats:
    """Divide a height among bands, from the top down.

    Parameters
    ----------
    weights : ndarray, shape (b,)
        How much each band holds.
    height : float
        To divide, gaps included.
    least : float
        No band gets less, where that is possible.
    gap : float
        Between two bands.

    Returns
    -------
    ndarray, shape (b, 2)
        Bottom and top of each band.

    Examples
    --------
    >>> band_edges(np.array([1.0, 3.0]), 100.0, least=10, gap=0).tolist()
    [[70.0, 100.0], [0.0, 70.0]]
    """
    weights = weights if weights.sum() > 0 else np.ones(len(weights))
    room = height - gap * (len(weights) - 1)
    least = min(least, room / len(weights))
    heights = least + (room - least * len(weights)) * weights / weights.sum()
    top = height - np.concatenate([[0.0], np.cumsum(heights[:-1] + gap)])
    return np.column_stack([top - heights, top])


def settle(
    column: Ints, band: Ints, edges: Floats, supplier: Ints, buyer: Ints, *, weight: Floats, pitch: Floats
) -> tuple[Floats, Ints]:
    """Place nodes down the cells (band, column), near the mean height of those to their right that they lead to.

    One sweep from column 0, the rightmost, to the left: the barycentre rule of layered drawings.

    Parameters
    ----------
    column, band : ndarray of int, shape (n,)
        Cell of each node; column -1 is not placed.
    edges : ndarray, shape (b, 2)
        Bottom and top of each band.
    supplier, buyer : ndarray of int, shape (m,)
        Ends of the links.
    weight : ndarray, shape (n,)
        In column 0 the heaviest stand at the top of their bands.
    pitch : ndarray
        For each column: two neighbours stand at most so far apart; a cell with few nodes is centred in its band.

    Returns
    -------
    y : ndarray, shape (n,)
        NaN where not placed.
    rank : ndarray of int, shape (n,)
        Place of each node in its cell, from the top.

    Examples
    --------
    >>> cells, links = (np.array([0, 0, 1, 1]), np.zeros(4, int)), (np.array([2, 3]), np.array([1, 0]))
    >>> weight, pitch = np.array([2.0, 1, 0, 0]), np.array([9.0, 9])
    >>> y, rank = settle(*cells, np.array([[0.0, 10.0]]), *links, weight=weight, pitch=pitch)
    >>> y.tolist(), rank.tolist()
    ([7.5, 2.5, 2.5, 7.5], [0, 1, 1, 0])
    """
    y = np.full(len(column), np.nan)
    rank = np.zeros(len(column), dtype=np.int64)
    for at in range(int(column.max(initial=-1)) + 1):
        wish = weight if at == 0 else np.full(len(column), np.nan)
        if at > 0:
            forward = (column[supplier] == at) & np.isfinite(y[buyer])
            total = np.bincount(supplier[forward], weights=y[buyer[forward]], minlength=len(column))
            count = np.bincount(supplier[forward], minlength=len(column))
            np.divide(total, count, out=wish, where=count > 0)
        here = np.flatnonzero(column == at)
        down = np.where(np.isfinite(wish[here]), -wish[here], 0.0)
        here = here[np.lexsort((down, band[here]))]
        size = np.bincount(band[here], minlength=len(edges))
        start = np.cumsum(size) - size
        rank[here] = np.arange(len(here)) - start[band[here]]
        bottom, top = edges[band[here]].T
        step = np.minimum((top - bottom) / np.maximum(size[band[here]], 1), pitch[at])
        y[here] = (top + bottom) / 2 + step * ((size[band[here]] - 1) / 2 - rank[here])
    return y, rank


def pack(cell: Ints, boxes: Floats, *, most: float) -> tuple[Floats, float]:
    """Pack nodes into the boxes of their cells, column by column from the upper left, all at one pitch.

    Parameters
    ----------
    cell : ndarray of int, shape (n,)
        Box of each node, in the order in which they fill it.
    boxes : ndarray, shape (c, 4)
        Left, bottom, width, height of each box.
    most : float
        The pitch is at most this.

    Returns
    -------
    xy : ndarray, shape (n, 2)
    pitch : float
        The greatest that lets every cell fit.

    Examples
    --------
    >>> xy, pitch = pack(np.zeros(5, int), np.array([[0.0, 0.0, 30.0, 20.0]]), most=10)
    >>> pitch, xy[:3].tolist()
    (10.0, [[5.0, 15.0], [5.0, 5.0], [15.0, 15.0]])
    """
    count = np.bincount(cell, minlength=len(boxes))
    width, height = boxes[:, 2], boxes[:, 3]
    tries = most * 0.96 ** np.arange(200)
    rows = np.maximum(height[None, :] // tries[:, None], 1)
    fits = (np.ceil(count / rows) * tries[:, None] <= width).all(axis=1)
    pitch = float(tries[np.argmax(fits)])
    per_column = np.maximum(height // pitch, 1)[cell]
    order = np.argsort(cell, kind="stable")
    place = np.empty(len(cell))
    place[order] = np.arange(len(cell)) - (np.cumsum(count) - count)[cell[order]]
    across, down = np.divmod(place, per_column)
    left, top = boxes[cell, 0], boxes[cell, 1] + boxes[cell, 3]
    return np.column_stack([left + (across + 0.5) * pitch, top - (down + 0.5) * pitch]), pitch


def s_curves(start: Floats, end: Floats, *, bulge: float, points: int = 18) -> Floats:
    """Sample cubic Bézier curves that leave to the right and arrive from the left.

    Parameters
    ----------
    start, end : ndarray, shape (m, 2)
    bulge : float
        Links between nodes less than this apart in x go around on the right.
    points : int
        Samples on each curve.

    Returns
    -------
    ndarray, shape (m, points, 2)

    Examples
    --------
    >>> s_curves(np.array([[0.0, 0.0]]), np.array([[10.0, 4.0]]), bulge=1, points=3)[0].tolist()
    [[0.0, 0.0], [5.0, 2.0], [10.0, 4.0]]
    """
    across = end[:, 0] - start[:, 0]
    beside = np.abs(across) < bulge
    reach = np.where(beside, bulge, across * 0.5)
    first, last = start.copy(), end.copy()
    first[:, 0] += reach
    last[:, 0] += np.where(beside, bulge, -reach)
    t = np.linspace(0, 1, points)[:, None, None]
    curve = (1 - t) ** 3 * start + 3 * (1 - t) ** 2 * t * first + 3 * (1 - t) * t**2 * last + t**3 * end
    return np.ascontiguousarray(curve.transpose(1, 0, 2))


def place_labels(
    anchors: Floats,
    sizes: Floats,
    *,
    gap: Floats,
    bounds: Sequence[float],
    taken: Floats,
    sides: str = "NSEW",
    most: int = 1000,
) -> Floats:
    """Choose a place for each label beside its anchor, so that no two overlap and none leaves the bounds.

    Parameters
    ----------
    anchors : ndarray, shape (k, 2)
        The most important first: it chooses first.
    sizes : ndarray, shape (k, 2)
        Width and height of each label.
    gap : ndarray, shape (k,)
        From an anchor to the edge of its label.
    bounds : sequence of four floats
        Left, bottom, right, top.
    taken : ndarray, shape (t, 4)
        Boxes (left, bottom, right, top) that no label may cover.
    sides : str
        Where to try: N above, S below, E right, W left, in that order.
    most : int
        Stop when so many have a place.

    Returns
    -------
    ndarray, shape (k, 2)
        Centres of the labels; NaN where there is no place.

    Examples
    --------
    >>> anchors, sizes = np.array([[5.0, 5.0], [5.0, 6.0]]), np.array([[4.0, 2.0], [4.0, 2.0]])
    >>> place_labels(anchors, sizes, gap=np.ones(2), bounds=(0, 0, 10, 10), taken=np.empty((0, 4)), sides="N").tolist()
    [[5.0, 7.0], [nan, nan]]
    """
    toward = {"N": (0, 1), "S": (0, -1), "E": (1, 0), "W": (-1, 0)}
    left, bottom, right, top = bounds
    boxes = np.asarray(taken, dtype=np.float64).reshape(-1, 4)
    centres = np.full(anchors.shape, np.nan)
    for at, (anchor, size) in enumerate(zip(anchors, sizes, strict=True)):
        if np.isfinite(centres[:, 0]).sum() >= most:
            break
        for side in sides:
            centre = anchor + np.array(toward[side]) * (size / 2 + gap[at])
            low, high = centre - size / 2, centre + size / 2
            inside = low[0] >= left and low[1] >= bottom and high[0] <= right and high[1] <= top
            if inside and not _meets(np.array([*low, *high]), boxes):
                centres[at] = centre
                boxes = np.vstack([boxes, [*low, *high]])
                break
    return centres


def _meets(box: Floats, boxes: Floats) -> bool:
    apart = (boxes[:, :2] >= box[2:]).any(axis=1) | (boxes[:, 2:] <= box[:2]).any(axis=1)
    return bool((~apart).any())


def sunflower(group: Ints) -> Floats:
    """Spread nodes that share one place around it, in a spiral of even density.

    Parameters
    ----------
    group : ndarray of int, shape (n,)
        Nodes of one number share one place.

    Returns
    -------
    ndarray, shape (n, 2)
        Offset of each node; the first of a group has none, and neighbours stand about 1.7 apart.

    Examples
    --------
    >>> sunflower(np.array([0, 1, 0])).round(2).tolist()
    [[0.0, 0.0], [0.0, 0.0], [-0.74, 0.68]]
    """
    order = np.argsort(group, kind="stable")
    size = np.bincount(group)
    place = np.empty(len(group))
    place[order] = np.arange(len(group)) - (np.cumsum(size) - size)[group[order]]
    radius, angle = np.sqrt(place), place * GOLDEN_ANGLE
    return radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])


def force(n: int, supplier: Ints, buyer: Ints, *, seed: int, aspect: float = 1.4) -> Floats:
    """Lay out a network by forces, each connected part on its own, the largest first, the rest on shelves below.

    Parameters
    ----------
    n : int
        Number of nodes.
    supplier, buyer : ndarray of int, shape (m,)
        Ends of the links.
    seed : int
        Of igraph's random numbers and the first positions: the same seed gives the same layout.
    aspect : float
        Width / height to aim for.

    Returns
    -------
    ndarray, shape (n, 2)

    Notes
    -----
    The forces are those of Fruchterman and Reingold (1991), as igraph computes them, on a grid of cells beyond 1,000
    nodes. Beyond 5,000 there are fewer steps, so that the time grows no more: of 12,212 firms 200 steps look as 500 do.
    A part is turned so that it is widest from left to right.
    """
    import random

    import igraph

    graph = igraph.Graph(n=n, edges=np.column_stack([supplier, buyer]).tolist())
    parts = sorted(graph.connected_components(mode="weak"), key=lambda part: (-len(part), part[0]))
    start = np.random.default_rng(seed).random((n, 2)) * np.sqrt(max(n, 1))
    xy = np.zeros((n, 2))
    try:
        igraph.set_random_number_generator(random.Random(seed))  # each step adds noise
        for part in parts:
            xy[part] = _force_part(graph.induced_subgraph(part), start[part])
    finally:
        igraph.set_random_number_generator(random)  # as igraph has it from the start
    sizes = np.array([np.ptp(xy[part], axis=0) for part in parts]).reshape(-1, 2)
    for part, corner in zip(parts, _shelves(sizes, aspect), strict=True):
        xy[part] += corner
    return xy


def _force_part(part: object, start: Floats) -> Floats:
    """Return a connected part's layout with its lower left corner at 0, its longer side the root of its nodes."""
    n = len(start)
    if n == 1:
        return np.zeros((1, 2))
    grid = "grid" if n > 1000 else "nogrid"
    layout = part.layout_fruchterman_reingold(niter=_steps(n), seed=start.tolist(), grid=grid)  # type: ignore[attr-defined]
    xy = np.array(layout.coords)
    xy -= xy.mean(axis=0)
    _, _, axes = np.linalg.svd(xy, full_matrices=False)
    xy = xy @ (axes * np.where(axes.sum(axis=1, keepdims=True) < 0, -1, 1)).T
    xy = _evened(xy)
    xy *= np.sqrt(n) / max(float(np.ptp(xy, axis=0).max()), 1e-9)
    return xy - xy.min(axis=0)


def _steps(n: int) -> int:
    """Return how often the forces move all of `n` nodes.

    >>> _steps(500), _steps(20_000), _steps(1_000_000)
    (500, 125, 50)
    """
    return max(min(STEPS, MOST_MOVES // n), FEWEST_STEPS)


def _evened(xy: Floats, share: float = 0.6) -> Floats:
    """Draw in what lies far out and open the crowded middle; directions from the middle stay."""
    radius = np.hypot(*xy.T)
    rank = np.argsort(np.argsort(radius, kind="stable"))
    even = np.sqrt((rank + 0.5) / len(xy)) * radius.max()
    return xy * ((1 - share) + share * even / np.maximum(radius, 1e-9))[:, None]


def _shelves(sizes: Floats, aspect: float) -> Floats:
    """Return the lower left corner of each box, put on shelves from the top down in the order they come."""
    gap = 0.06 * float(sizes.max(initial=0.0)) + 0.5
    area = float(np.prod(sizes + gap, axis=1).sum())
    limit = max(float(sizes[0, 0]), np.sqrt(area * aspect)) if len(sizes) else 0.0
    corners = np.zeros((len(sizes), 2))
    x = top = tallest = 0.0
    for at, (width, height) in enumerate(sizes):
        if x > 0 and x + width > limit:
            top -= tallest + gap
            x = tallest = 0.0
        corners[at] = x, top - height
        x += width + gap
        tallest = max(tallest, height)
    return corners
