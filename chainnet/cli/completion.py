"""`completion`: what a shell needs to complete commands, options and their words."""

from __future__ import annotations

import click

PROGRAM, VARIABLE = "chainnet", "_CHAINNET_COMPLETE"


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
    from click.shell_completion import ShellComplete, get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # click knows the three
    program = context.find_root().command
    click.echo(ShellComplete.source(kind(program, {}, PROGRAM, VARIABLE)))
