"""What stands against a document or a step, as data: errors carry it."""

from __future__ import annotations

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

    *lifted_by* names roles, or persons by id, or says ``somebody else`` where anyone
    can but those who asked; to learn who of your people that is, ask the newsroom what
    stands against it for each. *offers* is a step that would be possible instead or
    first, such as ``schedule`` for a story under embargo.
    """

    code: str
    message: str
    lifted_by: tuple[str, ...] = ()
    offers: str = ""

    def __str__(self) -> str:
        """``1 of 2 approvals (lifted by: editor)``."""
        return f"{self.message}{named(' (lifted by: ', self.lifted_by, ')')}"


def named(before: str, names: tuple[str, ...], after: str) -> str:
    """Write names out between two texts; nothing, if there are none."""
    return f"{before}{', '.join(names)}{after}" if names else ""
