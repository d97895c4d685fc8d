"""Real servers on this machine that a site can be kept on, and a line to cut."""

from __future__ import annotations

import asyncio
import selectors
import shutil
import socket
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any, Protocol, TypeVar

import asyncssh
import attrs
import boto3
from cheroot import wsgi
from moto.server import ThreadedMotoServer
from wsgidav.wsgidav_app import WsgiDAVApp

USER, SECRET = "gazette", "tide-table-1887"
BUCKET = "harbour-gazette"
HOST = "127.0.0.1"
T = TypeVar("T")


class Server(Protocol):
    """Keeps sites, each in a place of its own."""

    def settings(self, place: str, *, cut: bool) -> dict[str, Any]:
        """Give the settings of a place; with *cut*, over the line that can be cut."""
        ...

    def files(self, place: str) -> dict[str, bytes]:
        """Read every file in a place, by another way than through the channel."""
        ...

    def plant(self, place: str, name: str, data: bytes) -> None:
        """Put a file into a place, as somebody else would."""
        ...

    @contextmanager
    def away(self) -> Iterator[None]:
        """Be out of reach for a while."""
        ...

    def stop(self) -> None:
        """Stop."""
        ...


class Relay:
    """A line to a server that can be cut: it listens, and passes on what it hears."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._ears = selectors.DefaultSelector()
        self._listen(0)
        self.port: int = self._listener.getsockname()[1]
        self._thread: Thread
        self._start()

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Cut the line for a while."""
        self.stop()
        try:
            yield
        finally:
            self._ears = selectors.DefaultSelector()
            self._listen(self.port)
            self._start()

    def stop(self) -> None:
        """Hang up."""
        self._alive = False
        self._thread.join()
        for one in (*self._pairs, self._listener):
            one.close()
        self._pairs.clear()
        self._ears.close()

    def _listen(self, port: int) -> None:
        self._listener = socket.create_server((HOST, port))
        self._ears.register(self._listener, selectors.EVENT_READ)

    def _start(self) -> None:
        self._alive = True
        self._thread = Thread(target=self._pass_on, daemon=True)
        self._thread.start()

    def _pass_on(self) -> None:
        while self._alive:
            for key, _ in self._ears.select(timeout=0.02):
                if key.fileobj is self._listener:
                    self._take()
                elif isinstance(key.fileobj, socket.socket):
                    self._hear(key.fileobj)

    def _take(self) -> None:
        caller, _ = self._listener.accept()
        server = socket.create_connection((HOST, self._target))
        self._pairs |= {caller: server, server: caller}
        for one in (caller, server):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._ears.register(one, selectors.EVENT_READ)

    def _hear(self, one: socket.socket) -> None:
        other = self._pairs.get(one)
        if other is None:
            return
        data = b""
        with suppress(OSError):
            data = one.recv(1 << 16)
            other.sendall(data)
        if not data:
            for end in (one, other):
                self._ears.unregister(end)
                self._pairs.pop(end)
                end.close()


class Bucket:
    """A bucket of S3 that keeps versions."""

    def __init__(self) -> None:
        self._server = ThreadedMotoServer(HOST, port=0, verbose=False)
        self._server.start()
        _, self.port = self._server.get_host_and_port()
        self.relay = Relay(self.port)
        self.s3 = boto3.client(
            "s3",
            endpoint_url=f"http://{HOST}:{self.port}",
            region_name="us-east-1",
            aws_access_key_id=USER,
            aws_secret_access_key=SECRET,
        )
        self.s3.create_bucket(Bucket=BUCKET)
        self.s3.put_bucket_versioning(
            Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"}
        )

    def settings(self, place: str, *, cut: bool) -> dict[str, Any]:
        """Give the settings of a prefix."""
        return {
            "path": f"s3://{BUCKET}/{place}",
            "endpoint": f"http://{HOST}:{self.relay.port if cut else self.port}",
            "region": "us-east-1",
            "user": USER,
            "secret": SECRET,
        }

    def files(self, place: str) -> dict[str, bytes]:
        """Read every object below a prefix, as it is now."""
        found = self.s3.list_objects_v2(Bucket=BUCKET, Prefix=f"{place}/")
        return {
            key.removeprefix(f"{place}/"): self.s3.get_object(Bucket=BUCKET, Key=key)[
                "Body"
            ].read()
            for key in sorted(one["Key"] for one in found.get("Contents", ()))
        }

    def versions(self, place: str) -> list[tuple[str, bytes | None]]:
        """Read whatever is kept, by name: with its bytes, or None for a marker."""
        found = self.s3.list_object_versions(Bucket=BUCKET, Prefix=f"{place}/")
        markers = [(one["Key"], None) for one in found.get("DeleteMarkers", ())]
        return [
            *((one["Key"], self._version(one)) for one in found.get("Versions", ())),
            *markers,
        ]

    def plant(self, place: str, name: str, data: bytes) -> None:
        """Put an object there."""
        self.s3.put_object(Bucket=BUCKET, Key=f"{place}/{name}", Body=data)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Be out of reach for a while."""
        with self.relay.cut():
            yield

    def stop(self) -> None:
        """Stop."""
        self.s3.close()
        self.relay.stop()
        self._server.stop()

    def _version(self, one: Mapping[str, Any]) -> bytes:
        got = self.s3.get_object(
            Bucket=BUCKET, Key=one["Key"], VersionId=one["VersionId"]
        )
        data: bytes = got["Body"].read()
        return data


class _Kept:
    """A server whose files lie in a folder of this machine."""

    root: Path
    relay: Relay

    def files(self, place: str) -> dict[str, bytes]:
        """Read every file in a place."""
        folder = self.root / place
        return {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }

    def plant(self, place: str, name: str, data: bytes) -> None:
        """Put a file there."""
        file = self.root / place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Be out of reach for a while."""
        with self.relay.cut():
            yield


