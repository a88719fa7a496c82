"""What is no axes, no table, no colours: an error says so and what to give, and never Python's own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from figure_samples import sample_network
from matplotlib.figure import Figure

import chainnet as cn
from chainnet import figures
from chainnet.errors import InputError

NETWORKS = (figures.plot_tiers, figures.plot_blocks, figures.plot_force, figures.plot_map, figures.plot_sankey)
TABLES = {
    "plot_alternatives": {},
    "plot_bars": {"label": "name", "value": "rate"},
    "plot_coverage": {},
    "plot_curves": {},
    "plot_heatmap": {},
    "plot_rate_by_year": {},
    "plot_reachability": {},
}


@pytest.fixture(scope="module")
def few():
    return sample_network(40)


@pytest.mark.parametrize("draw", NETWORKS)
def test_what_is_no_axes_is_refused(few, draw):
    for given in ("x", 7, [], ["x", "y"]):
        with pytest.raises(InputError, match="`ax` holds no axes"):
            draw(few, ax=given)


def test_charts_refuse_what_is_no_axes(few):
    rates = cn.local_rate(few)
    with pytest.raises(InputError, match="holds no axes"):
        figures.plot_bars(rates, label="name", value="rate", ax="x")
    with pytest.raises(InputError, match="holds no axes"):
        figures.plot_reachability(cn.reachability(few), ax="x")


def test_a_map_wants_two_axes(few):
    with pytest.raises(InputError, match="1 axes for 2 panels"):
        figures.plot_map(few, ax=Figure().subplots())


@pytest.mark.parametrize("draw", NETWORKS)
def test_colours_are_a_mapping(few, draw):
    with pytest.raises(InputError, match="the colours are no mapping; write a role and its colour"):
        draw(few, colours=["red"])


@pytest.mark.parametrize("name", TABLES)
def test_what_is_no_table_is_refused(name):
    for given, kind in ((None, "NoneType"), ([1], "list")):
        with pytest.raises(InputError, match=f"the table is a {kind}, not a DataFrame"):
            getattr(figures, name)(given, **TABLES[name])


def test_places_on_an_axis_are_filled(few):
    curves, coverage = cn.removal(few, order="degree", measure="largest_component"), cn.coverage_curve(few, step=60)
    years = cn.rates_by_year({2024: few})
    numbers = curves.columns[[pd.api.types.is_float_dtype(kind) for kind in curves.dtypes]]
    for draw, table, said in (
        (figures.plot_curves, curves.assign(**dict.fromkeys(numbers, np.nan)), "empty cells in share_removed"),
        (figures.plot_coverage, coverage.assign(minutes=np.nan), "empty cells in minutes"),
        (figures.plot_rate_by_year, years.assign(year=np.nan), "empty cells in year"),
    ):
        with pytest.raises(InputError, match=said):
            draw(table)
