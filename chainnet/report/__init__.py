"""Tables for people, and the report that puts everything on one page."""
