"""The command line. Commands import what is heavy when they run, so that `--help` answers at once."""

from chainnet.cli.main import main

__all__ = ["main"]
