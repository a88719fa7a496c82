"""Small, nasty files as users really have them: what is found in each, the network that results, and its fixing.

``nasty/*/expected.toml`` says for each file: about, what it is; file and options, where its key is not its name;
found, a list of [severity, row (0 for none), column, the beginning of the problem]; net, as [firms, links, sum of
values, unit]; links and firms as tables under their headers. A file that has faults gives the network after `fix`;
one without `net` is no table of links at all.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from reading.make_nasty import make

import chainnet as cn

NASTY = Path(__file__).parent / "nasty"
STAYING = ("check digit", "unified social", "no place has", "lies far", "no links", "looks like several", "whole rows")
"""Doubts that a person has to settle; all others are settled by fixing."""


@dataclass
class Case:
    """A file and what is expected of it."""

    folder: str
    file: str
    about: str
    options: dict[str, Any] = field(default_factory=dict)
    found: list[list[Any]] = field(default_factory=list)
    net: list[Any] = field(default_factory=list)
    links: list[list[Any]] = field(default_factory=list)
    firms: list[list[Any]] = field(default_factory=list)

    @property
    def faulty(self) -> bool:
        return any(severity == "fault" for severity, *_ in self.found)


def cases() -> dict[str, Case]:
    found = {}
    for path in sorted(NASTY.glob("*/expected.toml")):
        for name, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[f"{path.parent.name}/{name}"] = Case(**{"folder": path.parent.name, "file": name} | said)
    return found


CASES = cases()
all_cases = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
tables = pytest.mark.parametrize("case", [case for case in CASES.values() if case.net], ids=lambda case: case.about)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files that are made by a recipe."""
    folder = tmp_path_factory.mktemp("made")
    make(folder)
    return folder


def place(case: Case, made: Path) -> Path:
    return (made if case.folder == "books" else NASTY / case.folder) / case.file


def read_quietly(path: Path, **options: Any) -> cn.SupplyNetwork:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cn.InputWarning)
        return cn.read(path, **options)


def severities(table: pd.DataFrame, severity: str) -> list[str]:
    return table.loc[table["severity"] == severity, "problem"].tolist()


def same_table(frame: pd.DataFrame, expected: list[list[Any]]) -> None:
    """Compare the columns that the first row names; numbers to six digits, "" where nothing is known."""
    header, *rows = expected
    for column, cells in zip(header, zip(*rows, strict=True), strict=True):
        if pd.api.types.is_float_dtype(frame[column]):
            wanted = [np.nan if cell == "" else cell for cell in cells]
            np.testing.assert_allclose(frame[column], wanted, rtol=1e-5)
        else:
            assert frame[column].fillna("").tolist() == list(cells), column


def test_each_file_is_in_the_list(made: Path) -> None:
    listed = {(case.folder, case.file) for case in CASES.values()}
    there = {(path.parent.name, path.name) for path in NASTY.glob("*/*") if path.name != "expected.toml"}
    assert listed == there | {("books", path.name) for path in made.iterdir()}
    assert len(listed) >= 30


@all_cases
def test_what_is_found(case: Case, made: Path) -> None:
    table = cn.check(place(case, made), **case.options)
    found = [
        [severity, 0 if row is pd.NA else row, column]
        for severity, row, column in zip(table["severity"], table["row"], table["column"], strict=True)
    ]
    assert found == [said[:3] for said in case.found]
    problems = [problem.replace(f"{made}/", "") for problem in table["problem"]]
    for problem, (*_, wanted) in zip(problems, case.found, strict=True):
        assert problem.startswith(wanted)
    in_chinese = cn.check(place(case, made), lang="zh", **case.options)
    assert in_chinese["severity"].tolist() == table["severity"].tolist()
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in problem) for problem in in_chinese["problem"])


@all_cases
def test_the_network_that_results(case: Case, made: Path) -> None:
    path = place(case, made)
    table = cn.check(path, **case.options)
    if case.faulty:
        with pytest.raises(cn.InputError) as caught:
            read_quietly(path, **case.options)
        assert sorted(fault.problem for fault in caught.value.faults) == sorted(severities(table, "fault"))
        return
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        net = cn.read(path, **case.options)
    assert [warning.category for warning in warned] == [cn.InputWarning] * bool(severities(table, "doubt"))
    assert sorted(doubt.problem for doubt in net.doubts) == sorted(severities(table, "doubt"))
    is_expected(net, case)


def is_expected(net: cn.SupplyNetwork, case: Case) -> None:
    n, m, total, unit = case.net
    assert (net.n, net.m, net.about.value_unit) == (n, m, unit)
    np.testing.assert_allclose(np.nansum(net.value), total)
    for frame, expected in ((net.links, case.links), (net.firms.reset_index(), case.firms)):
        if expected:
            same_table(frame, expected)


@tables
def test_fixing(case: Case, made: Path, tmp_path: Path) -> None:
    path = place(case, made)
    fixed = cn.fix(path, tmp_path / "fixed", **case.options)
    is_expected(fixed.net, case)
    assert bool(fixed.faults) == case.faulty
    left = cn.check(tmp_path / "fixed")
    assert severities(left, "fault") == []
    assert [doubt for doubt in severities(left, "doubt") if not any(word in doubt for word in STAYING)] == []
    again = read_quietly(tmp_path / "fixed")
    same_network(again, fixed.net)
    if not case.faulty:
        same_network(again, read_quietly(path, **case.options))
    for ending in ("graphml", "parquet"):
        fixed.net.save(tmp_path / f"net.{ending}")
        same_network(read_quietly(tmp_path / f"net.{ending}"), fixed.net)
    twice = cn.fix(tmp_path / "fixed", tmp_path / "twice")
    assert twice.changes.empty
    for name in ("firms.csv", "links.csv", "cluster.toml"):
        assert (tmp_path / "fixed" / name).read_bytes() == (tmp_path / "twice" / name).read_bytes()


def same_network(one: cn.SupplyNetwork, other: cn.SupplyNetwork) -> None:
    assert one.about == other.about
    for frame, wanted in ((one.firms, other.firms), (one.links, other.links)):
        full = [column for column in wanted if column in frame or wanted[column].notna().any()]  # csv drops empty ones
        assert_frame_equal(frame[full], wanted[full], check_dtype=False, check_column_type=False, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("text/gbk.csv", [], 0),
        ("text/a_sentence.csv", [], 1),
        ("tables/self_and_twice.csv", [], 0),
        ("tables/self_and_twice.csv", ["--strict"], 1),
        ("tables/unknown_headers.csv", ["--map", "甲方=buyer", "--map", "乙方=supplier"], 0),
        ("cells/no_amounts.csv", [], 1),
        ("text/not_there.csv", [], 1),
        ("firms/bd09", ["--datum", "BD-09"], 0),
    ],
)
def test_the_command(name: str, options: list[str], code: int) -> None:
    command = [sys.executable, "-m", "chainnet", "check", str(NASTY / name), *options, "--format", "json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == code, done.stderr.decode()
    rows = json.loads(done.stdout)
    found = CASES[name].found if name in CASES and "--map" not in options and "--datum" not in options else None
    assert found is None or len(rows) == len(found)
