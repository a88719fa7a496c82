"""Suppliers of a grade: a condition beside the area."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from chainnet import terms
from chainnet.areas.area import NO, UNKNOWN, YES, Verdict
from chainnet.areas.cells import need
from chainnet.errors import InputError, Said
from chainnet.network import SupplyNetwork


def has_grade(net: SupplyNetwork, grades: str | Iterable[str]) -> Verdict:
    """Return for each firm whether it has one of the grades; UNKNOWN where its grade is not given, shape (n,)."""
    wanted = [grades] if isinstance(grades, str) else list(grades)
    unknown = [grade for grade in wanted if grade not in {term.key for term in terms.GRADES}]
    if unknown:
        known = terms.choices(terms.GRADES)
        problem = Said(f"{unknown[0]!r} is no grade", f"没有“{unknown[0]}”这种称号")
        raise InputError.one(problem, hint=Said(f"write one of {known}", f"写以下之一：{known}"))
    need(net, "grade", otherwise=Said("ask without a grade", "不要限定称号"))
    grade = net.firm_column("grade")
    return np.where(grade.isna(), UNKNOWN, np.where(grade.isin(wanted), YES, NO)).astype(np.int8)
