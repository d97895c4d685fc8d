"""The audit: the history is verified, and its state can be attested and compared."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import attrs

from ..documents.canonical import content_of
from ..documents.history import event, named_texts
from ..documents.texts import StoredText, is_whole
from ..errors import BrokenChainError, HistoryError, MissingExtraError
from ..events.chain import verify
from ..model.article import Article, Digest
from ..model.canonical import canonical
from ..model.times import stamp
from ..store.survey import Stored, survey
from ..workflow.evolve import replay
from ._erasing import left_over
from ._office import Office
from ._row import FORGOTTEN, begun, moving, writing

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )


@attrs.frozen(kw_only=True)
class Audit:
    """What was verified: so many articles, so many events, so many texts.

    *glass_broken* names the articles that went out without their approvals,
    *left_over* those whose imported original is still kept, though its text was erased:
    erase that again.
    """

    articles: int
    events: int
    texts: int
    erased: int
    glass_broken: tuple[str, ...]
    unreviewed: bool
    left_over: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Checkpoint:
    """Where every chain stood at an instant, with a signature over it (Ed25519)."""

    newsroom: str
    at: str
    heads: Mapping[str, tuple[int, str]]
    signature: str

    def document(self) -> dict[str, Any]:
        """Write it as a plain document."""
        claim = _claim(self.newsroom, self.at, self.heads)
        return {**claim, "signature": self.signature}


def audit(office: Office) -> Audit:
    """Verify every chain, every text, and the projection against the replay.

    Raises:
        BrokenChainError: naming the first event that does not fit.
        HistoryError: a text or a row is not what the history says.
    """
    with office.database.snapshot():
        return _audit(office)


def _audit(office: Office) -> Audit:
    found = [_verified(office, stored) for stored in survey(office.database)]
    return Audit(
        articles=len(found),
        events=sum(one.events for one in found),
        texts=sum(one.texts for one in found),
        erased=sum(one.erased for one in found),
        glass_broken=tuple(one.article for one in found if one.glass_broken),
        unreviewed=office.workflow.unreviewed,
        left_over=tuple(one.article for one in found if one.left_over),
    )


def checkpoint(office: Office, key: bytes) -> Checkpoint:
    """Attest where every chain stands, signed with a raw Ed25519 private key.

    Keep it out of the reach of whoever can write the database: then a cut at the end
    of a history and a history written anew are found, too.

    Raises:
        MissingExtraError: the extra ``sign`` is not installed.
    """
    heads = {
        name: (position, sealed) for name, position, sealed in office.store.heads()
    }
    at = stamp(office.clock())
    claim = _claim(office.config.name, at, heads)
    signature = _private(key).sign(canonical(claim))
    return Checkpoint(
        newsroom=office.config.name,
        at=at,
        heads=heads,
        signature=base64.b64encode(signature).decode(),
    )


def verify_checkpoint(office: Office, document: Mapping[str, Any], key: bytes) -> int:
    """Compare the history with a checkpoint; give the number of chains compared.

    *key* is the raw Ed25519 public key.

    Raises:
        HistoryError: the signature is not of that key and that text.
        BrokenChainError: a chain does not go through the point that was attested.
        MissingExtraError: the extra ``sign`` is not installed.
    """
    public = _public(key)  # first of all: it tells when the extra is missing
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - an extra

    claim = _claim(document["newsroom"], document["at"], document["heads"])
    try:
        signature = base64.b64decode(document["signature"], validate=True)
        public.verify(signature, canonical(claim))
    except (InvalidSignature, ValueError) as unfit:
        message = "the checkpoint was not signed with this key, or was changed since"
        raise HistoryError(message) from unfit
    for identifier, (position, sealed) in sorted(claim["heads"].items()):
        _went_through(office, identifier, position, sealed)
    return len(claim["heads"])


@attrs.frozen(kw_only=True)
class _Verified:
    """What was verified of one article."""

    article: str
    events: int
    texts: int
    erased: int
    glass_broken: bool
    left_over: bool


def _verified(office: Office, stored: Stored) -> _Verified:
    identifier, records, row = stored.article, stored.records, stored.row
    if row is None:
        reason = "the article's row is missing"
        raise BrokenChainError(identifier, len(records), reason)
    position, sealed = row["position"], row["hash"]
    if verify(identifier, records) != sealed or len(records) != position:
        reason = f"the article's row stands at {position}, its history elsewhere"
        raise BrokenChainError(identifier, len(records), reason)
    history = tuple(map(event, records))
    article = cast("Article", replay(history))  # there is an event, or it stood at 0
    texts = stored.texts
    _texts_fit(article, named_texts(history), texts)
    _row_fits(row, _row(office, article, sealed, texts))
    erased = sum(1 for text in texts.values() if text is None)
    return _Verified(
        article=identifier,
        events=len(records),
        texts=len(texts) - erased,
        erased=erased,
        glass_broken=any(version.broke_glass for version in article.versions),
        left_over=left_over(office, article),
    )


def _texts_fit(
    article: Article,
    named: frozenset[Digest],
    texts: Mapping[Digest, StoredText | None],
) -> None:
    """Hold the stored texts to those that the history names, and to their digests."""
    for digest in sorted(named | texts.keys()):
        stored = texts.get(digest)
        gone = digest in article.erased
        if digest not in texts:
            wrong = "is missing"
        elif digest not in named:
            wrong = "is none that the history names"
        elif gone != (stored is None):
            wrong = (
                "is there, and was erased" if gone else "is gone, and was not erased"
            )
        elif stored is not None and not (stored.digest == digest and is_whole(stored)):
            wrong = "is not the one recorded"
        else:
            continue
        message = f"{article.id}: the text {digest[:12]}… {wrong}"
        raise HistoryError(message)


def _row(
    office: Office,
    article: Article,
    sealed: str,
    texts: Mapping[Digest, StoredText | None],
) -> Mapping[str, Any]:
    """Give the row that the projection must have for a replayed article."""
    workflow = office.workflow_of(article)
    row = {**begun(article), **moving(article, workflow, sealed=sealed)}
    stored = texts[article.head.content]
    if stored is None:
        return {**row, "head": article.head.content, **FORGOTTEN}
    content = content_of(stored.text)
    return {**row, **writing(article, content, stored.fingerprint or "")}


def _row_fits(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    for name, value in wanted.items():
        if found[name] != value:
            message = (
                f"{found['id']}: the row says {name} = {found[name]!r}, "
                f"the history says {value!r}"
            )
            raise HistoryError(message)


def _went_through(office: Office, identifier: str, position: int, sealed: str) -> None:
    records = office.store.history(identifier, after=position - 1)
    if not records:
        reason = "it was attested, and now the history ends before it"
        raise BrokenChainError(identifier, position, reason)
    if records[0].hash != sealed:
        reason = "it is not the event that was attested"
        raise BrokenChainError(identifier, position, reason)


def _claim(newsroom: str, at: str, heads: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: list(head) for name, head in heads.items()}
    return {"newsroom": newsroom, "at": at, "heads": plain}


def _private(key: bytes) -> Ed25519PrivateKey:
    return _ed25519().Ed25519PrivateKey.from_private_bytes(key)  # type: ignore[no-any-return] # the module is imported when needed


def _public(key: bytes) -> Ed25519PublicKey:
    return _ed25519().Ed25519PublicKey.from_public_bytes(key)  # type: ignore[no-any-return] # the same


def _ed25519() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415 - an extra
            ed25519,
        )
    except ImportError as missing:
        feature, extra = "signing a checkpoint", "sign"
        raise MissingExtraError(feature, extra) from missing
    return ed25519


def read_checkpoint(text: str) -> Mapping[str, Any]:
    """Read a checkpoint document.

    Raises:
        HistoryError: it is none.
    """
    try:
        document = json.loads(text)
        _ = [document[name] for name in ("newsroom", "at", "heads", "signature")]
    except (ValueError, KeyError, TypeError) as unfit:
        message = "this is no checkpoint"
        raise HistoryError(message) from unfit
    plain: Mapping[str, Any] = document
    return plain
