"""What "local" means: one small type an area.

Each answers, for pairs of a supplier and a buyer, whether the supplier is in the buyer's area: yes, no, or not known.
"""

from chainnet.areas.administrative import City, District, Province
from chainnet.areas.area import NO, UNKNOWN, YES, Area, Ends, Verdict, both, either
from chainnet.areas.columns import Agree, Cluster, Fixed
from chainnet.areas.distance import Kilometres, Minutes, within
from chainnet.areas.grades import has_grade
from chainnet.areas.listed import Firms
from chainnet.areas.polygon import Polygon
from chainnet.areas.union import Union

__all__ = [
    "NO",
    "UNKNOWN",
    "YES",
    "Agree",
    "Area",
    "City",
    "Cluster",
    "District",
    "Ends",
    "Firms",
    "Fixed",
    "Kilometres",
    "Minutes",
    "Polygon",
    "Province",
    "Union",
    "Verdict",
    "both",
    "either",
    "has_grade",
    "within",
]
