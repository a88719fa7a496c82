"""Travel times over the roads of an OpenStreetMap extract (extra ``roads``)."""

from chainnet.travel.roads.compare import compare_times
from chainnet.travel.roads.roads import Roads
from chainnet.travel.roads.speeds import Speeds

__all__ = ["Roads", "Speeds", "compare_times"]
