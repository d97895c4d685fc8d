from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents.encoding import decode
from newsflow.errors import UnreadableError

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


class TestWhatIsRead:
    """Texts as they come from desks and old systems."""

    @pytest.mark.parametrize(
        ("original", "expected"),
        [
            ("Über die Brücke".encode(), "Über die Brücke"),
            ("Über die Brücke".encode("utf-8-sig"), "Über die Brücke"),
            ("Über die Brücke".encode("utf-16"), "Über die Brücke"),
            (codecs.BOM_UTF16_BE + "جسر".encode("utf-16-be"), "جسر"),
            (codecs.BOM_UTF32_LE + "جسر".encode("utf-32-le"), "جسر"),
            ("“Ça suffit” – 5 €".encode("cp1252"), "“Ça suffit” – 5 €"),
            (b"", ""),
        ],
    )
    def test_a_text_is_read_in_the_encoding_it_came_in(
        self, original: bytes, expected: str
    ) -> None:
        """UTF-8, UTF-16 with its mark and Windows-1252 give the same letters."""
        assert expected == decode(original)

    @given(WORDS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
    def test_every_text_comes_back(self, text: str, encoding: str) -> None:
        """What was written in an encoding with a mark, or in UTF-8, is read again."""
        expected = text.removeprefix("\ufeff") if encoding == "utf-8" else text

        assert expected == decode(text.encode(encoding))

    @given(st.binary())
    def test_any_bytes_give_a_text_or_a_reason(self, original: bytes) -> None:
        """No bytes crash the reading, and no NUL ever comes out of it."""
        with suppress(UnreadableError):
            assert "\0" not in decode(original, source="paste.txt")


class TestWhatIsRefused:
    """Bytes that are no text."""

    @pytest.mark.parametrize(
        ("original", "reason"),
        [
            (b"a\0b", "there is a NUL at character 1, so this is no text"),
            (
                "jpg".encode("utf-16-le"),
                "there is a NUL at character 1, so this is no text",
            ),
            (
                b"\xff\xfe\x00\xd8",
                "its mark says UTF-16-LE, but byte 2 does not fit; save it as UTF-8",
            ),
            (
                b"\xef\xbb\xbf\xff",
                "its mark says UTF-8, but byte 3 does not fit; save it as UTF-8",
            ),
            (
                b"\x89PNG\r\n\x1a\n\x01",
                "it holds control bytes and is not UTF-8, so this is no text",
            ),
            (
                b"Gr\xfc\xdfe \x81",
                (
                    "it is not UTF-8 (byte 2) and not Windows-1252 (byte 6); "
                    "save it as UTF-8"
                ),
            ),
        ],
    )
    def test_what_is_no_text_is_refused_with_its_reason(
        self, original: bytes, reason: str
    ) -> None:
        """A picture, a NUL or a broken file says what is wrong with it."""
        with pytest.raises(UnreadableError) as refused:
            decode(original, source="bridge.txt")

        assert f"cannot read bridge.txt: {reason}" == str(refused.value)
