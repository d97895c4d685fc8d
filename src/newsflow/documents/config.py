"""The configuration: ``newsflow.toml``, or ``[tool.newsflow]`` in pyproject.toml."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from ..errors import InvalidConfigError, NotFoundError, Problem
from ..model import rules
from ..model.people import Person
from .encoding import decode
from .problems import problems_of
from .toml import toml_problem

FILE = "newsflow.toml"
_CHANNEL = frozenset({"name", "kind", "active", "embargo"})
PYPROJECT = "pyproject.toml"
RELEASING = ("submit", "publish", "update", "correct")
SHARE = ("mail", "mastodon", "bluesky", "whatsapp", "copy", "device")
_TABLE = re.compile(rb"^[ \t]*\[tool\.newsflow[.\]]", re.MULTILINE)
_REFERENCE = re.compile(r"(?P<kind>env|file):(?P<name>.+)")


@attrs.frozen(kw_only=True)
class Site:
    """A site that the newsroom publishes; *policies* are addresses by name.

    *share* names the ways in which readers are offered to pass a story on; *mastodon*
    is the page on which they choose their server. *dates* are ``plain`` or ``cldr``;
    *words* is the folder of the words that the house says in its own way.
    *theme* is the folder of its theme, or ``package:NAME``.
    """

    name: str
    address: str
    title: str = ""
    zone: str = "UTC"
    languages: tuple[str, ...] = attrs.field(default=(), converter=rules.members)
    theme: str | None = None
    policies: Mapping[str, str] = MappingProxyType({})
    dates: str = "plain"
    words: str | None = None
    share: tuple[str, ...] = attrs.field(default=SHARE, converter=rules.members)
    mastodon: str = "https://share.joinmastodon.org/#text={text}"


@attrs.frozen(kw_only=True)
class ChannelSettings:
    """A channel as configured. The *settings* are not shown: there may be secrets.

    What is for an inactive channel is parked. *embargo* is ``kept``, or ``trusted`` for
    a partner who gets stories ahead of it.
    """

    name: str
    kind: str
    settings: Mapping[str, Any] = attrs.field(repr=False)
    active: bool = True
    embargo: str = "kept"

    @property
    def trusted(self) -> bool:
        """Whether embargoed text may go there, with the embargo said."""
        return self.embargo == "trusted"


@attrs.frozen(kw_only=True)
class ProfileSettings:
    """A house's own content profile: a JSON Schema, for which stories, before what."""

    schema: str
    kinds: tuple[str, ...] = attrs.field(default=(), converter=rules.members)
    acts: tuple[str, ...] = attrs.field(default=RELEASING, converter=rules.members)


@attrs.frozen(kw_only=True)
class Config:
    """What a newsroom is opened with. *folder* is where its relative paths begin."""

    name: str
    folder: Path
    database: str = "sqlite:///newsroom.db"
    media: str = "media"
    workflow: str = "standard"
    language: str = "und"
    zone: str = "UTC"
    plugins: tuple[str, ...] = ()
    plugins_dir: str | None = None
    preview_secret: str | None = attrs.field(default=None, repr=False)
    sites: tuple[Site, ...] = ()
    people: Mapping[str, Person] = MappingProxyType({})
    channels: tuple[ChannelSettings, ...] = ()
    profiles: tuple[ProfileSettings, ...] = ()

    @property
    def url(self) -> str:
        """The database URL, with a relative SQLite path begun at the folder.

        Raises:
            NotFoundError: it is a reference to a variable or file that is not there.
        """
        if _REFERENCE.fullmatch(self.database):
            return resolve(self.database, folder=self.folder)
        start = "sqlite:///"
        path = self.database.removeprefix(start)
        if not self.database.startswith(start) or path.startswith(("/", ":")):
            return self.database
        return f"{start}{self.folder / path}"

    @property
    def plugins_folder(self) -> Path | None:
        """The folder of one-file plug-ins, if one is named."""
        return None if self.plugins_dir is None else self.folder / self.plugins_dir

    def site(self, name: str) -> Site:
        """Find a site.

        Raises:
            NotFoundError: there is none of that name.
        """
        for site in self.sites:
            if site.name == name:
                return site
        kind = "site"
        raise NotFoundError(kind, name, known=(site.name for site in self.sites))


def find_config(start: Path) -> Path | None:
    """Look for the configuration in *start* and the folders above it.

    A ``newsflow.toml`` goes before ``[tool.newsflow]``; the folder of a repository is
    the last one looked at.
    """
    for folder in (start, *start.parents):
        for name in (FILE, PYPROJECT):
            file = folder / name
            if file.is_file() and (name == FILE or _TABLE.search(file.read_bytes())):
                return file
        if (folder / ".git").exists():
            return None
    return None


