"""The audit: verify the history, attest where it stands, compare it with that."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path

import click

from ..documents.files import write_whole
from ..errors import MissingExtraError
from ..model.times import stamp
from ..newsroom.audit import read_checkpoint
from .answers import as_json, counted, plain
from .outcomes import AdvisedError
from .session import Session, group, in_session
from .troubles import ahead

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW = click.Path(dir_okay=False, path_type=Path)
_LENGTH = 32
_PRIVATE, _PUBLIC = b"ed25519-private", b"ed25519-public"


@group("audit")
def audit() -> None:
    """Verify the history, and attest it."""


@audit.command("verify")
@click.option("--checkpoint", type=_FILE, help="An earlier one, to compare with.")
@click.option("--public-key", type=_FILE, help="The key it was signed with.")
@in_session
def verify(
    session: Session, *, checkpoint: Path | None, public_key: Path | None
) -> None:
    """Verify every chain, every text, every row.

    Exit code 7 names the first event that does not fit. What the chains alone cannot
    tell, a cut at the end or a history written anew, a checkpoint does.
    """
    if (checkpoint is None) != (public_key is None):
        message = "--checkpoint and --public-key go together."
        raise click.UsageError(message)
    result = session.room.audit()
    compared = None
    if checkpoint is not None and public_key is not None:
        document = read_checkpoint(checkpoint.read_text(encoding="utf-8"))
        key = _key(public_key, _PUBLIC)
        compared = session.room.verify_checkpoint(document, key)
    verified = (
        counted(result.articles, "article"),
        counted(result.events, "event"),
        counted(result.texts, "text"),
    )
    lines = [f"{', '.join(verified)} verified; {result.erased} erased"]
    if compared is not None:
        lines.append(f"{counted(compared, 'chain')} go through the checkpoint")
    if result.unreviewed:
        lines.append("NOTE: the workflow lets stories out without anyone's approval")
    lines += [
        f"NOTE: {one} went out without its approvals" for one in result.glass_broken
    ]
    lines += [
        f"NOTE: the document of {one} is kept, and its text was erased: erase it again"
        for one in result.left_over
    ]
    lines += [
        f"NOTE: {row.id} was changed at {row.updated}, by a clock that was ahead"
        for row in ahead(session.room, now=stamp(session.moment))
    ]
    session.give({**plain(result), "compared": compared}, "\n".join(lines))


@audit.command("checkpoint")
@click.option("--key", type=_FILE, required=True, help="The private key.")
@click.option("--out", type=_NEW, help="Where to; standard output, else.")
@in_session
def checkpoint(session: Session, *, key: Path, out: Path | None) -> None:
    """Attest where every chain stands, signed with Ed25519.

    Keep it where nobody who can write the database can reach it.
    """
    if out is not None:
        _refuse_old(out)
    document = session.room.checkpoint(_key(key, _PRIVATE)).document()
    if out is None:
        click.echo(as_json(document))
        return
    write_whole(out, f"{as_json(document)}\n".encode())
    heads = counted(len(document["heads"]), "chain")
    session.give({"out": out, "chains": len(document["heads"])}, f"{heads} in {out}")


@audit.command("keygen")
@click.option("--key", type=_NEW, required=True, help="Where the private key goes.")
@click.option("--public-key", type=_NEW, required=True, help="Where the public one.")
@in_session
def keygen(session: Session, *, key: Path, public_key: Path) -> None:
    """Make a pair of keys for checkpoints; existing files are never overwritten."""
    private = secrets.token_bytes(_LENGTH)
    public = _public(private)
    for file in (key, public_key):
        _refuse_old(file)
    _write_new(key, _marked(_PRIVATE, private), 0o600)
    _write_new(public_key, _marked(_PUBLIC, public), 0o644)
    session.give({"key": key, "public_key": public_key}, f"{key}\n{public_key}")
    session.remark(f"keep {key} away from the database; {public_key} may be anywhere")


def _public(private: bytes) -> bytes:
    try:
        from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415 - an extra
            ed25519,
        )
    except ImportError as missing:
        feature, extra = "making keys", "sign"
        raise MissingExtraError(feature, extra) from missing
    key = ed25519.Ed25519PrivateKey.from_private_bytes(private)
    return key.public_key().public_bytes_raw()


def _marked(kind: bytes, key: bytes) -> bytes:
    return kind + b" " + base64.b64encode(key) + b"\n"


def _refuse_old(file: Path) -> None:
    if file.exists():
        message = f"{file} is there already, and is never overwritten"
        raise AdvisedError(message)


def _key(file: Path, kind: bytes) -> bytes:
    """Read a key of a kind; one of another origin is not marked with any."""
    mark, _, encoded = file.read_bytes().strip().rpartition(b" ")
    if mark not in {b"", kind}:
        message = f"{file} holds a key of another kind: {mark.decode(errors='replace')}"
        raise AdvisedError(message, hint=f"{kind.decode()} is wanted here")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != _LENGTH:
        message = f"{file} holds no Ed25519 key: 32 bytes in base64"
        raise AdvisedError(message, hint="newsflow audit keygen makes a pair")
    return key


def _write_new(file: Path, data: bytes, mode: int) -> None:
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb"
    ) as out:
        out.write(data)
