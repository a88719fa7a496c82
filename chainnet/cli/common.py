"""What all commands share: the network they read, their options, how they end and what they print."""

from __future__ import annotations

import functools
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from chainnet.cli.garbage import seldom_collected
from chainnet.cli.noted import warnings_noted
from chainnet.cli.options import READING, ROWS, with_options
from chainnet.cli.origin import origin
from chainnet.cli.progress import LATER, SOON, Watch, looked_on
from chainnet.cli.usage import bad, wrong
from chainnet.cli.words import INPUT
from chainnet.errors import InputError, InputWarning, several

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.network import SupplyNetwork
    from chainnet.report.provenance import Provenance
    from chainnet.travel import Times

Function = TypeVar("Function", bound=Callable[..., Any])
FIGURE_ENDINGS = (".png", ".svg", ".pdf")


@dataclass
class Shared:
    """The options that all commands have."""

    firms: str | None
    given: dict[str, Any]
    leaders: str | None
    format: str
    output: str | None
    figure: str | None
    rows: int
    lang: str
    jobs: int
    quiet: bool
    provenance: bool = True
    times: Times | None = None
    """Where travel times come from, of a command that uses them."""
    used: dict[str, Any] = field(default_factory=dict)
    """Parameters as they were understood, where that says more than what was typed."""

    @cached_property
    def watch(self) -> Watch:
        """What tells that the command is at work."""
        return Watch(self.note, self.lang, quiet=self.quiet)

    @classmethod
    def of_table(cls, *, lang: str, format: str, output: str | None, provenance: bool = True) -> Shared:
        """Make those of a command that prints a table and reads no network."""
        return cls(None, {}, None, format, output, None, 0, lang, 1, False, provenance)

    def note(self, text: str) -> None:
        """Tell something on standard error."""
        if not self.quiet:
            click.echo(text, err=True)

    def read(self, network: str) -> SupplyNetwork:
        """Read the network that the command is about, and tell what looked odd."""
        from chainnet.reading import read

        with warnings.catch_warnings(), self.patience("正在读取", "reading"):
            warnings.simplefilter("ignore", InputWarning)
            net = read(network, firms=self.firms, **self.given)
        self._tell_doubts(net)
        return self._with_leaders(net)

    def read_years(self, network: str) -> dict[int, SupplyNetwork]:
        """Read the network of each year that its links name."""
        from chainnet.reading import read_years

        with warnings.catch_warnings(), self.patience("正在读取", "reading"):
            warnings.simplefilter("ignore", InputWarning)
            nets = read_years(network, firms=self.firms, **self.given)
        last = max(nets)
        self._tell_doubts(nets[last])
        quiet, found = self.quiet, {}
        for year, net in nets.items():
            self.quiet = quiet or year != last  # what is said of all years is said once
            found[year] = self._with_leaders(net)
        self.quiet = quiet
        return found

    def _tell_doubts(self, net: SupplyNetwork) -> None:
        if net.doubts:
            number, first = len(net.doubts), net.doubts[0].told(self.lang)
            zh = f"注意：{number:,} 个疑点，第一个：{first}（`chainnet check` 列出全部）"
            en = f"note: {several(number, 'doubt')}, the first: {first} (`chainnet check` lists all)"
            self.note(zh if self.lang == "zh" else en)

    def _with_leaders(self, net: SupplyNetwork) -> SupplyNetwork:
        if self.leaders is not None:
            net = net.with_leaders(part.strip() for part in self.leaders.split(",") if part.strip())
        if net.about.synthetic:
            self.note("note: synthetic data" if self.lang == "en" else "注意：合成数据")
        if net.about.note(self.lang):
            self.note(f"note: {net.about.note('en')}" if self.lang == "en" else f"注意：{net.about.note('zh')}")
        return net

    def check_outputs(self, network: str = "") -> None:
        """Refuse endings that nothing writes, and outputs that would replace an input, before any work is done."""
        from chainnet.report.table_files import ENDINGS

        for option, path, endings in (
            ("-o", self.output, ENDINGS),
            ("--figure", self.figure, FIGURE_ENDINGS),
        ):
            if path is not None and Path(path).suffix.lower() not in endings:
                raise wrong(
                    f"{option} {path}: end the name in one of {', '.join(endings)}.",
                    f"{option} {path}：文件名请以 {'、'.join(endings)} 之一结尾",
                )
            if (
                path is not None
                and Path(path).exists()
                and any(_is_input(Path(path), given) for given in self._inputs(network))
            ):
                raise wrong(
                    f"{option} {path}: this is what is read; name another file.",
                    f"{option} {path}：这是输入文件，请换一个文件名",
                )

    def _inputs(self, network: str) -> list[str]:
        return [given for given in (network, self.firms, self.given.get("merge")) if given and given != "-"]

    def origin(self, net: SupplyNetwork | None, *, timed: bool = True) -> Provenance | None:
        """Return the provenance of what is written, unless none is wanted."""
        if not self.provenance:
            return None
        return origin(net, lang=self.lang, times=self.times, used=self.used, timed=timed)

    def put(self, table: pd.DataFrame, kind: str, net: SupplyNetwork | None = None) -> None:
        """Write the table to the file that was asked for, else to standard output."""
        from chainnet.report import table_files, tables

        unit = net.about.value_unit if net is not None else ""
        if net is not None:
            table = tables.localised(table, net, self.lang)
        if self.output is not None or self.format != "table":
            table = table_files.with_nature(table, net)
        if self.output is not None:
            with self.patience("正在写文件", "writing"):
                self._write(table, kind, net, Path(self.output), unit)
            self.note(f"{self.output}: {len(table):,} {'行' if self.lang == 'zh' else 'rows'}")
        elif self.format == "csv":
            click.echo(table_files.as_csv(table, tables.KINDS[kind], unit=unit), nl=False)
        elif self.format == "json":
            click.echo(table_files.as_json(table, tables.KINDS[kind], unit=unit), nl=False)
        else:
            self._print(table, kind, unit)

    def _write(self, table: pd.DataFrame, kind: str, net: SupplyNetwork | None, path: Path, unit: str) -> None:
        from chainnet.network import About
        from chainnet.report.beside import put_beside, refuse_others
        from chainnet.report.cover import cover_of
        from chainnet.report.table_files import write_table
        from chainnet.report.tables import KINDS

        about = net.about if net is not None else About()
        provenance = self.origin(net)
        beside = provenance if path.suffix.lower() in (".csv", ".json") else None
        if beside is not None:
            refuse_others(path)
        cover = cover_of(about, provenance, lang=self.lang)
        write_table(table, path, KINDS[kind], lang=self.lang, unit=unit, name=kind, cover=cover)
        put_beside(path, beside)

    def _print(self, table: pd.DataFrame, kind: str, unit: str) -> None:
        """Print the table for a person; in a terminal no line is longer than it is wide."""
        from chainnet.report.aligned import as_text_within
        from chainnet.report.tables import KINDS

        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        text, left = as_text_within(table, KINDS[kind], lang=self.lang, unit=unit, rows=self.rows, width=width)
        click.echo(text)
        if left:
            zh = f"（窗口太窄，未显示 {len(left)} 列：{'、'.join(left)}；全部：--format csv 或 -o 文件）"
            en = f"(too narrow for {len(left)} columns: {', '.join(left)}; --format csv or -o FILE gives all)"
            self.note(zh if self.lang == "zh" else en)
        if self.rows and len(table) > self.rows:
            zh = f"（共 {len(table):,} 行，显示 {self.rows} 行；全部：--rows 0、--format csv 或 -o 文件）"
            en = f"({self.rows} of {len(table):,} rows; --rows 0, --format csv or -o FILE gives all)"
            self.note(zh if self.lang == "zh" else en)

    def draw(self, figure: Callable[[], Figure], net: SupplyNetwork) -> None:
        """Draw the figure that was asked for."""
        if self.figure is not None:
            self.save_figure(figure, Path(self.figure), net)

    def save_figure(self, figure: Callable[[], Figure], path: Path, net: SupplyNetwork) -> None:
        """Draw a figure into a file that says where it comes from."""
        from chainnet.report.saving import save_figure

        with self.patience("正在绘图", "drawing"):
            save_figure(figure(), path, net.about, self.origin(net))
        self.note(str(path))

    def progress(self, length: int, zh: str, en: str) -> AbstractContextManager[Callable[[], None]]:
        """Show a bar on standard error; call what it gives once a step."""
        return self.watch.bar(length, zh if self.lang == "zh" else en)

    def warm_up(self, words: Iterable[str]) -> None:
        """Compile the kernels of these measures; say so where it takes more than a moment, as the first run does."""
        zh = "正在编译计算核心：只在首次运行时进行，约需数秒"
        with self.patience(zh, "compiling kernels: only the first run does this, some seconds"):
            from chainnet.kernels import warm_up
            from chainnet.measures.compiled import kernels_of

            warm_up(kernels_of(words))

    def patience(self, zh: str, en: str, *, soon: float = SOON) -> AbstractContextManager[None]:
        """Say what is going on where it takes more than a moment."""
        return self.watch.during(zh, en, soon=soon)


