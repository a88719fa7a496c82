"""Which options of `remove` go together, and what its words mean."""

from __future__ import annotations

import click
from click.core import ParameterSource

from chainnet import terms
from chainnet.cli.common import check_words
from chainnet.cli.usage import wrong

CURVES_ALONE = ("orders", "links", "until", "rewirings", "samples", "threshold")
"""What means nothing where no order is gone through."""


def words(text: str) -> list[str]:
    """Return the words of an option, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def roles(text: str) -> list[str]:
    """Return the roles that --keep names, in any of their spellings."""
    named = words(text)
    meant = [terms.ROLE_OF_SPELLING.get(terms.fold(word), word) for word in named]
    check_words([word for word in meant if word != "leaders"], tuple(term.key for term in terms.ROLES), "--keep")
    return list(dict.fromkeys("leader" if role == "leaders" else role for role in meant))


def check_together(*, summary: bool, single: bool, groups: bool, null: bool, links: bool, orders: list[str]) -> None:
    """Refuse options that would not be heeded, as wrong usage."""
    asked = [f"--{name}" for name, one in (("summary", summary), ("single", single), ("groups", groups)) if one]
    if len(asked) > 1:
        raise wrong(
            f"{' and '.join(asked)} are different tables: ask for one.", f"{'、'.join(asked)} 各是一张表，请只写一个"
        )
    if single or groups:
        _refuse(
            _given(*CURVES_ALONE),
            "for curves; leave --single and --groups out",
            "用于曲线，不与 --single、--groups 同用",
        )
    if single:
        _refuse(_given("keep"), "--single removes each firm alone; leave it out", "--single 逐家移除，请去掉")
    if not summary:
        _refuse(_given("threshold"), "only with --summary", "与 --summary 一起用")
    if null:
        _refuse(
            _given("threshold"),
            "a summary beside rewirings has none; leave --null or it out",
            "不与 --null 同用，请去掉一个",
        )
    if links:
        _refuse(_given("keep"), "links have no role; leave it or --links out", "供货关系没有角色，不与 --links 同用")
    if links or "betweenness" not in orders:
        _refuse(_given("samples"), "only with --order betweenness of firms", "只与企业的 --order betweenness 一起用")


def _refuse(options: list[str], why: str, zh: str) -> None:
    if options:
        raise wrong(f"{', '.join(options)}: {why}.", f"{'、'.join(options)}：{zh}")


def given(name: str) -> bool:
    """Whether an option was written, by the name of its parameter."""
    return bool(_given(name))


def _given(*names: str) -> list[str]:
    context = click.get_current_context()
    return [
        option.opts[0] if option.opts[0].startswith("--") else option.opts[-1]
        for option in context.command.params
        if option.name in names and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
    ]