class Dav(_Kept):
    """A server for WebDAV: WsgiDAV on Cheroot."""

    def __init__(self, root: Path) -> None:
        self.root = root
        users = {"*": {USER: {"password": SECRET}}}
        app = WsgiDAVApp(
            {
                "provider_mapping": {"/": str(root)},
                "simple_dc": {"user_mapping": users},
                "http_authenticator": {
                    "accept_basic": True,
                    "accept_digest": False,
                    "default_to_digest": False,
                },
                "verbose": 0,
                "logging": {"enable": False},
            }
        )
        self._server = wsgi.Server((HOST, 0), app, numthreads=4, timeout=1)
        self._server.shutdown_timeout = 0
        self._server.prepare()
        self._thread = Thread(target=self._server.serve, daemon=True)
        self._thread.start()
        self.port: int = self._server.bind_addr[1]
        self.relay = Relay(self.port)

    def settings(self, place: str, *, cut: bool) -> dict[str, Any]:
        """Give the settings of a folder."""
        port = self.relay.port if cut else self.port
        return {
            "path": f"webdav://{HOST}:{port}/{place}",
            "user": USER,
            "secret": SECRET,
        }

    def stop(self) -> None:
        """Stop."""
        self.relay.stop()
        self._server.stop()
        self._thread.join()


class _Doorman(asyncssh.SSHServer):
    """Lets one user in, by password or by key."""

    own: str = ""

    def begin_auth(self, username: str) -> bool:
        """Ask everybody."""
        return bool(username)

    def password_auth_supported(self) -> bool:
        """Take passwords."""
        return True

    def validate_password(self, username: str, password: str) -> bool:
        """Know the one."""
        return (username, password) == (USER, SECRET)

    def public_key_auth_supported(self) -> bool:
        """Take keys."""
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Know the one."""
        known = asyncssh.import_public_key(self.own)
        return username == USER and key == known


class Sftp(_Kept):
    """A server for SFTP of asyncssh, in a root of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.host = asyncssh.generate_private_key("ssh-ed25519")
        self.own = asyncssh.generate_private_key("ssh-ed25519")
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(self._listening())
        self.port: int = self._server.get_port()
        self.relay = Relay(self.port)

    @property
    def host_key(self) -> str:
        """The public key of the server, as it is pinned."""
        return public(self.host)

    def settings(self, place: str, *, cut: bool) -> dict[str, Any]:
        """Give the settings of a folder."""
        port = self.relay.port if cut else self.port
        return {
            "path": f"sftp://{HOST}:{port}/{place}",
            "user": USER,
            "secret": SECRET,
            "host_key": self.host_key,
        }

    def stop(self) -> None:
        """Stop."""
        self.relay.stop()
        self._run(self._closed())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listening(self) -> asyncssh.SSHAcceptor:
        doorman = type("Doorman", (_Doorman,), {"own": public(self.own)})
        return await asyncssh.listen(
            HOST,
            0,
            server_factory=doorman,
            server_host_keys=[self.host],
            sftp_factory=lambda channel: asyncssh.SFTPServer(
                channel, chroot=str(self.root).encode()
            ),
        )

    async def _closed(self) -> None:
        self._server.close()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for one in left:
            one.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _run(self, made: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(made, self._loop).result(10)


@attrs.frozen
class Berth:
    """A place of its own on a server, which is that of one test."""

    server: Server
    place: str
    cut: bool = False

    @property
    def settings(self) -> dict[str, Any]:
        """The settings by which a channel gets there."""
        return self.server.settings(self.place, cut=self.cut)

    @property
    def files(self) -> dict[str, bytes]:
        """Every file in it."""
        return self.server.files(self.place)


_NUMBERS = count()


def berth(server: Server, *, cut: bool = False) -> Berth:
    """Give a place in which nothing is yet; with *cut*, the line to it can be cut."""
    return Berth(server, f"site-{next(_NUMBERS)}/www", cut)


def public(key: asyncssh.SSHKey) -> str:
    """Write a public key as it is pinned: without the comment."""
    return " ".join(key.export_public_key().decode().split()[:2])


def started(kind: str, root: Path) -> Server:
    """Start a server of a kind."""
    if kind == "s3":
        return Bucket()
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    return Dav(root) if kind == "webdav" else Sftp(root)
