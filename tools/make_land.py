"""Make the grid of land and sea before China: where a straight line crosses the sea.

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz && pip install shapely
    python tools/make_land.py package/land-10m.json

writes chainnet/gazetteer/land.png, white where the middle of a cell of 0.01 degrees is land. The same source gives the
same picture (made with shapely 2.2.0).

The source is Natural Earth 1:10m, version 4.1.0, land: in the public domain, as handed on by the npm package
world-atlas (ISC, chainnet/gazetteer/mainland.LICENSE). Nothing is done to it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import shapely
from PIL import Image
from shapely.geometry import Polygon, box

from chainnet.gazetteer.land import CELL, EAST, NORTH, OUT_OF, SOUTH, WEST

OUT = Path(__file__).parents[1] / "chainnet" / "gazetteer" / OUT_OF


def land(path: Path) -> shapely.Geometry:
    """Return the land of a TopoJSON file within the box, in degrees."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(of: list[int]) -> np.ndarray:
        parts = [arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in of]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    frame, found = box(WEST, SOUTH, EAST, NORTH), []
    for shape in topology["objects"]["land"]["geometries"]:
        for outer, *holes in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            polygon = Polygon(ring(outer), [ring(hole) for hole in holes])
            if polygon.intersects(frame):
                found.append(shapely.make_valid(polygon).intersection(frame))
    return shapely.union_all(found)


def main() -> None:
    """Write the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="land-10m.json")
    shape = land(parser.parse_args().source)
    shapely.prepare(shape)
    longitude = WEST + CELL * (np.arange(round((EAST - WEST) / CELL)) + 0.5)
    latitude = NORTH - CELL * (np.arange(round((NORTH - SOUTH) / CELL)) + 0.5)
    cells = shapely.contains_xy(shape, *np.meshgrid(longitude, latitude))
    Image.fromarray(cells).save(OUT, optimize=True)
    print(f"{OUT}: {cells.shape[0]} x {cells.shape[1]} cells, {cells.mean():.0%} land, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
