"""What is wider than a page can be scrolled, by a finger and by a key."""

from __future__ import annotations

from markupsafe import Markup

_WITHIN = (
    ("<table>", '<div class="scroll" tabindex="0"><table>'),
    ("</table>", "</table></div>"),
    ("<pre>", '<pre tabindex="0">'),
)


def scrolling(body: str) -> Markup:
    """Let tables and code be scrolled by the keyboard where they are too wide.

    A table shown as a block would scroll as well, and be none any more to those who
    hear the page. The *body* is that of
    :func:`~newsflow.documents.html.writer.blocks_html`, which writes no tag that a
    story could say: whatever looks like one there, is one.
    """
    for tag, within in _WITHIN:
        body = body.replace(tag, within)
    return Markup(body)  # noqa: S704 - the writer escapes, block by block
