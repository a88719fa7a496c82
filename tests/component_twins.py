"""Components by plain searches: the twins that the kernels are held to."""

from __future__ import annotations


def partners(n: int, found: list[tuple[int, int]]) -> list[set[int]]:
    beside: list[set[int]] = [set() for _ in range(n)]
    for one, other in found:
        beside[one].add(other)
        beside[other].add(one)
    return beside


def component_sizes(beside: list[set[int]], gone: set[int]) -> list[int]:
    """Sizes of the components of what is left, the largest first."""
    sizes, seen = [], set(gone)
    for start in range(len(beside)):
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for node in part:
            part += sorted(beside[node] - seen)
            seen |= beside[node]
        sizes.append(len(part))
    return sorted(sizes, reverse=True)


def two_largest(beside: list[set[int]], gone: set[int]) -> tuple[int, int]:
    sizes = [*component_sizes(beside, gone), 0, 0]
    return sizes[0], sizes[1]