def read_config(file: Path | str) -> Config:
    """Read a configuration, whatever the file is called.

    In a ``pyproject.toml`` it is the table ``[tool.newsflow]``.

    Raises:
        UnreadableError: it is no text.
        InvalidConfigError: with every problem, each with its path.
    """
    file = Path(file)
    source = file.name
    try:
        plain = tomllib.loads(decode(file.read_bytes(), source=source))
    except tomllib.TOMLDecodeError as unfit:
        raise InvalidConfigError([toml_problem(unfit)], source=source) from None
    if file.name == PYPROJECT:
        tools = plain.get("tool")
        plain = tools.get("newsflow", {}) if isinstance(tools, dict) else {}
    return config_from(plain, folder=file.parent.absolute(), source=source)


def config_from(
    plain: Mapping[str, Any], *, folder: Path, source: str = FILE
) -> Config:
    """Structure a configuration document.

    Raises:
        InvalidConfigError: with every problem, each with its path.
    """
    found = (*problems_of("config", plain), *_further(plain))
    if found:
        raise InvalidConfigError(found, source=source)
    members = dict(plain["newsroom"])
    people = plain.get("people", {})
    return Config(
        **{**members, "plugins": tuple(members.get("plugins", ()))},
        folder=folder,
        sites=tuple(Site(**site) for site in plain.get("sites", ())),
        people={key: Person(id=key, **person) for key, person in people.items()},
        channels=tuple(map(_channel, plain.get("channels", ()))),
        profiles=tuple(ProfileSettings(**one) for one in plain.get("profiles", ())),
    )


def resolve(value: str, *, folder: Path) -> str:
    """Fetch the secret to which ``env:NAME`` or ``file:PATH`` refers.

    Raises:
        NotFoundError: there is no such variable or file; nothing of a secret is told.
    """
    match = _REFERENCE.fullmatch(value)
    if match is None:
        kind = "reference env:NAME or file:PATH in"
        raise NotFoundError(kind, "the setting of a secret")
    name = match["name"]
    if match["kind"] == "env":
        if name not in os.environ:
            kind = "environment variable"
            raise NotFoundError(kind, name)
        return os.environ[name]
    path = folder / name
    if not path.is_file():
        kind = "file for a secret"
        raise NotFoundError(kind, name)
    return path.read_text(encoding="utf-8").strip()


def _channel(plain: Mapping[str, Any]) -> ChannelSettings:
    own = {key: plain[key] for key in plain if key in _CHANNEL}
    settings = {key: plain[key] for key in plain if key not in _CHANNEL}
    return ChannelSettings(settings=settings, **own)


def _further(plain: Mapping[str, Any]) -> Iterator[Problem]:
    """Find what no schema can say: repeated names, zones that do not exist."""
    if not isinstance(plain, Mapping):
        return
    for table in ("sites", "channels"):
        seen: set[str] = set()
        for index, one in enumerate(_tables(plain.get(table))):
            name = one.get("name")
            if isinstance(name, str) and name in seen:
                path = f"$.{table}[{index}].name"
                message = "another one has this name already"
                yield Problem(
                    path=path, keyword="duplicate", message=message, found=name
                )
            seen.add(str(name))
            yield from _zone(one, f"$.{table}[{index}]")
    newsroom = plain.get("newsroom")
    if isinstance(newsroom, Mapping):
        yield from _zone(newsroom, "$.newsroom")
        yield from _literal_secret(newsroom)


def _literal_secret(newsroom: Mapping[str, Any]) -> Iterator[Problem]:
    """Refuse a secret that was written out, without writing it once more."""
    secret = newsroom.get("preview_secret")
    if isinstance(secret, str) and _REFERENCE.fullmatch(secret) is None:
        yield Problem(
            path="$.newsroom.preview_secret",
            keyword="secret",
            message="a secret is never written into the configuration",
            suggestion="write env:NAME or file:PATH",
        )


def _tables(value: object) -> Iterator[Mapping[str, Any]]:
    members = value if isinstance(value, list) else ()
    return (one for one in members if isinstance(one, Mapping))


def _zone(table: Mapping[str, Any], path: str) -> Iterator[Problem]:
    zone = table.get("zone")
    if not isinstance(zone, str):
        return
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, LookupError):
        message = "must be an IANA time zone such as Europe/Lisbon"
        yield Problem(path=f"{path}.zone", keyword="zone", message=message, found=zone)
