"""Make the outline of the Chinese mainland: where maps in GCJ-02 and BD-09 are shifted.

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz && pip install shapely
    python tools/make_mainland.py package/countries-10m.json

writes chainnet/gazetteer/mainland.csv (ring, longitude, latitude; inside is what an odd number of rings encloses). The
same source and the same shapely give the same bytes (made with shapely 2.2.0).

The source is Natural Earth 1:10m, version 4.1.0, Admin 0 countries: in the public domain ("No permission is needed to
use Natural Earth"). The npm package world-atlas by Michael Bostock hands it on as TopoJSON, under the ISC licence,
whose notice is in chainnet/gazetteer/mainland.LICENSE. It is good to about a kilometre.

What is done to it: a few border towns are put on their own side of the border by hand; China is widened by REACH over
the sea, for reclaimed land and small islands that Natural Earth lacks; its neighbours' land is taken out, and a strip
of sea before it; then Hong Kong, Macau, Kinmen and Matsu, whose waters are drawn by hand, roughly along the middle of
the channel (to some 300 m). The rest is made simpler.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

OUT = Path(__file__).parents[1] / "chainnet" / "gazetteer" / "mainland.csv"
CHINA, HONG_KONG, MACAU, TAIWAN = "156", "344", "446", "158"
REACH = 0.17  # degrees that the mainland reaches over the sea: 19 km to the south, some 16 km to the east
STRIP = 0.03  # degrees of sea before the land of a neighbour
DETAIL = {True: 0.001, False: 0.003}  # degrees that the outline may be off, near Hong Kong and Macau and elsewhere
DELTA = box(112.8, 21.4, 115.2, 23.4)  # within about 100 km of Hong Kong and Macau

# Natural Earth's Hong Kong takes in Shatoujiao, the town north-east of Chung Ying Street, which is in Shenzhen.
SHATOUJIAO = Polygon(
    [
        (114.2290, 22.5445),
        (114.2262, 22.5487),
        (114.2235, 22.5525),
        (114.2195, 22.5575),
        (114.26, 22.5575),
        (114.25, 22.54),
    ]
)
# From the mouth of Shenzhen River down the middle of Deep Bay, round the islands, up Mirs Bay to Sha Tau Kok.
HONG_KONG_WATERS = Polygon(
    [
        *((114.030, 22.497), (113.990, 22.488), (113.955, 22.472), (113.920, 22.450), (113.890, 22.436)),
        *((113.860, 22.430), (113.828, 22.380), (113.828, 22.150), (114.502, 22.150), (114.502, 22.420)),
        *((114.455, 22.470), (114.458, 22.545), (114.420, 22.562), (114.360, 22.565), (114.320, 22.560)),
        *((114.280, 22.5555), (114.250, 22.552), (114.237, 22.548), (114.229, 22.5445), (114.200, 22.500)),
    ]
)
# Natural Earth's Macau lies a kilometre too far west, so this is all by hand: the Canal dos Patos and the Border Gate,
# the artificial island of the bridge, the sea to the east, then up the channel before Hengqin and the Inner Harbour.
# (The campus of the University of Macau on Hengqin goes with Macau.)
MACAU_AND_WATERS = Polygon(
    [
        *((113.5385, 22.2130), (113.5445, 22.2148), (113.5490, 22.2158), (113.5560, 22.2150), (113.5700, 22.2115)),
        *((113.5850, 22.2100), (113.6300, 22.2000), (113.6300, 22.0800), (113.5550, 22.0900), (113.5490, 22.1050)),
        *((113.5480, 22.1175), (113.5445, 22.1240), (113.5440, 22.1370), (113.5480, 22.1410), (113.5440, 22.1480)),
        *((113.5365, 22.1550), (113.5310, 22.1700), (113.5280, 22.1800), (113.5290, 22.1880), (113.5335, 22.1990)),
        (113.5345, 22.2070),
    ]
)
# Natural Earth has Great Kinmen alone: not Lieyu, Dadan and Erdan, which lie before Xiamen.
KINMEN = Polygon(
    [
        *((118.155, 24.340), (118.155, 24.385), (118.180, 24.405), (118.195, 24.430), (118.215, 24.465)),
        *((118.280, 24.500), (118.345, 24.508), (118.385, 24.535), (118.430, 24.545), (118.500, 24.500)),
        *((118.550, 24.430), (118.450, 24.340)),
    ]
)
# Nor has it Matsu (Nangan, Beigan, Gaodeng and Juguang; Dongyin) and Wuqiu.
MATSU = (box(119.87, 25.92, 120.06, 26.285), box(120.43, 26.33, 120.55, 26.42), box(119.42, 24.96, 119.48, 25.02))
# Towns on the far side of Natural Earth's border, which is off by one to three kilometres there.
TOWNS = (
    Polygon(  # Heihe, up to the middle of the Amur
        [
            *((127.420, 50.262), (127.460, 50.258), (127.500, 50.2525), (127.530, 50.2490), (127.560, 50.243)),
            *((127.560, 50.200), (127.420, 50.200)),
        ]
    ),
    box(128.15, 41.414, 128.215, 41.45),  # Changbai, across the Yalu from Hyesan
    box(82.53, 45.10, 82.62, 45.185),  # Alashankou
    Polygon(  # Hekou, up to the Red River
        [
            *((103.930, 22.525), (103.945, 22.511), (103.962, 22.5045), (103.968, 22.507)),
            *((103.968, 22.530), (103.930, 22.535)),
        ]
    ),
)
MONG_CAI = Polygon(  # across the Beilun from Dongxing: on the near side of Natural Earth's border
    [
        *((107.920, 21.535), (107.955, 21.5365), (107.972, 21.538), (107.985, 21.531), (108.010, 21.530)),
        *((108.010, 21.500), (107.920, 21.500)),
    ]
)
# Seas with more islands and more reclaimed land than REACH covers: Zhoushan with Yangshan and Shengsi; Wanshan.
SEAS = (box(121.9, 29.6, 122.95, 30.95), box(113.6, 21.85, 114.35, 22.15))


def main() -> None:
    """Write the outline."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("countries", type=Path, help="countries-10m.json of the npm package world-atlas")
    mainland = simpler(outline(countries(json.loads(parser.parse_args().countries.read_text(encoding="utf-8")))))
    rings = [ring for part in mainland.geoms for ring in (part.exterior, *part.interiors)]
    lines = [
        f"{number},{longitude:.4f},{latitude:.4f}\n"
        for number, ring in enumerate(rings)
        for longitude, latitude in ring.coords
    ]
    OUT.write_text("ring,longitude,latitude\n" + "".join(lines), encoding="utf-8", newline="\n")
    print(f"{OUT}: {len(rings)} rings, {len(lines)} points, {OUT.stat().st_size / 1000:.0f} kB")


