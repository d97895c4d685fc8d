"""A bucket: S3 and whatever speaks its protocol, through ``s3fs``.

An object is there whole or not at all. A root document is written on condition
(``If-Match``, ``If-None-Match``), so that of two writers one wins. Where a bucket keeps
versions, what was overwritten or removed stays readable until it is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import attrs

from ...ports import Veiled
from .address import StoreAddress
from .media_types import caching_of, media_type_of
from .remote import (
    CONNECT,
    PATIENCE,
    Line,
    OvertakenError,
    UnfitStoreError,
    failed,
    refused,
)

if TYPE_CHECKING:
    from s3fs import S3FileSystem

_AT_ONCE = 1000
"""So many objects are removed by one request (DeleteObjects)."""
_GONE = frozenset({"404", "NoSuchKey", "NoSuchVersion"})
_OVERTAKEN = frozenset({"409", "412", "ConditionalRequestConflict"}) | {
    "PreconditionFailed"
}
_UNKNOWN = frozenset({"501", "MethodNotAllowed", "NotImplemented"})


@attrs.frozen(kw_only=True)
class S3Remote:
    """Keeps files in a bucket, below a prefix.

    Without *user* and *secret* (access key and secret key) the credentials are those of
    the environment, as every program for S3 finds them. *endpoint* is where a store
    listens that is none of Amazon's.
    """

    at: StoreAddress
    endpoint: str | None = None
    region: str | None = None
    user: str | None = attrs.field(default=None, repr=False)
    secret: Veiled | None = None
    _line: Line[S3FileSystem] = attrs.field(
        factory=Line, init=False, repr=False, eq=False
    )

    @property
    def address(self) -> str:
        """Where it is, without anything secret."""
        return f"s3://{self.at.host}{self.at.path}"

    @property
    def place(self) -> tuple[str, ...]:
        """Where it is, part by part."""
        return ("s3", self.endpoint or "", self.at.host, *self.at.parts)

    def read(self, name: str) -> tuple[bytes, object] | None:
        """Read an object with its ETag; None where there is none."""
        with self._asking(name):
            try:
                return self._got(name)
            except OSError as failure:
                if _code(failure) in _GONE:
                    return None
                raise

    def mark(self, name: str) -> object:
        """Give the ETag of an object; None where there is none."""
        with self._asking(name):
            try:
                return self._call("head_object", Key=self._key(name))["ETag"]
            except FileNotFoundError:
                return None

    def has(self, name: str) -> bool:
        """Tell whether there is an object, or one below it."""
        return self.mark(name) is not None or any(True for _ in self.listed(name))

    def put(self, name: str, data: bytes) -> None:
        """Write an object; a reader gets the old one or the new one."""
        with self._asking(name):
            self._put(name, data)

    def swap(self, name: str, data: bytes, mark: object) -> object:
        """Write an object on condition that it has that ETag still."""
        condition = {"IfNoneMatch": "*"} if mark is None else {"IfMatch": str(mark)}
        with self._asking(name):
            try:
                return self._put(name, data, **condition)["ETag"]
            except OSError as failure:
                if _code(failure) in _OVERTAKEN | _GONE:
                    raise OvertakenError from failure
                raise

    def drop(self, name: str) -> bool:
        """Remove an object; False, if there is none."""
        if self.mark(name) is None:
            return False
        with self._asking(name):
            self._call("delete_object", Key=self._key(name))
        return True

    def clear(self, folder: str) -> None:
        """Remove whatever is below a prefix."""
        keys = ({"Key": self._key(name)} for name in self.below(folder))
        for some in _batches(keys):
            self._delete(some)

    def listed(self, folder: str) -> Iterator[str]:
        """Name what is directly below a prefix."""
        prefix = self._key(f"{folder}/" if folder else "")
        for page in self._pages("list_objects_v2", Prefix=prefix, Delimiter="/"):
            for one in page.get("Contents", ()):
                yield one["Key"].removeprefix(prefix)
            for one in page.get("CommonPrefixes", ()):
                yield one["Prefix"].removeprefix(prefix).rstrip("/")

    def below(self, folder: str) -> Iterator[str]:
        """Name every object below a prefix."""
        for page in self._pages("list_objects_v2", Prefix=self._key(f"{folder}/")):
            for one in page.get("Contents", ()):
                yield one["Key"].removeprefix(self._key(""))

    def remembers(self) -> bool:
        """Tell whether there is any version that is not shown, or a delete marker."""
        return any(True for kind in _PAST for _ in self._past(kind))

    def forget(self) -> None:
        """Remove every version that is not shown, and every delete marker.

        The versions first: the last one below a marker that is gone would be shown.
        """
        for kind in _PAST:
            for some in _batches(self._past(kind)):
                self._delete(some)

    def _past(self, kind: str) -> Iterator[dict[str, str]]:
        pages = self._pages("list_object_versions", Prefix=self._key(""))
        try:
            for page in pages:
                for one in page.get(kind, ()):
                    if kind == "DeleteMarkers" or not one["IsLatest"]:
                        yield {"Key": one["Key"], "VersionId": one["VersionId"]}
        except OSError as failure:
            # A store that knows no versions keeps none.
            if _code(failure.__cause__ or failure) not in _UNKNOWN:
                raise

    def _pages(self, method: str, **asked: str) -> Iterator[Mapping[str, Any]]:
        further: dict[str, str] = {}
        while True:
            with self._asking(""):
                page = self._call(method, **asked, **further)
            yield page
            if not page.get("IsTruncated"):
                return
            further = {
                ask: page[told] for told, ask in _FURTHER if page.get(told) is not None
            }

    def _put(self, name: str, data: bytes, **condition: str) -> Mapping[str, Any]:
        return self._call(
            "put_object",
            Key=self._key(name),
            Body=data,
            ContentType=media_type_of(name),
            CacheControl=caching_of(name),
            **condition,
        )

    def _delete(self, some: tuple[dict[str, str], ...]) -> None:
        with self._asking(""):
            told = {"Objects": list(some), "Quiet": True}
            answer = self._call("delete_objects", Delete=told)
            for error in answer.get("Errors", ()):
                if error.get("Code") not in _GONE:
                    why = f"{error.get('Code')} for {error.get('Key')}"
                    raise refused(self.address, why)

    def _key(self, name: str) -> str:
        return f"{self.at.path}/{name}".lstrip("/")

    def _call(self, method: str, **asked: object) -> Mapping[str, Any]:
        made = self._line.get(self._open).call_s3(method, Bucket=self.at.host, **asked)
        answer: Mapping[str, Any] = made
        return answer

    def _got(self, name: str) -> tuple[bytes, object]:
        from fsspec.asyn import sync  # noqa: PLC0415 - a heavy library of an extra

        store = self._line.get(self._open)

        async def get() -> tuple[bytes, object]:
            asked = {"Bucket": self.at.host, "Key": self._key(name)}
            answer = await store._call_s3("get_object", **asked)  # noqa: SLF001 - fsspec's name for what is awaited
            async with answer["Body"] as body:
                return await body.read(), answer["ETag"]

        got: tuple[bytes, object] = sync(store.loop, get)
        return got

    def _open(self) -> S3FileSystem:
        from s3fs import S3FileSystem  # noqa: PLC0415 - a heavy library of an extra

        system = S3FileSystem(
            key=self.user,
            secret=self.secret.text if self.secret else None,
            endpoint_url=self.endpoint,
            client_kwargs={"region_name": self.region} if self.region else {},
            config_kwargs=_config(own=self.endpoint is not None),
            use_listings_cache=False,
            skip_instance_cache=True,  # nor is the secret kept
        )
        system.retries = 1
        return system

    @contextmanager
    def _asking(self, name: str) -> Iterator[None]:
        """Put what fails into words."""
        where = f"{self.address}/{name}" if name else self.address
        try:
            yield
        except OvertakenError:
            raise
        except PermissionError as refusal:
            raise refused(where, _code(refusal) or "AccessDenied") from refusal
        except Exception as failure:
            if _code(failure) == "NoSuchBucket":
                message = "there is no such bucket"
                raise UnfitStoreError(message) from failure
            if type(failure).__name__ in _KEYLESS:
                raise refused(where, "no credentials were found") from failure
            raise failed(where=where, failure=failure) from failure


_PAST = ("Versions", "DeleteMarkers")
_KEYLESS = frozenset({"NoCredentialsError", "PartialCredentialsError"})
_FURTHER = (
    ("NextContinuationToken", "ContinuationToken"),
    ("NextKeyMarker", "KeyMarker"),
    ("NextVersionIdMarker", "VersionIdMarker"),
)


def _batches(
    keys: Iterator[dict[str, str]],
) -> Iterator[tuple[dict[str, str], ...]]:
    """Take as many at a time as one request may name."""
    while some := tuple(islice(keys, _AT_ONCE)):
        yield some


def _config(*, own: bool) -> dict[str, object]:
    """Configure the client; a store of one's own is asked by path, and asked little.

    The checksums that Amazon's clients add by themselves are not known everywhere.
    """
    return {
        "connect_timeout": CONNECT,
        "read_timeout": PATIENCE,
        "retries": {"total_max_attempts": 1},  # the ledger comes again
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
        "s3": {"addressing_style": "path" if own else "auto"},
    }


def _code(failure: BaseException) -> str:
    """Give the code by which S3 tells what is wrong; empty, if S3 did not."""
    answer = getattr(failure.__cause__ or failure, "response", None) or {}
    return str(answer.get("Error", {}).get("Code", ""))
