"""Logging in to a server for SSH that is known by its key, and by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ...ports import Veiled
from .address import StoreAddress
from .remote import CONNECT, UnfitStoreError

if TYPE_CHECKING:
    from asyncssh import SFTPClient, SSHKey
    from sshfs import SSHFileSystem


@attrs.frozen
class Session:
    """A connection with its file transfer."""

    system: SSHFileSystem
    sftp: SFTPClient


@attrs.frozen(kw_only=True)
class Login:
    """Who logs in, and by what key the server is known.

    Nothing of the machine's own configuration of SSH is used: neither its known hosts
    nor its keys. *secret* is the password of *user*, or what opens their
    *private_key*.
    """

    host_key: str
    user: str = attrs.field(repr=False)
    secret: Veiled | None = None
    private_key: Veiled | None = None

    def open(self, at: StoreAddress) -> Session:
        """Log in.

        Raises:
            UnfitStoreError: one of the keys is none.
        """
        from fsspec.asyn import sync  # noqa: PLC0415 - a heavy library of an extra
        from sshfs import SSHFileSystem  # noqa: PLC0415 - the same

        system = SSHFileSystem(
            at.host,
            port=at.port,
            username=self.user,
            known_hosts=([self._known()], [], []),
            client_keys=self._own(),
            password=self._password(),
            config=None,
            agent_path=None,
            keepalive_interval=CONNECT,
            timeout=CONNECT,
            skip_instance_cache=True,  # nor is the secret kept for others
        )
        start = system.client.start_sftp_client
        return Session(system, sync(system.loop, start, timeout=CONNECT))

    def _password(self) -> str | None:
        return self.secret.text if self.secret and not self.private_key else None

    def _known(self) -> SSHKey:
        import asyncssh  # noqa: PLC0415 - a heavy library of an extra

        try:
            return asyncssh.import_public_key(self.host_key)
        except asyncssh.KeyImportError as unfit:
            message = "host_key is no public key"
            raise UnfitStoreError(message) from unfit

    def _own(self) -> list[SSHKey] | None:
        import asyncssh  # noqa: PLC0415 - a heavy library of an extra

        if self.private_key is None:
            return None
        phrase = self.secret.text if self.secret else None
        try:
            return [asyncssh.import_private_key(self.private_key.text, phrase)]
        except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
            message = "private_key is no key, or secret does not open it"
        raise UnfitStoreError(message)  # without its cause: that may show the key
