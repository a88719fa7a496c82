"""Every output says where it comes from, in the file itself or beside it, and says nothing of this machine."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from PIL import Image

import chainnet as cn
from chainnet.cli import main
from chainnet.report.provenance import KEY, hashes, without_folders

LINKS = "supplier,buyer,product,value\nS1,L,bolt,60\nS2,L,nut,40\nS3,S1,steel,10\n"
FIRMS = (
    "firm,name,role,city,longitude,latitude,cluster\n"
    "L,领航,链主,青岛,120.38,36.07,东\nS1,甲,供应商,青岛,120.40,36.10,东\nS2,乙,小巨人,常州,119.97,31.81,西\nS3,丙,,,,,\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "秘密 folder" / "mine"
    place.mkdir(parents=True)
    (place / "links.csv").write_text(LINKS, encoding="utf-8")
    (place / "firms.csv").write_text(FIRMS, encoding="utf-8")
    (place / "cluster.toml").write_text('[cluster]\nname_zh = "试点"\nsynthetic = true\n', encoding="utf-8")
    (place / "notes.txt").write_text("of no concern", encoding="utf-8")
    return place


def run(*words: str | Path) -> None:
    done = CliRunner().invoke(main, [str(word) for word in words], env={"CHAINNET_LANG": "zh"})
    assert done.exit_code == 0, done.output


def said_by(path: Path) -> dict[str, Any]:
    """Read the provenance from where it stands."""
    kind = path.suffix
    if kind in (".csv", ".json"):
        text = path.with_name(f"{path.name}.provenance.json").read_text(encoding="utf-8")
    elif kind == ".png":
        with Image.open(path) as image:
            text = image.text[KEY]
    elif kind == ".svg":
        found = re.search(r"<dc:source>(.*?)</dc:source>", path.read_text(encoding="utf-8"), re.S)
        assert found
        text = found.group(1).replace("&quot;", '"')
    elif kind == ".pdf":
        found = re.search(rb"/Keywords \((.*?[^\\])\)", path.read_bytes(), re.S)
        assert found
        text = re.sub(rb"\\(.)", rb"\1", found.group(1)).decode("utf-16" if found.group(1)[:1] == b"\xfe" else "ascii")
    elif kind == ".xlsx":
        text = openpyxl.load_workbook(path).properties.description
    elif kind == ".parquet":
        text = pq.read_schema(path).metadata[KEY.encode()].decode()
    else:
        text = nx.read_graphml(path).graph[KEY]
    return json.loads(text)


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "parquet", "png", "svg", "pdf"])
def test_tables_and_figures(folder: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x.{ending}"
    way = ["--figure" if ending in ("png", "svg", "pdf") else "-o", path]
    run("remove", folder, "--order", "random", "--runs", "3", "--seed", "5", *way)
    said = said_by(path)
    assert said["chainnet"] == cn.__version__
    assert said["command"] == "remove"
    assert said["data"] == "synthetic"
    assert said["seed"] == 5
    assert said["network"] == "mine"
    assert said["parameters"] == {
        "shape": "auto", "order": "random", "measure": "largest_component,served", "until": 1.0, "runs": 3,
        "threshold": 0.5, "lang": "zh",
    }  # fmt: skip
    files = ("cluster.toml", "firms.csv", "links.csv")
    assert said["sha256"] == {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d", said["made"])
    assert "times" not in said
    of_itself = {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    assert said.get("output") == (of_itself if ending in ("csv", "json") else None)
    everything = path.read_bytes() + json.dumps(said, ensure_ascii=False).encode()
    assert "秘密".encode() not in everything
    assert b"\\u79d8" not in everything
    streams = re.findall(rb"stream\r?\n(.*?)endstream", everything, re.S) if ending == "pdf" else []
    assert not [part for part in streams if part[:1] == b"x" and b"mine/" in zlib.decompressobj().decompress(part)]


@pytest.mark.parametrize("ending", ["csv", "parquet", "svg"])
def test_it_can_be_left_out(folder: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x.{ending}"
    way = ["--figure" if ending == "svg" else "-o", path]
    run("rates", folder, *way)
    run("rates", folder, *way, "--no-provenance")
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [path.name]
    assert b"sha256" not in path.read_bytes()


@pytest.mark.parametrize("there", ['{"mine": 1}', "[]", "no json", b"\xff\xfe"])
def test_what_chainnet_did_not_write_beside_stays(folder: Path, tmp_path: Path, there: str | bytes) -> None:
    path, mine = tmp_path / "x.csv", tmp_path / "x.csv.provenance.json"
    mine.write_bytes(there if isinstance(there, bytes) else there.encode())
    held = mine.read_bytes()
    done = CliRunner().invoke(main, ["rates", str(folder), "-o", str(path), "--lang", "en"])
    assert done.exit_code == 1
    assert "chainnet did not write this file; move it, name another output than x.csv" in done.stderr
    assert not path.exists()
    run("rates", folder, "-o", path, "--no-provenance")
    assert mine.read_bytes() == held
    assert path.exists()


def test_the_language_is_that_of_what_is_written(folder: Path, tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        run("plot", folder, "--kind", "force", "-o", tmp_path / f"{lang}.svg", "--lang", lang)
        assert said_by(tmp_path / f"{lang}.svg")["parameters"]["lang"] == lang
    cn.write_report(cn.read(folder), tmp_path / "report", lang="en", runs=1)
    assert json.loads((tmp_path / "report" / "provenance.json").read_text())["parameters"]["lang"] == "en"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_standard_input_is_hashed_as_it_comes(folder: Path, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    for links in (LINKS, LINKS + "S3,L,nut,1\n" * 20_000):
        sent = pack(links.encode())
        words = ["rates", "-", "--firms", str(folder / "firms.csv"), "-o", str(tmp_path / "x.csv"), "--area", "city"]
        done = CliRunner().invoke(main, words, input=sent)
        assert done.exit_code == 0, done.output
        said = said_by(tmp_path / "x.csv")
        assert said["network"] == "-"
        assert said["sha256"] == {
            "stdin": hashlib.sha256(sent).hexdigest(),
            "firms.csv": hashlib.sha256(FIRMS.encode()).hexdigest(),
        }


def test_what_times_rest_on(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "times.csv").write_text("origin,destination,minutes\nS1,L,12\n", encoding="utf-8")
    run("radius", folder, "--speed", "60", "-o", tmp_path / "a.csv")
    run("radius", folder, "--times", tmp_path / "times.csv", "-o", tmp_path / "b.csv")
    run("rates", folder, "--area", "minutes:45", "-o", tmp_path / "c.csv")
    run("rates", folder, "--area", "city", "-o", tmp_path / "d.csv")
    estimate, matrix, minutes, city = (said_by(tmp_path / f"{name}.csv") for name in "abcd")
    assert estimate["times"] == "estimate"
    assert estimate["times_parameters"]["speed"] == 60
    assert matrix["times"] == "matrix"
    assert "times.csv" in matrix["sha256"]
    assert matrix["parameters"]["times"] == "times.csv"
    assert "times_parameters" not in matrix
    assert minutes["times"] == "estimate"
    assert "times" not in city
    assert city["parameters"]["area"] == "city"


def test_files_named_within_words_are_inputs(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "near.csv").write_text("firm\nS1\n", encoding="utf-8")
    run("rates", folder, "--area", f"firms:{tmp_path / 'near.csv'}", "-o", tmp_path / "a.json")
    said = said_by(tmp_path / "a.json")
    assert "near.csv" in said["sha256"]
    assert str(tmp_path) not in json.dumps(said, ensure_ascii=False)


def test_graphs_say_it_without_the_time_and_are_read_back(folder: Path, tmp_path: Path) -> None:
    for name in ("a.graphml", "b.parquet", "c"):
        run("build", folder, "-o", tmp_path / name)
        first = {file.name: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
        run("build", folder, "-o", tmp_path / name, *(["--overwrite"] if name == "c" else []))
        assert {file.name: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == first
        said = json.loads((tmp_path / "c" / "provenance.json").read_text()) if name == "c" else said_by(tmp_path / name)
        assert said["command"] == "build"
        assert set(said["sha256"]) == {"links.csv", "firms.csv", "cluster.toml"}
        assert "made" not in said
        assert cn.read(tmp_path / name).links.equals(cn.read(folder).links)
    assert json.loads(igraph.Graph.Read_GraphML(str(tmp_path / "a.graphml"))[KEY])["data"] == "synthetic"
    run("build", folder, "--by", "cluster", "-o", tmp_path / "parts" / "x.graphml")
    assert said_by(tmp_path / "parts" / "x.东.graphml")["parameters"] == {"shape": "auto", "by": "cluster"}


def test_a_synthetic_data_set_says_its_seed(tmp_path: Path) -> None:
    for name in ("a", "b"):
        run("synth", "qingdao-rail", "--firms", "60", "--seed", "3", "-o", tmp_path / name)
    said = (tmp_path / "a" / "provenance.json").read_bytes()
    assert said == (tmp_path / "b" / "provenance.json").read_bytes()
    assert json.loads(said) | {"chainnet": ""} == {
        "chainnet": "", "command": "synth", "data": "synthetic", "network": "qingdao-rail", "seed": 3,
        "parameters": {"firms": 60},
    }  # fmt: skip
    cn.read(tmp_path / "a")
    run("synth", "qingdao-rail", "--firms", "60", "-o", tmp_path / "a", "--overwrite")
    run("synth", "qingdao-rail", "--firms", "60", "-o", tmp_path / "c", "--no-provenance")
    assert not (tmp_path / "c" / "provenance.json").exists()


def test_hashes_of_two_files_of_one_name(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "firms.csv").write_text(name)
    found = hashes([tmp_path / "a" / "firms.csv", tmp_path / "b" / "firms.csv", tmp_path / "a", "-", "nowhere.csv"])
    assert found == {
        "firms.csv": hashlib.sha256(b"a").hexdigest(),
        "b/firms.csv": hashlib.sha256(b"b").hexdigest(),
    }


def test_the_clock_can_be_set(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    run("rates", folder, "--figure", tmp_path / "x.svg")
    assert said_by(tmp_path / "x.svg")["made"] == "1970-01-01T00:00+00:00"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (r"C:\Users\li\a.csv", "a.csv"), (r"\\server\share\a.csv", "a.csv"), ("~/a.csv", "a.csv"),
        ("../x/a.csv", "a.csv"), ("polygon:/tmp/a.json@GCJ-02", "polygon:a.json@GCJ-02"),
        ("file:/tmp/a.csv,random", "file:a.csv,random"), ("city", "city"), ("data/x", "data/x"), ("/tmp/x/", "x"),
    ],
)  # fmt: skip
def test_folders_of_the_machine_are_left_out(typed: str, kept: str) -> None:
    assert without_folders(typed) == kept
