"""The words: columns, roles, grades, measures, in Chinese and English, all in one place.

Everything that reads or shows a word takes it from here, so that a name is the same in a header, a command, a
figure and the documentation.
"""

from chainnet.terms.columns import FIRM_COLUMNS, LINK_COLUMNS
from chainnet.terms.outputs import (
    CENTRALITIES,
    CHANGES,
    COUNTED,
    GROUPS,
    MEASURES_BY,
    MERGE_COLUMNS,
    NETWORKS,
    ORDERS,
    OUTPUT_COLUMNS,
    REASONS,
    REMOVAL_MEASURES,
    SEVERITIES,
    SIDES,
    STATES,
    is_group,
)
from chainnet.terms.shown import choices, show, show_among
from chainnet.terms.words import (
    BOOLEAN_OF_SPELLING,
    BOOLEANS,
    GRADE_OF_SPELLING,
    GRADES,
    LANGUAGES,
    NO_CLUSTER,
    PRECISION_OF_SPELLING,
    PRECISIONS,
    ROLE_OF_SPELLING,
    ROLES,
    UNKNOWN,
    Term,
    fold,
)

__all__ = [
    "BOOLEANS",
    "BOOLEAN_OF_SPELLING",
    "CENTRALITIES",
    "CHANGES",
    "COUNTED",
    "FIRM_COLUMNS",
    "GRADES",
    "GRADE_OF_SPELLING",
    "GROUPS",
    "LANGUAGES",
    "LINK_COLUMNS",
    "MEASURES_BY",
    "MERGE_COLUMNS",
    "NETWORKS",
    "NO_CLUSTER",
    "ORDERS",
    "OUTPUT_COLUMNS",
    "PRECISIONS",
    "PRECISION_OF_SPELLING",
    "REASONS",
    "REMOVAL_MEASURES",
    "ROLES",
    "ROLE_OF_SPELLING",
    "SEVERITIES",
    "SIDES",
    "STATES",
    "UNKNOWN",
    "Term",
    "choices",
    "fold",
    "is_group",
    "show",
    "show_among",
]
