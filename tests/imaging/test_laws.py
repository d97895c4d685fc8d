"""Laws of what is taken out: for pictures that nobody would make, too."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from newsflow.imaging import UnfitPictureError, stripped, stripped_svg
from newsflow.imaging.orientation import exif, orientation

from . import shots
from .shots import CANARY, chunk, segment

BODIES = st.binary(max_size=12).map(CANARY.__add__) | st.binary(max_size=12)
SHOTS = [shot.data for shot in shots.shots()]
FRAME = segment(0xC0, b"\x08\0\x09\0\x07\x01\x01\x11\0")
SCAN = segment(0xDA, b"\1\1\0\0\0\0") + b"\x11\xff\0\x22\xff\xd0"
IMAGE = b"\x2c\0\0\0\0\5\0\4\0\0\2\2\x44\1\0"


@st.composite
def jpegs(draw: st.DrawFn) -> bytes:
    """Make a JPEG out of whatever segments."""
    markers = st.sampled_from([*range(0xE0, 0xF0), 0xFE, 0xF3, 0x05, 0xC8])
    heads = (b"", b"Exif\0\0", b"JFIF\0", b"http://ns.adobe.com/xap/1.0/\0", b"Adobe")
    one = st.builds(
        lambda marker, head, body: segment(marker, head + body),
        markers,
        st.sampled_from(heads),
        BODIES,
    )
    before, after = draw(st.lists(one)), draw(st.lists(one))
    parts = (*before, FRAME, SCAN, *after, SCAN, b"\xff\xff\xff\xd9")
    return b"\xff\xd8" + b"".join(parts) + draw(BODIES)


@st.composite
def pngs(draw: st.DrawFn) -> bytes:
    """Make a PNG out of whatever chunks."""
    kinds = st.sampled_from([b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"caNy"])
    lists = st.lists(st.builds(chunk, kinds, BODIES)).map(b"".join)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", b"\0\0\0\5\0\0\0\4\x08\x02\0\0\0"),
            draw(lists),
            chunk(b"IDAT", draw(st.binary(max_size=9))),
            draw(lists),
            chunk(b"IEND", draw(BODIES)),
            draw(BODIES),
        )
    )


@st.composite
def gifs(draw: st.DrawFn) -> bytes:
    """Make a GIF out of whatever extensions."""
    kinds = st.sampled_from([0x01, 0xCE, 0xF9, 0xFE, 0xFF])
    heads = (b"", b"XMP DataXMP", b"NETSCAPE2.0\x03\x01\2\0", b"\0\7\0\0")
    sized = st.sampled_from(heads).flatmap(
        lambda head: BODIES.map(
            lambda body: b"".join(_sub_block(one) for one in (head, body))
        )
    )
    one = st.builds(lambda kind, body: bytes((0x21, kind)) + body + b"\0", kinds, sized)
    blocks = draw(st.lists(one | st.just(IMAGE)).map(b"".join))
    return b"GIF89a\5\0\4\0\0\0\0" + blocks + IMAGE + b"\x3b" + draw(BODIES)


def _sub_block(body: bytes) -> bytes:
    return bytes((len(body),)) + body if body else b""


@st.composite
def webps(draw: st.DrawFn) -> bytes:
    """Make a WebP out of whatever chunks."""
    kinds = st.sampled_from([b"EXIF", b"XMP ", b"caNy", b"TEXT"])
    one = st.builds(_riff, kinds, BODIES)
    many = st.lists(one).map(b"".join)
    canvas = _riff(b"VP8X", draw(st.binary(min_size=4, max_size=4)) + b"\4\0\0\3\0\0")
    pixels = _riff(b"VP8L", b"\x2f\4\xc0\0\0" + b"\7" * 7)
    body = b"WEBP" + canvas + draw(many) + pixels + draw(many)
    return b"RIFF" + len(body).to_bytes(4, "little") + body + draw(BODIES)


def _riff(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """Take a real picture, and change, cut or repeat a few bytes of it."""
    data = bytearray(draw(st.sampled_from(SHOTS)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data) - 1))
        end = at + draw(st.integers(0, 9))
        data[at:end] = draw(st.binary(max_size=9))
    return bytes(data)


class TestWhateverIsInIt:
    """Pictures with parts in any order."""

    @given(jpegs() | pngs() | gifs() | webps())
    def test_nothing_that_anybody_wrote_is_left(self, data: bytes) -> None:
        """And taking out again what was taken out changes nothing."""
        clean, seen = stripped(data)

        assert CANARY not in clean
        assert stripped(clean) == (clean, seen)
        assert len(clean) <= len(data) + len(exif(2)) + 16

    @given(spoilt())
    def test_a_spoilt_picture_is_refused_or_made_clean(self, data: bytes) -> None:
        """There is no third outcome."""
        try:
            clean, seen = stripped(data)
        except UnfitPictureError:
            return
        assert stripped(clean) == (clean, seen)

    @given(st.binary(max_size=64))
    @example(b"GIF89a")
    @example(b"\x89PNG\r\n\x1a\n")
    @example(b"RIFF\4\0\0\0WEBP")
    @example(b"\0\0\0\x14ftypavif\0\0\0\0avif")
    def test_bytes_are_refused(self, data: bytes) -> None:
        """So few are no picture, whatever they begin with."""
        for form in (b"", data[:12] + b"\xff\xd8\xff", b"<svg>"):
            for take_out in (stripped, stripped_svg):
                try:
                    take_out(form + data)
                except UnfitPictureError:
                    continue
                raise AssertionError(form + data)


class TestOrientation:
    """The one fact of EXIF that a picture needs."""

    @given(st.integers(2, 8))
    def test_what_is_written_is_read(self, turn: int) -> None:
        """Each orientation but the upright one, of which nothing is written."""
        assert turn == orientation(exif(turn))

    @given(st.binary(max_size=40))
    def test_whatever_the_bytes(self, body: bytes) -> None:
        """It is one of the eight, and 1 where nothing sensible is told."""
        for order in (b"", b"II*\0", b"MM\0*", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"):
            assert orientation(order + body) in range(1, 9)

    def test_nothing_is_written_of_an_upright_picture(self) -> None:
        """It is upright anyway."""
        assert exif(1) == exif(0) == exif(9) == b""
