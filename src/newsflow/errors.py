"""Everything newsflow raises, in one tree.

::

    NewsflowError
    ├── InvalidError              what came in is wrong; nothing was kept of it
    │   ├── InvalidValueError     one value, as a class refuses it (also a ValueError)
    │   ├── InvalidDocumentError  a document: every problem with its path
    │   ├── InvalidWorkflowError  a workflow that the proof refuses
    │   ├── InvalidConfigError    newsflow.toml, with every problem in it
    │   └── UnreadableError       bytes that are no text, or too large, or too deep
    ├── StepRefusedError          the workflow says no, with every objection
    ├── ConflictError             somebody else was faster
    ├── ContentionError           the database undid it for another one's sake
    ├── NotFoundError             no such article, person … (also a LookupError)
    ├── LockedError               another person is writing in the article
    ├── NotReleasedError          a view was asked for that readers may not have yet
    ├── PreviewError              a preview link shows nothing, and says nothing
    ├── ThemeError                the pages of a theme cannot be made
    ├── ErasedTextError           the text was erased; its digest and reason remain
    ├── OlderDatabaseError        the database is to be upgraded first
    ├── NewerDatabaseError        the database was written by a newer newsflow
    ├── HistoryError              the history cannot be trusted
    │   └── BrokenChainError      the first event that does not fit its chain
    ├── PluginError               a plug-in failed, by name
    │   └── PluginClashError      two plug-ins offer the same name
    ├── DeliveryError             a channel could not do what was asked
    │   ├── RejectedError         and never will, for this payload
    │   ├── RetryError            but may later
    │   │   ├── RateLimitedError  when its receiver has had enough for now
    │   │   └── CredentialsError  once it lets us in again
    │   ├── UnknownOutcomeError   or could: it was sent, and no answer came
    │   └── NeedsPersonError      and only a person can go on
    ├── LedgerError               a delivery cannot be moved as was asked
    └── MissingExtraError         an optional dependency is not installed

Each error carries its facts as attributes and says in its message what failed, on
what, and what would have been possible. No message is ever meant to be parsed.
"""

from __future__ import annotations

from collections.abc import Iterable

from ._contention import ContentionError as ContentionError  # noqa: PLC0414 - the same
from ._delivery_errors import (
    CredentialsError as CredentialsError,  # noqa: PLC0414 - part of the tree
)
from ._delivery_errors import DeliveryError as DeliveryError  # noqa: PLC0414 - the same
from ._delivery_errors import LedgerError as LedgerError  # noqa: PLC0414 - the same
from ._delivery_errors import (
    NeedsPersonError as NeedsPersonError,  # noqa: PLC0414 - part of the tree
)
from ._delivery_errors import (
    RateLimitedError as RateLimitedError,  # noqa: PLC0414 - part of the tree
)
from ._delivery_errors import (
    RejectedError as RejectedError,  # noqa: PLC0414 - part of the tree
)
from ._delivery_errors import RetryError as RetryError  # noqa: PLC0414 - the same
from ._delivery_errors import (
    UnknownOutcomeError as UnknownOutcomeError,  # noqa: PLC0414 - part of the tree
)
from ._extra_error import MissingExtraError as MissingExtraError  # noqa: PLC0414 - the same
from ._phrases import cannot
from ._preview_error import PreviewError as PreviewError  # noqa: PLC0414 - the same
from ._problems import Objection as Objection  # noqa: PLC0414 - errors carry it
from ._problems import Problem as Problem  # noqa: PLC0414 - the same
from ._problems import named
from ._root_error import NewsflowError as NewsflowError  # noqa: PLC0414 - the root
from ._theme_error import ThemeError as ThemeError  # noqa: PLC0414 - the same
from ._theme_error import ThemeFault as ThemeFault  # noqa: PLC0414 - it carries them


class InvalidError(NewsflowError):
    """What came in is wrong. Nothing was stored, nothing was changed."""


class InvalidValueError(InvalidError, ValueError):
    """A value that no article can hold, refused by the class that was to hold it."""

    def __init__(self, field: str, found: object, allowed: str) -> None:
        self.field = field
        self.found = found
        self.allowed = allowed
        super().__init__(f"{field} must be {allowed}, not {_shown(found)}")


class _ProblemsError(InvalidError):
    """Several problems under one heading."""

    heading = "this is not valid"

    def __init__(self, problems: Iterable[Problem], *, source: str = "") -> None:
        self.problems = tuple(problems)
        self.source = source
        where = f"{source}: " if source else ""
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        super().__init__(f"{where}{self.heading}: {_count(self.problems)}{lines}")


class InvalidDocumentError(_ProblemsError):
    """A document that is no valid article, content or other known document."""

    heading = "this document is not valid"


class InvalidConfigError(_ProblemsError):
    """A configuration that cannot be used."""

    heading = "this configuration is not valid"


class InvalidWorkflowError(_ProblemsError):
    """A workflow that would let something through, or that leads nowhere."""

    heading = "this workflow cannot be used"


