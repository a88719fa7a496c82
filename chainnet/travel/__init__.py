"""How long it takes from one firm to another. Each source of times answers minutes with a low and a high end."""

from chainnet.travel.calibrate import Calibration, calibrate
from chainnet.travel.estimate import Estimate, great_circle_km
from chainnet.travel.matrix import Matrix
from chainnet.travel.routed import Routed
from chainnet.travel.times import Times, Travel
from chainnet.travel.water import over_water

__all__ = [
    "Calibration",
    "Estimate",
    "Matrix",
    "Routed",
    "Times",
    "Travel",
    "calibrate",
    "great_circle_km",
    "over_water",
]
