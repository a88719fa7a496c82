"""Firms that may be one: suggested with a score, and merged where a person says so."""
