"""Which way a language is written."""

from __future__ import annotations

from functools import cache


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SCRIPT = 4
# ISO 15924 scripts that run from right to left.
_SCRIPTS = _codes(
    "adlm arab aran armi avst chrs cprt elym gara hatr hebr hung khar lydi mand mani "
    "mend merc mero narb nbat nkoo orkh ougr palm phli phlp phnx prti rohg samr sarb "
    "sogd sogo syrc thaa todr yezi"
)
# Languages that are written in such a script when their tag names none.
_LANGUAGES = _codes(
    "aeb ar arc arq ary arz azb bal bcc bgn bqi ckb dv fa glk he iw ji khw ks lrc "
    "mzn nqo pnb prs ps rhg sam sd sdh skr syc syr trw ug ur yi"
)


FROM_RIGHT = " ".join(sorted(_LANGUAGES | _SCRIPTS))
"""Languages and scripts (their codes differ in length), for whoever has no Python."""


def primary(language: str) -> str:
    """Give the language that a BCP 47 tag begins with."""
    return language.lower().partition("-")[0]


@cache
def direction(language: str) -> str:
    """Tell ``ltr`` or ``rtl`` for a BCP 47 tag; ``auto`` where nobody knows."""
    primary, *rest = language.lower().split("-")
    if primary == "und" and not rest:
        return "auto"
    script = next(
        (part for part in rest if len(part) == _SCRIPT and part.isalpha()), None
    )
    if script is not None:
        return "rtl" if script in _SCRIPTS else "ltr"
    return "rtl" if primary in _LANGUAGES else "ltr"
