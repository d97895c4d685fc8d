"""``newsflow completion``: the script that lets a shell complete newsflow."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from ..errors import NotFoundError
from .session import Session, command, in_session

_SHELLS = ("bash", "zsh", "fish")


@command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
@in_session
def completion(session: Session, *, shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash: newsflow completion bash > ~/.local/share/bash-completion/completions/newsflow
    zsh:  eval "$(newsflow completion zsh)" in ~/.zshrc
    fish: newsflow completion fish > ~/.config/fish/completions/newsflow.fish
    """  # noqa: D301 - click knows its own sign by the character, not by two
    made = get_completion_class(shell)
    if made is None:  # pragma: no cover - click has all three
        kind = "shell"
        raise NotFoundError(kind, shell, known=_SHELLS)
    root = click.get_current_context().find_root().command
    script = made(root, {}, "newsflow", "_NEWSFLOW_COMPLETE").source()
    session.give({"shell": shell, "script": script}, script)
