"""Land and sea before China, on a grid of 0.01 degrees: about a kilometre.

Made by tools/make_land.py from Natural Earth 1:10m land 4.1.0 (in the public domain), as handed on by the npm package
world-atlas 2.0.2 (ISC, mainland.LICENSE beside this file). The coast is good to about a kilometre; land reclaimed since
about 2010 and islands below some square kilometres are sea in it. Rivers and lakes are land; estuaries are sea, the
Yangtze up to Zhenjiang and the Pearl River up to Guangzhou.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

WEST, EAST, SOUTH, NORTH, CELL = 105.0, 127.0, 17.0, 42.0, 0.01
OUT_OF = "land.png"


@cache
def land() -> npt.NDArray[np.bool_]:
    """Return which cells are land.

    Returns
    -------
    ndarray of bool, shape (2500, 2200)
        Rows go south from `NORTH`, columns east from `WEST`, `CELL` degrees each.

    Examples
    --------
    >>> grid = land()
    >>> grid.shape, bool(grid[210, 1140])  # 39.9° N, 116.4° E: Beijing
    ((2500, 2200), True)
    """
    from PIL import Image

    with files("chainnet.gazetteer").joinpath(OUT_OF).open("rb") as file:
        cells = np.array(Image.open(file), dtype=np.bool_)
    cells.setflags(write=False)
    return cells
