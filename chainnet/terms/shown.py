"""Terms as a person reads them."""

from __future__ import annotations

from chainnet.terms.columns import FIRM_COLUMNS, LINK_COLUMNS
from chainnet.terms.outputs import (
    GROUPS,
    MEASURES_BY,
    NETWORKS,
    ORDERS,
    OUTPUT_COLUMNS,
    REASONS,
    REMOVAL_MEASURES,
    SEVERITIES,
)
from chainnet.terms.words import GRADES, ROLES, Term

_SHOWN = {
    term.key: term
    for terms in (
        SEVERITIES,
        ORDERS,
        OUTPUT_COLUMNS,
        REASONS,
        NETWORKS,
        GROUPS,
        REMOVAL_MEASURES,
        MEASURES_BY,
        LINK_COLUMNS,
        FIRM_COLUMNS,
        GRADES,
        ROLES,
    )
    for term in terms
}


def show(key: str, lang: str) -> str:
    """Return `key` as a person reads it in `lang`; a word that is no term comes back as it is.

    Examples
    --------
    >>> show("leader", "zh"), show("leader", "en"), show("x1", "en")
    ('链主', 'chain leader', 'x1')
    """
    if key.startswith("(cluster ") and key.endswith(")"):
        name = key[len("(cluster ") : -1]
        return f"集群 {name}" if lang == "zh" else f"cluster {name}"
    term = _SHOWN.get(key)
    return term.show(lang) if term else key


def show_among(words: tuple[Term, ...], key: str, lang: str) -> str:
    """Return `key` as shown where it is one of these words: ``value`` is an order, a way of counting and a column.

    Examples
    --------
    >>> show_among(MEASURES_BY, "value", "zh"), show_among(ORDERS, "value", "zh"), show_among(ORDERS, "file:x", "zh")
    ('按金额', '销售额', 'file:x')
    """
    return next((term.show(lang) for term in words if term.key == key), key)


def choices(terms: tuple[Term, ...]) -> str:
    """List what may be written, for a hint.

    Examples
    --------
    >>> from chainnet.terms import BOOLEANS
    >>> choices(BOOLEANS)
    'yes 是, no 否'
    """
    return ", ".join(f"{term.key} {term.zh}" for term in terms)
