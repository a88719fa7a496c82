"""Networks that several tests of figures draw."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the test modules import figure_samples.py

from figure_samples import sample_network

from chainnet.network import SupplyNetwork


@pytest.fixture(scope="session")
def net() -> SupplyNetwork:
    """500 firms in five clusters, with values and places."""
    return sample_network(500)


@pytest.fixture(scope="session")
def large() -> SupplyNetwork:
    """5,000 firms in five clusters."""
    return sample_network(5000, links=9423, leaders=9)
