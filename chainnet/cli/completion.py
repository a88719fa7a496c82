"""`completion`: what a shell needs to complete commands, options and their words."""

from __future__ import annotations

import os
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

PROGRAM, VARIABLE = "chainnet", "_CHAINNET_COMPLETE"
_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' response type value
    COMPREPLY=()
    response=$(env COMP_WORDS="${COMP_LINE:0:COMP_POINT}" COMP_WORD="$2" %(complete_var)s=bash_complete "$1")
    while IFS=',' read -r type value; do
        if [[ $type == dir ]]; then
            compopt -o dirnames
        elif [[ $type == file ]]; then
            compopt -o default
        elif [[ $type == plain ]]; then
            COMPREPLY+=("${value// /\\\\ }")
            [[ $value == *[:/] ]] && compopt -o nospace
        fi
    done <<< "$response"
    return 0
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class _Bash(BashComplete):
    """Bash, which takes file:a for three words and replaces the last of them: click gets the line as it was typed."""

    source_template = _BASH
    _done = ""
    """What of the word stands already and is not replaced."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor, and the one that is being typed."""
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)[1:]
        typed = words.pop() if words and not line[-1].isspace() else ""
        kept = typed.removesuffix(os.environ["COMP_WORD"])
        self._done = kept.partition("=")[2] if kept.startswith("-") else kept
        return words, typed

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return what takes the place of the last word."""
        return f"{item.type},{item.value.removeprefix(self._done)}"


add_completion_class(_Bash)


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that lets a shell complete commands, options, files and words such as those of --order.

    \b
    chainnet completion bash
    chainnet completion zsh
    chainnet completion fish

    To have it in every new shell, add one line to its start file:

    \b
    ~/.bashrc                     eval "$(chainnet completion bash)"
    ~/.zshrc                      eval "$(chainnet completion zsh)"
    ~/.config/fish/config.fish    chainnet completion fish | source
    """
    kind = get_completion_class(shell)
    assert kind is not None  # click knows the three
    program = context.find_root().command
    click.echo(ShellComplete.source(kind(program, {}, PROGRAM, VARIABLE)))
