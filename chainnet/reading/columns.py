"""The columns of both tables, what they mean, and what else they may be called."""

from __future__ import annotations

import pandas as pd

from chainnet import terms


def columns(lang: str = "en") -> pd.DataFrame:
    """List the columns that chainnet knows.

    Parameters
    ----------
    lang : {"zh", "en"}
        Language of the meanings.

    Returns
    -------
    DataFrame
        Columns table ("links" or "firms"), column, chinese, english, meaning, also (other spellings, joined with 、);
        width, case, signs, traditional characters and a unit in brackets make no difference.

    Examples
    --------
    >>> columns().query("column == 'buyer'")[["table", "chinese"]].to_numpy().tolist()
    [['links', '采购商']]
    """
    tables = (("links", terms.LINK_COLUMNS), ("firms", terms.FIRM_COLUMNS))
    rows = [
        [
            table,
            term.key,
            term.zh,
            term.en,
            term.explain_zh if lang == "zh" else term.explain_en,
            "、".join(term.spellings),
        ]
        for table, known in tables
        for term in known
    ]
    return pd.DataFrame(rows, columns=["table", "column", "chinese", "english", "meaning", "also"])
