"""Reading 5 million links and 1 million firms: chainnet beside the bare floor that any reader stands on.

The floor is pandas `read_csv` of both files, `factorize` of both ends of the links and one CSR. It checks nothing.
Each run is a process of its own, so that its peak of memory is its own too; the best of three is printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

MEASURED = """
import json, time, warnings
warnings.simplefilter("ignore")
{setup}
start = time.perf_counter()
{work}
seconds = time.perf_counter() - start
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([seconds, int(peak.split()[1]) / 2**20]))
"""
FLOOR = (
    "import numpy as np, pandas as pd, scipy.sparse",
    """
links, firms = (pd.read_csv(f"{folder}/{name}.csv") for name in ("links", "firms"))
codes, ids = pd.factorize(pd.concat([links.iloc[:, 0], links.iloc[:, 1]]))
ends = codes[: len(links)], codes[len(links) :]
scipy.sparse.csr_matrix((np.ones(len(links)), ends), shape=(len(ids),) * 2)
""",
)
CSV = ("from chainnet.reading import read", "read(f'{folder}/links.csv', firms=f'{folder}/firms.csv')")
PARQUET = ("from chainnet.reading import read", "read(f'{folder}/links.parquet', firms=f'{folder}/firms.parquet')")
SAVED = ("from chainnet.reading import read", "read(f'{folder}/saved.parquet')")


def make(folder: Path, firms: int, links: int) -> None:
    """Write synthetic tables with Chinese headers, as csv and parquet."""
    rng = np.random.default_rng(0)
    ids = np.array([f"F{number:07d}" for number in range(firms)])
    weight = rng.pareto(1.2, firms) + 1
    link = pd.DataFrame(
        {
            "供应商": ids[rng.choice(firms, links, p=weight / weight.sum())],
            "采购商": ids[rng.integers(0, firms, links)],
            "产品": np.array([f"品{number:03d}" for number in range(300)])[rng.integers(0, 300, links)],
            "采购额（万元）": np.round(rng.lognormal(4, 1.5, links), 2),
        }
    )
    city = rng.integers(0, 3, firms)
    firm = pd.DataFrame(
        {
            "企业编号": ids,
            "企业名称": [f"合成企业{number}有限公司" for number in range(firms)],
            "角色": np.where(np.arange(firms) < 100, "链主", "供应商"),
            "行政区划代码": np.array(["370214", "440305", "310115"])[city],
            "经度": np.round(np.array([120.39, 113.93, 121.54])[city] + rng.normal(0, 0.05, firms), 6),
            "纬度": np.round(np.array([36.30, 22.53, 31.22])[city] + rng.normal(0, 0.05, firms), 6),
        }
    )
    for name, table in (("links", link), ("firms", firm)):
        table.to_csv(folder / f"{name}.csv", index=False)
        table.to_parquet(folder / f"{name}.parquet", index=False)


def best(setup: str, work: str, folder: Path, runs: int = 3) -> tuple[float, float]:
    """Return the least seconds, and the peak of memory in GiB."""
    program = MEASURED.format(setup=setup, work=f"folder = {str(folder)!r}\n{work}")
    measured = [
        json.loads(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout)
        for _ in range(runs)
    ]
    return min(seconds for seconds, _ in measured), max(peak for _, peak in measured)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=1_000_000)
    parser.add_argument("--links", type=int, default=5_000_000)
    size = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, size.firms, size.links)
        from chainnet.reading import read

        read(folder / "links.parquet", firms=folder / "firms.parquet").save(folder / "saved.parquet")
        floor = best(*FLOOR, folder)
        rows = {"floor: read_csv, factorize, CSR": floor}
        rows |= {"chainnet, csv": best(*CSV, folder), "chainnet, parquet": best(*PARQUET, folder)}
        rows["chainnet, its own parquet"] = best(*SAVED, folder)
    print(f"{size.links:,} links, {size.firms:,} firms")
    for what, (seconds, peak) in rows.items():
        print(f"{what:34} {seconds:6.2f} s   {seconds / floor[0]:5.2f} x the floor   peak {peak:5.2f} GiB")


if __name__ == "__main__":
    main()
