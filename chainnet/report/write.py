"""The report from Python, as `chainnet report` writes it."""

from __future__ import annotations

import os
from pathlib import Path

from chainnet.areas import Area, City
from chainnet.network import SupplyNetwork
from chainnet.report.build import build_report
from chainnet.report.settings import Settings
from chainnet.travel import Estimate, Times


def write_report(
    net: SupplyNetwork,
    folder: str | os.PathLike[str],
    *,
    area: Area | None = None,
    times: Times | None = None,
    minutes: float = 60.0,
    runs: int = 100,
    seed: int = 0,
    lang: str = "zh",
    overwrite: bool = False,
    jobs: int = 1,
) -> Path:
    """Write the report of a network: one page that needs nothing from outside, all tables, all figures, a workbook.

    Parameters
    ----------
    net : SupplyNetwork
    folder : path
        Gets report.html, ``tables/*.csv``, ``figures/*.png`` and ``*.svg``, workbook.xlsx, provenance.json.
    area : Area, optional
        What is local; the same city unless given.
    times : Times, optional
        Where travel times come from; the estimate unless given.
    minutes : float
        The threshold of the supply radius.
    runs, seed : int
        Random orders of removal to average over, and their seed.
    lang : {"zh", "en"}
        Language of the page, the figures and the workbook.
    overwrite : bool
        Whether a report that is there may be replaced. Other folders never are.
    jobs : int
        Threads.

    Returns
    -------
    Path
        Of report.html.

    Raises
    ------
    InputError
        Where the folder exists, or can't be written to.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> import chainnet as cn
    >>> links = pd.DataFrame({"supplier": ["S", "T"], "buyer": ["L", "S"]})
    >>> path = write_report(cn.from_frames(links=links), Path(tempfile.mkdtemp()) / "mine", lang="en", runs=2)
    >>> path.name
    'report.html'
    """
    settings = Settings(
        area=area or City(), times=times or Estimate(), minutes=minutes, runs=runs, seed=seed, lang=lang, jobs=jobs
    )
    build_report(net, Path(folder), settings, overwrite=overwrite)
    return Path(folder) / "report.html"
