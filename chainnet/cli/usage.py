"""Wrong usage, told in the language of the person: our own texts know both, those of click are put into Chinese."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

import click

from chainnet.cli.options import default_lang
from chainnet.errors import Said, told

LANG = "chainnet.lang"
"""Where a context holds the language of the whole line."""
_HELP = tuple(of for of in [getattr(click.exceptions, "NoArgsIsHelpError", None)] if of)  # since click 8.2
_CHINESE = (
    (r"(?P<a>.+) is not one of (?P<b>.+)\.", "{a} 不在可选之列，请写 {b} 之一"),
    (r"(?P<a>.+) is not a valid integer( range)?\.", "{a} 不是整数"),
    (r"(?P<a>.+) is not a valid float( range)?\.", "{a} 不是数"),
    (r"(?P<a>.+) is not in the range (?P<b>.+)\.", "{a} 超出范围 {b}"),
    (r"No such command (?P<a>.+?)\.( \(?Did you mean.*)?", "没有 {a} 这个命令；`chainnet --help` 列出全部命令"),
    (r"Got unexpected extra arguments? \((?P<a>.+)\)", "多出了参数 {a}"),
    (r"Option (?P<a>.+) requires an argument\.", "选项 {a} 之后要写一个值"),
    (r"Option (?P<a>.+) does not take a value\.", "选项 {a} 不带值"),
    (r"Missing command\.", "请写出命令；`chainnet --help` 列出全部命令"),
)
"""What click says of wrong usage, and the same in Chinese."""


class Program(click.Group):
    """The group of all commands, whose usage errors speak the language of the person."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find the language before anything can go wrong."""
        ctx.meta[LANG] = lang_in(args)
        with _told_in(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is meant."""
        with _told_in(ctx):
            return super().invoke(ctx)


class WrongUsage(click.UsageError):
    """Wrong usage in Chinese."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write it as click does."""
        file = file or sys.stderr
        if self.ctx is not None:
            click.echo(self.ctx.get_usage().replace("Usage: ", "用法："), file=file)
            click.echo(f"说明见：{self.ctx.command_path} --help\n", file=file)
        click.echo(f"错误：{self.format_message()}", file=file)


def lang_in(args: Sequence[str]) -> str:
    """Return the language that a command line asks for, else that of the person.

    Examples
    --------
    >>> lang_in(["rates", "x", "--lang", "zh"]), lang_in(["rates", "--lang=en"])
    ('zh', 'en')
    """
    for at, word in enumerate(args):
        said = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        said = args[at + 1] if word == "--lang" and at + 1 < len(args) else said
        if said in ("zh", "en"):
            return said
    return default_lang()


def line_lang() -> str:
    """Return the language of the line that is being run."""
    context = click.get_current_context(silent=True)
    return default_lang() if context is None else str(context.meta.get(LANG, default_lang()))


@contextmanager
def _told_in(ctx: click.Context) -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        if ctx.meta.get(LANG) != "zh" or isinstance(error, (WrongUsage, *_HELP)):
            raise
        raise WrongUsage(_in_chinese(error), ctx=error.ctx) from error


def _in_chinese(error: click.UsageError) -> str:
    if isinstance(error, click.MissingParameter):
        named = _named(error)
        kind = "参数" if isinstance(error.param, click.Argument) else "选项"
        choices = error.param.type.choices if error.param and isinstance(error.param.type, click.Choice) else ()
        return f"缺少{kind} {named}" + (f"，请写 {'、'.join(map(str, choices))} 之一" if choices else "")
    if isinstance(error, click.NoSuchOption):
        near = f"；是否想写 {'、'.join(error.possibilities)}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    said = error.message
    text = said.zh if isinstance(said, Said) else _translated(said)
    return f"{_named(error)}：{text}" if isinstance(error, click.BadParameter) and _named(error) else text


def _named(error: click.BadParameter) -> str:
    hint = error.param_hint
    if hint is None and error.param is not None:
        hint = error.param.get_error_hint(error.ctx) if error.ctx else error.param.name
    named = hint if isinstance(hint, str) else "、".join(hint or ())
    return named.replace("'", "")


def _translated(text: str) -> str:
    for pattern, chinese in _CHINESE:
        if found := re.fullmatch(pattern, text):
            return chinese.format(**found.groupdict())
    return told(text, "zh")


def wrong(en: str, zh: str) -> click.UsageError:
    """Return the error of options that don't go together."""
    return click.UsageError(Said(en, zh))


def bad(en: str, zh: str, option: str | None = None) -> click.BadParameter:
    """Return the error of an option's value."""
    return click.BadParameter(Said(en, zh), param_hint=option)
