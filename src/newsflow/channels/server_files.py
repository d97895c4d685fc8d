"""Files for web servers: how nginx or Caddy serves a site as it is meant.

Any server that hands out files will do. These two also answer 410 (RFC 9110) where a
story was retracted, lead on for good where one has moved, hide the state of the site,
let browsers keep what never changes, and refuse to follow links out of the folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

import attrs

from ..errors import InvalidValueError, NotFoundError
from .list_pages import INDEX

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
_ROOT = re.compile(r"""/[^"'$\\{}\x00-\x1f]*""")


@attrs.frozen(kw_only=True)
class Served:
    """A site as a server is to hand it out: from *root*, at *address*.

    *moved* says for each folder that a story has left which one it has now.
    """

    channel: str
    address: str
    root: Path
    moved: Mapping[str, str]

    @property
    def values(self) -> Mapping[str, str]:
        """What any server's file is told.

        Raises:
            InvalidValueError: the address or the folder is none that can be written
                into the file of a server.
        """
        parts = _parts(self.address)
        root = str(self.root)
        if _ROOT.fullmatch(root) is None:
            field, allowed = "path", "a folder without quotes, braces, dollars, or \\"
            raise InvalidValueError(field, root, allowed)
        host, port = _host(parts), f":{parts.port}" if parts.port else ""
        return {
            "channel": self.channel,
            "root": root,
            "host": host,
            "address": f"{parts.scheme}://{host}{port}",
        }


def server_file(served: Served, kind: str) -> str:
    """Write the file of a server: ``nginx`` or ``caddy``.

    Raises:
        NotFoundError: there is no such kind.
        InvalidValueError: the address or the folder cannot be written into it; or the
            site is not at the top of its host.
    """
    if kind not in _SERVERS:
        what = "web server"
        raise NotFoundError(what, kind, known=_SERVERS)
    template, moved = _SERVERS[kind]
    text = files(__package__).joinpath("servers", template).read_text("utf-8")
    values = {**served.values, "moved": "\n".join(moved(served.moved))}
    return re.sub(r"@([a-z]+)@", lambda found: values[found[1]], text)


def found_at(address: str, places: Mapping[str, Path]) -> Path:
    """Find the folder that is handed out at an address.

    Raises:
        NotFoundError: none of the *places*, folders by their addresses, is there.
    """
    known = {one.rstrip("/"): folder for one, folder in places.items()}
    wanted = address.rstrip("/")
    if wanted not in known:
        what = "address"
        raise NotFoundError(what, wanted, known=known)
    return known[wanted]


def _nginx_moved(moved: Mapping[str, str]) -> Iterator[str]:
    for former, path in sorted(moved.items()):
        yield f'    "/{former}" "/{path}";'
        yield f'    "/{former}{INDEX}" "/{path}";'


def _caddy_moved(moved: Mapping[str, str]) -> Iterator[str]:
    for former, path in sorted(moved.items()):
        yield f"\t\tredir /{former} /{path} permanent"
        yield f"\t\tredir /{former}{INDEX} /{path} permanent"


_SERVERS: Mapping[str, tuple[str, Callable[[Mapping[str, str]], Iterator[str]]]] = (
    MappingProxyType(
        {
            "nginx": ("nginx.conf", _nginx_moved),
            "caddy": ("Caddyfile", _caddy_moved),
        }
    )
)


def _parts(address: str) -> SplitResult:
    parts = urlsplit(address)
    if parts.path.strip("/") or parts.query or parts.fragment:
        field, allowed = (
            "address",
            "at the top of its host, for a server's file",
        )
        raise InvalidValueError(field, address, allowed)
    return parts


def _host(parts: SplitResult) -> str:
    """Give the host in ASCII (RFC 5890), as servers know it."""
    found = parts.netloc.rpartition("@")[2]
    name = found if found.startswith("[") else found.partition(":")[0]
    name = name.partition("]")[0] + "]" if name.startswith("[") else name
    try:
        host = name.encode("idna").decode() if not name.isascii() else name
    except UnicodeError:
        host = ""
    if _HOST.fullmatch(host) is None:
        field, allowed = "address", "an address with the name of a host"
        raise InvalidValueError(field, parts.geturl(), allowed)
    return host
