"""Travel times that a routing service gives, where the user runs one."""

from chainnet.travel.routed.routed import Routed

__all__ = ["Routed"]
