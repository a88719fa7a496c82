"""How long it takes from one firm to another. Each source of times answers minutes with a low and a high end."""

from chainnet.travel.estimate import Estimate, great_circle_km
from chainnet.travel.times import Times, Travel

__all__ = ["Estimate", "Times", "Travel", "great_circle_km"]
