"""Seeded synthetic clusters that reproduce published facts, and say everywhere that they are synthetic."""

from chainnet.synthesis.generate import presets, synthesize
from chainnet.synthesis.preset import Place, Preset, Product, read_preset

__all__ = ["Place", "Preset", "Product", "presets", "read_preset", "synthesize"]
