"""The arguments and options that many commands take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from ..errors import NewsflowError
from .session import Session

if TYPE_CHECKING:
    _Type = click.ParamType[str]
else:  # generic only in newer releases of click than the oldest that we run on
    _Type = click.ParamType

F = TypeVar("F", bound=Callable[..., Any])
_MOST = 50


class ArticleName(_Type):
    """An id, the beginning of one, or a slug; a shell can complete the slugs."""

    name = "article"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click gives it
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer the slugs, and the ids of stories without one."""
        root = ctx.find_root().params
        session = Session(config_file=root.get("config"))
        try:
            rows = session.room.search(limit=_MOST)
        except (NewsflowError, OSError):
            return []  # a shell cannot be told, and has nothing to complete
        finally:
            session.close()
        named = ((row.slug or row.id, row.headline) for row in rows)
        return [
            CompletionItem(name, help=headline)
            for name, headline in named
            if name.startswith(incomplete)
        ]


ARTICLE = ArticleName()


def article(function: F) -> F:
    """Take the argument ARTICLE, and ``--position`` to be sure of where it stands."""
    position = click.option(
        "--position",
        type=int,
        help="Refuse unless the article stands at this event.",
    )
    return click.argument("article", type=ARTICLE)(position(function))


seen = click.option(
    "--seen",
    metavar="FINGERPRINT",
    help="The text that you have read; any other is refused.",
)
channels = click.option(
    "--channel",
    "channels",
    multiple=True,
    help="Where it goes; every channel, unless given.",
)
partners = click.option(
    "--channel",
    "channels",
    multiple=True,
    help="Which trusted channel gets it; every one, unless given.",
)


def reason(*, required: bool, text: str) -> Callable[[F], F]:
    """Take ``--reason``."""
    return click.option("--reason", required=required, help=text)
