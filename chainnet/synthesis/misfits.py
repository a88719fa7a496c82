"""What does not fit together in a preset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chainnet import terms
from chainnet.errors import Said

if TYPE_CHECKING:
    from chainnet.synthesis.preset import Preset, Product

HIGHEST_COST = 68.0
"""Percent of sales that a bill may add up to. Chance adds a tenth at most; the rest is wages and profit."""
MAY_BE_UNRECORDED = ("grade", "region", "province", "city", "district", "industry", "stage", "revenue")
"""Columns of the firms table that a preset may leave empty for a role; the others are what the firms are told by."""

Misfits = Iterator[tuple[Said, Said]]


def misfits(preset: Preset) -> Misfits:
    """Yield what does not fit together in a preset, as problem and hint.

    Parameters
    ----------
    preset : Preset

    Yields
    ------
    tuple of Said
        Problem and hint.
    """
    if not any(product.is_leader for product in preset.products):
        yield (
            Said("no product is made by a chain leader", "没有由链主生产的产品"),
            Said('give one product role = "leader"', '请给一种产品写 role = "leader"'),
        )
    for key, product in preset.product.items():
        unknown = sorted((product.bill.keys() | set(product.also)) - preset.product.keys())
        if unknown:
            yield (
                Said(f"{key} names {', '.join(unknown)}", f"{key} 提到了不存在的 {'、'.join(unknown)}"),
                Said("name products of this file", "请写本文件中的产品"),
            )
            continue
        yield from _of_places(preset, key, product)
        yield from _of_bill(key, product)
        yield from _of_role(key, product)
        if product.firms and not product.is_leader and not _has_buyers_below(preset, key):
            yield (
                Said(f"nobody one tier down buys {key}", f"离链主近一级的厂家都不采购 {key}"),
                Said(
                    "put it into the needs or uses of one, or mend its tier",
                    "请写进其中一种产品的 needs 或 uses，或改正它的 tier",
                ),
            )
    yield from _of_unrecorded(preset)


def _of_places(preset: Preset, key: str, product: Product) -> Misfits:
    home = {name for name, place in preset.place.items() if place.home}
    there = sorted((set(product.home) - home) | (set(product.outside) - (preset.place.keys() - home)))
    if there:
        yield (
            Said(f"makers of {key} lie in {', '.join(there)}", f"{key} 的厂家写在了 {'、'.join(there)}"),
            Said(
                "name places of this file: those with home = true under home, the others under outside",
                "请写本文件中的地点：home = true 的写在 home，其余写在 outside",
            ),
        )


def _of_bill(key: str, product: Product) -> Misfits:
    if sum(product.bill.values()) > HIGHEST_COST:
        yield (
            Said(f"makers of {key} spend too much", f"{key} 的厂家支出过高"),
            Said(
                f"let needs and uses add up to {HIGHEST_COST:g} at most",
                f"needs 与 uses 合计不要超过 {HIGHEST_COST:g}",
            ),
        )
    if product.bill.keys() & {key, *product.also}:
        yield (
            Said(f"makers of {key} buy what they make", f"{key} 的厂家采购自己生产的产品"),
            Said("take it out of needs, uses or also", "请从 needs、uses 或 also 中删去"),
        )


def _of_role(key: str, product: Product) -> Misfits:
    if product.role not in {term.key for term in terms.ROLES}:
        known = terms.choices(terms.ROLES)
        yield (
            Said(f"{key} has the role {product.role}", f"{key} 的 role 为“{product.role}”"),
            Said(f"write one of {known}", f"写以下之一：{known}"),
        )
    if product.is_leader != (product.tier == 0):
        yield (
            Said(f"{key} has tier {product.tier}", f"{key} 的 tier 为 {product.tier}"),
            Said("tier 0 is for chain leaders, and for them alone", "链主的 tier 是 0，也只有链主是 0"),
        )


def _has_buyers_below(preset: Preset, key: str) -> bool:
    """Tell whether makers of some product one tier nearer to the leaders buy `key`."""
    tier = preset.product[key].tier
    return any(key in other.bill and other.tier == tier - 1 for other in preset.products)


def _of_unrecorded(preset: Preset) -> Misfits:
    roles = sorted(preset.unrecorded.keys() - {product.role for product in preset.products})
    if roles:
        yield (
            Said(f"unrecorded names the role {', '.join(roles)}", f"unrecorded 提到了角色 {'、'.join(roles)}"),
            Said("name roles that products of this file have", "请写本文件中产品的 role"),
        )
    columns = sorted({column for columns in preset.unrecorded.values() for column in columns} - {*MAY_BE_UNRECORDED})
    if columns:
        known = ", ".join(MAY_BE_UNRECORDED)
        yield (
            Said(f"unrecorded names {', '.join(columns)}", f"unrecorded 提到了 {'、'.join(columns)}"),
            Said(f"name some of {known}", f"请从以下列中选：{known}"),
        )