def countries(topology: dict[str, Any]) -> dict[str, Any]:
    """Return each country's land by its ISO 3166-1 number (its name, where it has none)."""
    scale, move = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + move for arc in topology["arcs"]]

    def ring(numbers: list[int]) -> np.ndarray:
        parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
        return np.vstack([parts[0], *(part[1:] for part in parts[1:])])

    land: dict[str, Any] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        parts = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        rings = [[ring(numbers) for numbers in part] for part in parts]
        shapes = [
            shapely.make_valid(Polygon(outer, [hole for hole in holes if len(hole) > 3]))
            for outer, *holes in rings
            if len(outer) > 3  # an islet may have shrunk to a point
        ]
        key = country.get("id") or country["properties"]["name"]
        land[key] = shapely.union_all([*shapes, land.get(key, Polygon())])
    return land


def outline(land: dict[str, Any]) -> Any:
    """Return the mainland with its sea, without anybody else's land."""
    china = land[CHINA].union(shapely.union_all(TOWNS)).difference(MONG_CAI)
    wide = shapely.union_all([china.buffer(REACH, quad_segs=4), *SEAS]).simplify(0.01)
    # (made simpler at once: this edge lies in the sea; on land the edges are the neighbours')
    neighbours = {
        key: shape for key, shape in land.items() if key not in (CHINA, HONG_KONG, MACAU) and shape.intersects(wide)
    }
    others = shapely.union_all([*neighbours.values(), MONG_CAI]).difference(shapely.union_all(TOWNS))
    hong_kong = land[HONG_KONG].difference(SHATOUJIAO).union(HONG_KONG_WATERS.difference(china))
    apart = [others, others.buffer(STRIP).difference(china), hong_kong, MACAU_AND_WATERS, KINMEN, *MATSU]
    return wide.difference(shapely.union_all(apart))


def simpler(shape: Any) -> MultiPolygon:
    """Leave out points that change little, and slivers."""
    near, far = (shape.simplify(tolerance) for tolerance in (DETAIL[True], DETAIL[False]))
    both = shapely.union_all([near.intersection(DELTA), far.difference(DELTA)])
    parts = [part for part in getattr(both, "geoms", [both]) if part.area > 1e-4]  # a square kilometre
    return MultiPolygon(
        [Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area > 1e-5]) for part in parts]
    )


if __name__ == "__main__":
    main()
