"""Whatever the bytes of a file are, reading gives a network or an `InputError`, and warns of nothing else."""

from __future__ import annotations

import io
import warnings
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from helpers import network
from hypothesis import example, given, settings
from hypothesis import strategies as st

import chainnet as cn
from chainnet.reading.files.tables import SHEET_ENDINGS, TABLE_ENDINGS, TEXT_ENDINGS

ENDINGS = (*TABLE_ENDINGS, ".graphml")
FIRMS = pd.DataFrame(
    {"firm": ["A", "乙"], "role": ["leader", None], "longitude": [120.0, None], "listed": [True, False]}
)
LINKS = pd.DataFrame({"supplier": ["乙", "乙"], "buyer": ["A", "A"], "product": ["x, y", None], "value": [1.5, None]})


def survives(data: bytes, ending: str) -> None:
    """Read and check a file of these bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"links{ending}"
        path.write_bytes(data)
        if ending == ".parquet":  # what a file of our own has beside it
            FIRMS.to_parquet(Path(folder) / "links.firms.parquet")
        for place in (path, Path(folder)) if ending != ".graphml" else (path,):
            net, faults = read_quietly(place)
            assert (net is None) == bool(faults)
            assert all(fault.problem for fault in faults)
            assert net is None or net.n >= 1
            assert list(cn.check(place))[:3] == ["file", "row", "column"]


def read_quietly(path: Path) -> tuple[cn.SupplyNetwork | None, tuple[cn.Fault, ...]]:
    """Return the network, or what is at fault."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cn.InputWarning)
        try:
            return cn.read(path), ()
        except cn.InputError as error:
            return None, error.faults


@cache
def valid(ending: str) -> bytes:
    net = network(FIRMS, LINKS)
    with TemporaryDirectory() as folder:
        if ending in (".graphml", ".parquet"):
            net.save(Path(folder) / f"net{ending}")
            return (Path(folder) / f"net{ending}").read_bytes()
    if ending in SHEET_ENDINGS:
        buffer = io.BytesIO()
        with pd.ExcelWriter(buffer, engine="openpyxl") as writer:
            FIRMS.to_excel(writer, sheet_name="firms", index=False)
            LINKS.to_excel(writer, sheet_name="links", index=False)
        return buffer.getvalue()
    return LINKS.to_csv(index=False, sep="\t" if ending == ".tsv" else ",").encode()


PIECES = [
    *(b"", b"\0", b"\n", b"\r", b'"', b",", b";", b"\t", b"<", b">", b"&#0;", b"-1", b"nan", b"1e999", b"undirected"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\x81"),
]


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """Cut, overwrite, repeat or insert a few bytes here and there."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        until = min(len(data), at + draw(st.sampled_from([0, 0, 1, 1, 2, 5, 30, 10_000])))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4), st.just(data[until - 12 : until] * 2)))
        data = data[:at] + piece + data[until:]
    return data


@st.composite
def mutated_inside(draw: st.DrawFn, data: bytes) -> bytes:
    """Change a part of a workbook and zip it again, so that more than the zip is put to the test."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        changed = draw(st.sampled_from(old.namelist()))
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, draw(mutated(part)) if name == changed else part)
    return buffer.getvalue()


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=15)
@given(data=st.binary(max_size=60))
@example(data=b"")
@example(data=b"\n")
def test_any_bytes(ending: str, data: bytes) -> None:
    survives(data, ending)


@pytest.mark.parametrize("ending", TEXT_ENDINGS)
@settings(max_examples=30)
@given(text=st.text(st.sampled_from('supplierbuyer,;\t|"\n\r 0.5-e甲\0'), max_size=60))
@example(text="supplier,buyer\nA,B\n")
@example(text='supplier,buyer\n"A\n",B\n')
def test_any_text_of_the_signs_of_tables(ending: str, text: str) -> None:
    survives(text.encode(), ending)
    survives(("supplier,buyer,value\n" + text).encode(), ending)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx", ".parquet", ".graphml"])
@settings(max_examples=50)
@given(data=st.data())
def test_files_that_were_damaged(ending: str, data: st.DataObject) -> None:
    survives(data.draw(mutated(valid(ending))), ending)


@pytest.mark.parametrize("ending", SHEET_ENDINGS)
def test_a_workbook_under_each_of_its_endings(ending: str) -> None:
    survives(valid(".xlsx"), ending)


@settings(max_examples=40)
@given(data=st.data())
def test_workbooks_that_were_damaged_inside(data: st.DataObject) -> None:
    survives(data.draw(mutated_inside(valid(".xlsx"))), ".xlsx")


TOML = '[cluster]\nname_zh = "集群"\nsynthetic = true\nsites = ["A"]\n[[published]]\nmeasure = "x"\n'


@settings(max_examples=60)
@given(data=st.one_of(mutated(TOML.encode()), st.binary(max_size=40)))
def test_a_damaged_cluster_toml(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "links.csv").write_bytes(valid(".csv"))
        (Path(folder) / "cluster.toml").write_bytes(data)
        net, faults = read_quietly(Path(folder))
        if net is None:
            assert faults
            return
        assert isinstance(net.about.name("zh"), str)
        net.save(Path(folder) / "again")
        assert cn.read(Path(folder) / "again").about == net.about
