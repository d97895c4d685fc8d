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
    ├── NotFoundError             no such article, person … (also a LookupError)
    ├── LockedError               another person is writing in the article
    ├── NotReleasedError          a view was asked for that readers may not have yet
    ├── ErasedTextError           the text was erased; its digest and reason remain
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

import attrs


@attrs.frozen(kw_only=True)
class Problem:
    """One thing that is wrong with a document, told to the person who wrote it.

    *path* is a JSON path (RFC 9535) such as ``$.body[3].spans[0].text``; *keyword* is
    the JSON Schema keyword that failed, or a word of our own for what no schema says
    (``syntax``, ``reference``, ``duplicate`` …).
    """

    path: str
    keyword: str
    message: str
    found: str = ""
    allowed: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        """``$.slug: must match … (found "Über uns"); try "uber-uns"``."""
        tail = f" (found {self.found})" if self.found else ""
        hint = f"; {self.suggestion}" if self.suggestion else ""
        return f"{self.path}: {self.message}{tail}{hint}"


@attrs.frozen(kw_only=True)
class Objection:
    """One reason why a step may not be taken, and who can lift it.

    *lifted_by* names roles or persons; *offers* is a step that would be possible
    instead or first, such as ``schedule`` for a story under embargo.
    """

    code: str
    message: str
    lifted_by: tuple[str, ...] = ()
    offers: str = ""

    def __str__(self) -> str:
        """``1 of 2 approvals (lifted by: editor)``."""
        return f"{self.message}{_named(' (lifted by: ', self.lifted_by, ')')}"


class NewsflowError(Exception):
    """The root of all that newsflow raises; catch it to catch them all."""


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
            f"cannot {step.replace('_', ' ')} {article} (in {state}): {reasons}; "
            f"possible from here: {self_or_none}"
        )


class ConflictError(NewsflowError):
    """The article moved on since it was read: take the step again on what is now."""

    def __init__(self, article: str, *, expected: int, found: int) -> None:
        self.article = article
        self.expected = expected
        self.found = found
        super().__init__(
            f"{article} has moved on: expected position {expected}, found {found}; "
            "read it again and repeat the step if it still applies"
        )


class NotFoundError(NewsflowError, LookupError):
    """There is no such thing; *known* lists near or possible names."""

    def __init__(self, kind: str, name: str, *, known: Iterable[str] = ()) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(known)
        hint = _named("; known: ", self.known, "")
        super().__init__(f"there is no {kind} {name!r}{hint}")


class LockedError(NewsflowError):
    """Another person holds the article's lock, until *until* (ISO 8601, UTC)."""

    def __init__(self, article: str, *, holder: str, until: str) -> None:
        self.article = article
        self.holder = holder
        self.until = until
        super().__init__(
            f"{article} is locked by {holder} until {until}; wait, or unlock by force"
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


class DeliveryError(NewsflowError):
    """A channel could not do what the ledger asked of it."""

    def __init__(self, channel: str, reason: str) -> None:
        self.channel = channel
        self.reason = reason
        super().__init__(f"channel {channel}: {reason}")


class RejectedError(DeliveryError):
    """The channel refuses this payload for good: sending it again cannot help."""


class RetryError(DeliveryError):
    """The channel cannot take it now; *after* is the wait it asks for, in seconds."""

    def __init__(self, channel: str, reason: str, *, after: int | None = None) -> None:
        self.after = after
        super().__init__(channel, reason)


class RateLimitedError(RetryError):
    """The receiver has had enough: nothing goes to the channel until *after*."""


class CredentialsError(RetryError):
    """The receiver does not let us in: the channel is held until somebody thaws it."""


class UnknownOutcomeError(DeliveryError):
    """It was sent, and no answer came: it may have arrived, or not.

    It is not sent again before the channel was asked; where a channel cannot be asked,
    a person has to look.
    """


class NeedsPersonError(DeliveryError):
    """The channel cannot go on by itself; the reason is the task for a person."""


class LedgerError(NewsflowError):
    """A delivery cannot be moved as was asked; *key* is the delivery's."""

    def __init__(self, key: str, reason: str) -> None:
        self.key = key
        self.reason = reason
        super().__init__(f"delivery {key}: {reason}")


class MissingExtraError(NewsflowError):
    """A feature was asked for whose optional dependency is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        self.feature = feature
        self.extra = extra
        super().__init__(
            f"{feature} needs the extra {extra!r}: pip install 'newsflow[{extra}]'"
        )


def _count(problems: tuple[Problem, ...]) -> str:
    return "1 problem" if len(problems) == 1 else f"{len(problems)} problems"


def _named(before: str, names: tuple[str, ...], after: str) -> str:
    return f"{before}{', '.join(names)}{after}" if names else ""


def _shown(value: object, longest: int = 60) -> str:
    text = repr(value)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
