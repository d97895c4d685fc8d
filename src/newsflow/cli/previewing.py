"""``newsflow preview``: a draft as its readers would see it, before they can."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs
import click

from ..documents.files import write_whole
from ..errors import NotFoundError
from ..model.article import Article
from ..newsroom import LONGEST_PREVIEW as LONGEST
from . import naming
from .outcomes import AdvisedError
from .reading import reader_for
from .session import Session, command, in_session

if TYPE_CHECKING:
    from ..preview import Draft

PORT = 8765
_ANY = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - to be told apart


@attrs.frozen(kw_only=True)
class Serving:
    """How a preview is to be served, as the options said."""

    host: str
    port: int
    address: str | None
    site: str | None
    reader: str | None
    minutes: int
    opens: bool


@command("preview")
@click.argument("what", metavar="FILE|ARTICLE", type=naming.ARTICLE)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Where it is served; 0 takes any free one.",
)
@click.option("--open", "opens", is_flag=True, help="Open it in your browser.")
@click.option("--site", metavar="NAME", help="In the pages of that site; the first.")
@click.option("--reader", help="The reader of a file; its ending tells else.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at; beyond this machine only with --outside.",
)
@click.option(
    "--outside",
    is_flag=True,
    help="Answer others as well, and show nothing but what a link is for.",
)
@click.option(
    "--address",
    metavar="URL",
    help="Under which others reach it, if not that of --host.",
)
@click.option("--format", "name", help="Only write it out: html, markdown, json …")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Only write it out, into this file.",
)
@click.option("--link", is_flag=True, help="Only give the token of a signed link.")
@click.option(
    "--minutes",
    type=click.IntRange(1, LONGEST),
    default=60,
    show_default=True,
    help="For how long a link shows it.",
)
@in_session
def preview(  # noqa: PLR0913 - one for each option
    session: Session,
    *,
    what: str,
    port: int,
    opens: bool,
    site: str | None,
    reader: str | None,
    host: str,
    outside: bool,
    address: str | None,
    name: str | None,
    out: Path | None,
    link: bool,
    minutes: int,
) -> None:
    """Show a draft as its readers would see it.

    It serves desktop, phone, social card and feed side by side on this machine, until
    it is stopped, and they follow each save. FILE is a document that need not be
    imported: nothing of it is stored. Whoever is named by --as gives a signed link to
    the revision as well, which falls with the next text that is saved. Every proof is
    marked, so that nobody takes it for published.
    """
    if link:
        _linked(session, session.story(what), minutes)
        return
    if name is not None or out is not None:
        _written(session, session.story(what), name or "html", out)
        return
    how = Serving(
        host=host,
        port=port,
        address=address,
        site=site,
        reader=reader,
        minutes=minutes,
        opens=opens,
    )
    if outside:
        _outside(session, session.story(what), how)
    else:
        _at_the_desk(session, what, how)


def _written(session: Session, story: Article, name: str, out: Path | None) -> None:
    renderers = session.room.renderers
    if name not in renderers:
        kind = "renderer"
        raise NotFoundError(kind, name, known=renderers)
    made = renderers[name].render(session.room.proof(story))
    if out is not None:
        write_whole(out, made.data)
    answer = {"article": story.id, "media_type": made.media_type, "out": out}
    if session.json:
        answer["data"] = made.data.decode() if out is None else None
        session.give(answer, "")
    elif out is None:
        click.echo(made.data, nl=False)
    else:
        session.remark(f"written: {out}")


def _linked(session: Session, story: Article, minutes: int) -> None:
    token = session.room.preview_link(story, by=session.by, minutes=minutes)
    shown = {"article": story.id, "revision": story.head.number}
    session.give({**shown, "token": token, "minutes": minutes}, token)
    session.remark(f"it shows revision {story.head.number} for {minutes} minutes")


@attrs.frozen(kw_only=True)
class _Stand:
    """A server that stands ready: what it signs links with, and where it answers."""

    session: Session
    how: Serving
    story: Article | None
    key: bytes | None = attrs.field(repr=False)
    base: str

    def link(self) -> str | None:
        """Sign a link to the story, if there is one and somebody gives it."""
        session = self.session
        if self.story is None or session.person is None:
            return None
        token = session.room.preview_link(
            self.story, by=session.by, minutes=self.how.minutes, key=self.key
        )
        return f"{self.base}/page/{token}/"

    def tell(self, url: str | None, link: str | None) -> None:
        """Say where it is to be seen."""
        story, how = self.story, self.how
        answer = {
            "article": None if story is None else story.id,
            "revision": None if story is None else story.head.number,
            "url": url,
            "link": link,
            "minutes": None if link is None else how.minutes,
        }
        self.session.give(answer, url or link or "")
        if url is not None and link is not None:
            self.session.remark(f"for {how.minutes} minutes, this text alone: {link}")
        self.session.remark("stop it with Ctrl-C")


def _at_the_desk(session: Session, what: str, how: Serving) -> None:
    from ..preview import Desk, preview_app  # noqa: PLC0415 - an extra
    from ..preview.serving import LOOPBACK, serve  # noqa: PLC0415 - the same

    _require_loopback(how)
    story = None if Path(what).is_file() else session.story(what)
    over, key = threading.Event(), _key(session)
    desk = Desk(draft=_draft(session, what, story, how), over=over.is_set)
    app = preview_app(session.room, key=key, site=how.site, desk=desk, hosts=LOOPBACK)
    with suppress(KeyboardInterrupt), _listening(how) as at:  # its ordinary end
        base = _base(how, at)
        stand = _Stand(session=session, how=how, story=story, key=key, base=base)
        url = f"{base}{desk.path}"
        stand.tell(url, stand.link())
        if how.opens:
            webbrowser.open(url)
        serve(app, at, over=over)


def _outside(session: Session, story: Article, how: Serving) -> None:
    from ..preview import preview_app  # noqa: PLC0415 - an extra
    from ..preview.serving import serve  # noqa: PLC0415 - the same

    if how.host in _ANY and how.address is None:
        message = "Say under which --address others reach it."
        raise click.UsageError(message)
    _ = session.by  # who nobody knows gives no link
    key = _key(session)
    with suppress(KeyboardInterrupt), _listening(how) as at:  # its ordinary end
        base = _base(how, at)
        hosts = {how.host, _named(base)} - _ANY
        app = preview_app(session.room, key=key, site=how.site, hosts=hosts)
        stand = _Stand(session=session, how=how, story=story, key=key, base=base)
        stand.tell(None, stand.link())
        serve(app, at, over=threading.Event())


def _require_loopback(how: Serving) -> None:
    from ..preview.serving import is_loopback  # noqa: PLC0415 - an extra

    if not is_loopback(how.host):
        message = (
            f"{how.host} is not this machine alone: with --outside it shows others "
            "what they have a signed link for, and nothing else."
        )
        raise click.UsageError(message)


def _draft(session: Session, what: str, story: Article | None, how: Serving) -> Draft:
    from ..preview import StoryDraft  # noqa: PLC0415 - an extra

    if story is not None:
        return StoryDraft(session.room, story.id)
    from .live_file import FileDraft  # noqa: PLC0415 - the same

    file = Path(what)
    reader_for(session.room, file, how.reader)  # what nobody reads is told now
    return FileDraft(room=session.room, file=file, reader=how.reader)


def _key(session: Session) -> bytes | None:
    """Take the secret of the configuration; without one, links end with the server."""
    if session.config.preview_secret is not None:
        return None
    return secrets.token_bytes(32)


def _listening(how: Serving) -> socket.socket:
    from ..preview.serving import listening  # noqa: PLC0415 - an extra

    try:
        return listening(how.host, how.port)
    except OSError as failed:
        message = f"cannot listen at {how.host}, port {how.port}: {failed.strerror}"
        raise AdvisedError(message, hint="--port 0 takes any free port") from None


def _base(how: Serving, at: socket.socket) -> str:
    if how.address is not None:
        return how.address.rstrip("/")
    host = f"[{how.host}]" if ":" in how.host else how.host
    return f"http://{host}:{at.getsockname()[1]}"


def _named(base: str) -> str:
    host = urlsplit(base).hostname or ""
    return f"[{host}]" if ":" in host else host