class UnreadableError(InvalidError):
    """Bytes out of which no text can be read: wrong encoding, too large, too deep."""

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"cannot read {source or 'this input'}: {reason}")


class StepRefusedError(NewsflowError):
    """The workflow says no. *objections* has every reason, *possible* what may be done.

    *article* is the id of the story, *state* the name of the state in which it is.
    """

    def __init__(
        self,
        step: str,
        article: str,
        *,
        state: str,
        objections: Iterable[Objection],
        possible: Iterable[str] = (),
    ) -> None:
        self.step = step
        self.article = article
        self.state = state
        self.objections = tuple(objections)
        self.possible = tuple(possible)
        reasons = "; ".join(str(objection) for objection in self.objections)
        self_or_none = ", ".join(self.possible) or "nothing"
        super().__init__(
            f"{cannot(step, article)} (in {state}): {reasons}; "
            f"possible from here: {self_or_none}"
        )


class ConflictError(NewsflowError):
    """The article moved on since it was read: take the step again on what is now."""

    def __init__(self, article: str, *, expected: int, found: int) -> None:
        self.article = article
        self.expected = expected
        self.found = found
        told = "has moved on" if expected < found else "has never stood there"
        super().__init__(
            f"{article} {told}: expected position {expected}, found {found}; "
            "read it again and repeat the step if it still applies"
        )


class NotFoundError(NewsflowError, LookupError):
    """There is no such thing; *known* lists near or possible names."""

    def __init__(self, kind: str, name: str, *, known: Iterable[str] = ()) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(known)
        hint = named("; known: ", self.known, "")
        super().__init__(f"there is no {kind} {name!r}{hint}")


class LockedError(NewsflowError):
    """Another person holds the article's lock, until *until* (ISO 8601, UTC).

    *lifted_by* names the roles that may take it from them by ``unlock(force=True)``.
    """

    def __init__(
        self, article: str, *, holder: str, until: str, lifted_by: Iterable[str] = ()
    ) -> None:
        self.article = article
        self.holder = holder
        self.until = until
        self.lifted_by = tuple(lifted_by)
        force = named(", or have it unlocked by force (by: ", self.lifted_by, ")")
        super().__init__(
            f"{article} is locked by {holder} until {until}: "
            f"wait until then, ask {holder} to let it go{force}"
        )


class NotReleasedError(NewsflowError):
    """Readers may not have this yet: it is no live version, or its embargo runs."""

    def __init__(self, article: str, reason: str) -> None:
        self.article = article
        self.reason = reason
        super().__init__(f"{article} cannot be shown to readers: {reason}")


class ErasedTextError(NewsflowError):
    """This text was erased for *reason*; only its *digest* is left."""

    def __init__(self, digest: str, reason: str) -> None:
        self.digest = digest
        self.reason = reason
        super().__init__(f"the text {digest[:12]}… was erased: {reason}")


class OlderDatabaseError(NewsflowError):
    """The tables are of schema version *found*, and *known* is the one wanted here."""

    def __init__(self, *, found: int, known: int) -> None:
        self.found = found
        self.known = known
        super().__init__(
            f"the database has schema version {found}, and this newsflow needs {known}:"
            " make a backup, then run 'newsflow db upgrade'"
        )


class NewerDatabaseError(NewsflowError):
    """The tables are of schema version *found*; only those up to *known* are known."""

    def __init__(self, *, found: int, known: int) -> None:
        self.found = found
        self.known = known
        super().__init__(
            f"the database has schema version {found}, and this newsflow knows none "
            f"after {known}: a newer newsflow has written it; install that one, or "
            "open a copy of the database from before; nothing was changed"
        )


class HistoryError(NewsflowError):
    """The stored history cannot be read as what it claims to be."""


class BrokenChainError(HistoryError):
    """The first event of *article* that does not fit its chain, and how."""

    def __init__(self, article: str, position: int, reason: str) -> None:
        self.article = article
        self.position = position
        self.reason = reason
        super().__init__(f"{article}: the history breaks at event {position}: {reason}")


class PluginError(NewsflowError):
    """A plug-in could not be loaded or used; the others go on."""

    def __init__(self, plugin: str, reason: str) -> None:
        self.plugin = plugin
        self.reason = reason
        super().__init__(f"plug-in {plugin}: {reason}")


class PluginClashError(PluginError):
    """Two plug-ins offer the same *kind* of thing under the same *name*."""

    def __init__(self, kind: str, name: str, *, plugins: tuple[str, str]) -> None:
        self.kind = kind
        self.name = name
        self.plugins = plugins
        super().__init__(
            plugins[1],
            f"offers the {kind} {name!r}, which {plugins[0]} offers already; "
            "enable one of the two",
        )


def _count(problems: tuple[Problem, ...]) -> str:
    return "1 problem" if len(problems) == 1 else f"{len(problems)} problems"


def _shown(value: object, longest: int = 60) -> str:
    text = repr(value)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
