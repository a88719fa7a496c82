"""The command `chainnet`."""

from __future__ import annotations

import click

from chainnet._version import __version__
from chainnet.cli.calibrate import calibrate
from chainnet.cli.centrality import centrality
from chainnet.cli.completion import completion
from chainnet.cli.concentration import concentration
from chainnet.cli.critical import critical
from chainnet.cli.data import build, check, columns, new, synth
from chainnet.cli.radius import radius
from chainnet.cli.rates import rates
from chainnet.cli.removal import remove
from chainnet.cli.show import plot, report
from chainnet.cli.usage import Program


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="chainnet")
def main() -> None:
    """Supply networks of industrial clusters: local supporting rates, one-hour radius, resilience.

    NETWORK is a data set folder, an edge list (csv, tsv, xlsx, parquet, graphml) or - for csv on standard input.
    Tables go to standard output, notes and progress to standard error. Exit codes: 0 done, 1 the data is at fault,
    2 wrong usage.

    \b
    chainnet new my-cluster                      a template to fill in
    chainnet check my-cluster                    every fault and doubt, with file, row and column
    chainnet report my-cluster -o out/my-cluster everything on one page
    """


commands = (
    check,
    columns,
    build,
    rates,
    radius,
    calibrate,
    concentration,
    centrality,
    remove,
    critical,
    plot,
    report,
    new,
    synth,
    completion,
)
for command in commands:
    main.add_command(command)