def command(name: str, *, table: bool = True) -> Callable[[Function], click.Command]:
    """Make a command of a function that takes a `Shared` first.

    What is wrong with the data ends in exit code 1, with every fault on standard error.
    """

    def wrap(function: Function) -> click.Command:
        @functools.wraps(function)
        def run(**given: Any) -> None:
            shared = Shared(
                firms=given.pop("firms"),
                given={name: given.pop(name) for name in READING} | {"columns": given.pop("columns")},
                leaders=given.pop("leaders"),
                format=given.pop("format", "table"),
                output=given.pop("output", None) if table else None,
                figure=given.pop("figure", None),
                rows=given.pop("rows", ROWS),
                lang=given.pop("lang"),
                jobs=given.pop("jobs"),
                quiet=given.pop("quiet"),
                provenance=given.pop("provenance", True),
            )
            if table and not given.get("fix"):
                shared.check_outputs(given.get("network", ""))
            soon = 2.0 if looked_on() else LATER
            telling, waiting = (
                warnings_noted(shared.note, shared.lang),
                shared.patience("正在计算", "working", soon=soon),
            )
            with faults_told(shared.lang), telling, waiting, seldom_collected():
                function(shared, **given)

        return click.command(name)(with_options(run, table=table))

    return wrap


def _is_input(path: Path, given: str) -> bool:
    """Whether a file is the one that was given, or one of the tables of the folder that was."""
    source = Path(given)
    if not source.exists():
        return False
    own = path.stem in ("links", "firms", "template") and source.is_dir() and path.parent.samefile(source)
    return own or path.samefile(source)


@contextmanager
def faults_told(lang: str) -> Iterator[None]:
    """End in exit code 1 with every fault on standard error."""
    try:
        yield
    except InputError as error:
        for fault in error.faults:
            click.echo(f"错误：{fault.told(lang)}" if lang == "zh" else f"error: {fault}", err=True)
        raise click.exceptions.Exit(1) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or error
        zh, en = f"错误：{reason}；请清出空间，或写到别处", f"error: {reason}; free some room, or write elsewhere"
        click.echo(zh if lang == "zh" else en, err=True)
        raise click.exceptions.Exit(1) from error


network = click.argument("network", metavar="NETWORK", type=INPUT)
"""The argument NETWORK."""


def check_words(words: list[str], known: tuple[str, ...], option: str) -> None:
    """Refuse words of an option that are not known, as wrong usage."""
    unknown = [word for word in words if word not in known]
    if unknown:
        said = ", ".join(map(repr, unknown))
        raise bad(f"{said}: write {', '.join(known)}.", f"没有 {said}，请写 {'、'.join(known)}", option)
