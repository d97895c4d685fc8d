"""Files that are no whole picture, lie, or would take more than a newsroom has."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from itertools import chain, repeat

import pytest

from newsflow.imaging import Limits, UnfitPictureError, stripped

from . import shots
from .shots import Shot, box, chunk, segment

SHOTS = shots.shots()
EACH = pytest.mark.parametrize("shot", SHOTS, ids=str)


def reason(data: bytes, **limits: int) -> str:
    """Tell why a file is refused."""
    with pytest.raises(UnfitPictureError) as refused:
        stripped(data, Limits(**limits))
    return refused.value.reason


class TestCutShort:
    """A picture whose end got lost on the way is never sent in part."""

    @EACH
    def test_wherever_it_ends(self, shot: Shot) -> None:
        """One byte less, or all but a few: it is refused."""
        clean, _ = stripped(shot.data)
        clean = clean[: clean.find(b"free\0") - 4] if "avif" in shot.name else clean
        for end in {*range(0, len(clean), 29), *range(len(clean) - 9, len(clean))}:
            assert reason(clean[:end])

    def test_what_is_said_of_it(self) -> None:
        """A person has to know what to do."""
        for make in (shots.jpeg, shots.png, shots.gif, shots.webp, shots.avif):
            clean, _ = stripped(make())
            assert reason(clean[: len(clean) // 2]) == (
                "it ends too early: the file is not whole"
            )

    @pytest.mark.parametrize(
        "data",
        [b"", b"<html></html>", b"\xff\xd8\xff", b"GIF89a", b"II*\0" + bytes(99)],
        ids=("nothing", "a page", "a start", "a name", "a TIFF"),
    )
    def test_what_is_no_picture(self, data: bytes) -> None:
        """It is refused, whatever it is called."""
        assert reason(data)


class TestLies:
    """What a file says of itself is not believed."""

    def test_lengths_past_the_end(self) -> None:
        """A part that is said to be larger than the file."""
        lies = (
            b"\xff\xd8\xff\xe1\xff\xffExif",
            b"\x89PNG\r\n\x1a\n\xff\xff\xff\xf0IHDR",
            b"GIF89a\1\0\1\0\0\0\0\x21\xfe\xff",
            b"RIFF\xff\xff\xff\xffWEBPVP8 ",
            b"RIFF\x10\0\0\0WEBPVP8 \xff\xff\xff\x7f",
            b"\0\0\0\x14ftypavif\0\0\0\0avif\x7f\xff\xff\xffmeta",
            b"\0\0\0\x14ftypavif\0\0\0\0avif\0\0\0\x01meta" + b"\xff" * 8,
        )
        for one in lies:
            assert reason(one) == "it ends too early: the file is not whole"

    def test_two_pictures_of_which_each_program_shows_another(self) -> None:
        """Who checks the first one must not have readers decode the second."""
        data = stripped(shots.jpeg())[0]
        frame = segment(0xC2, b"\x08\xff\xff\xff\xff\x01\x01\x11\0")
        assert "JPEG" in reason(data[:20] + frame + data[20:])

        data = stripped(shots.png())[0]
        header = chunk(b"IHDR", b"\0\0\xff\xff\0\0\xff\xff\x08\x06\0\0\0")
        assert "PNG" in reason(data[:33] + header + data[33:])

        body = stripped(shots.plain_webp())[0][12:]
        data = b"RIFF" + (2 * len(body) + 4).to_bytes(4, "little") + b"WEBP" + body * 2
        assert "WebP" in reason(data)

    def test_a_canvas_that_is_smaller_than_what_is_on_it(self) -> None:
        """Programs make room, so the frame is what counts."""
        lying = bytearray(stripped(shots.gif())[0])
        at = lying.index(b"\x2c", lying.index(b"\x21\xf9"))
        lying[at + 5 : at + 9] = b"\xff\xff\xff\xff"
        assert "pixels" in reason(bytes(lying))

    def test_no_size(self) -> None:
        """A height of nothing is told later in some files: nobody shows those."""
        lying = bytearray(stripped(shots.jpeg())[0])
        at = lying.index(b"\xff\xc2")
        lying[at + 5 : at + 7] = b"\0\0"
        assert reason(bytes(lying)) == "it is of no size"

    def test_a_damaged_part(self) -> None:
        """The sum of a PNG's part tells."""
        damaged = bytearray(stripped(shots.png())[0])
        damaged[damaged.index(b"IDAT") + 9] ^= 1
        assert reason(bytes(damaged)) == "its part 'IDAT' is damaged (CRC)"

    def test_an_avif_whose_pixels_lie_elsewhere(self) -> None:
        """In another file, or where something else is."""
        data = stripped(shots.avif())[0]
        at = data.index(b"iloc") + 8
        for change in (b"\0\x01\0\x02", b"\0\x01\0\0"):
            lying = bytearray(data)
            lying[at + 4 : at + 8] = change
            if change.endswith(b"\0\0"):
                lying[at + 10 : at + 14] = b"\0\0\0\x01"
            assert reason(bytes(lying))

    def test_an_avif_that_moves(self) -> None:
        """It is a film, in which newsflow does not look for what anybody wrote."""
        assert "moves" in reason(shots.avif() + box(b"moov", b""))


class TestTooMuch:
    """What is small as a file, and enormous in memory."""

    def test_many_pixels(self) -> None:
        """A few bytes that ask for sixteen gigabytes."""
        rows = zlib.compress(bytes(1000))
        bomb = b"".join(
            (
                b"\x89PNG\r\n\x1a\n",
                chunk(b"IHDR", b"\0\0\xff\xff\0\0\xff\xff\x08\x06\0\0\0"),
                chunk(b"IDAT", rows),
                chunk(b"IEND", b""),
            )
        )
        assert reason(bomb) == "it has 4294836225 pixels, and 64000000 are allowed"

    def test_many_frames(self) -> None:
        """Ten thousand of them, of a pixel each."""
        frame = b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
        bomb = b"GIF89a\1\0\1\0\0\0\0" + frame * 10_000 + b"\x3b"
        assert reason(bomb) == "it has 10000 frames, and 500 are allowed"

    def test_many_pixels_in_all_frames(self) -> None:
        """Each would do by itself."""
        frame = b"\x2c\0\0\0\0\x88\x13\x88\x13\0\2\2\x44\1\0"
        bomb = b"GIF89a\x88\x13\x88\x13\0\0\0" + frame * 100 + b"\x3b"
        assert "pixels in all frames" in reason(bomb)

    def test_frames_that_are_only_announced(self) -> None:
        """A moving PNG says how many there are; who believes it makes room."""
        data = stripped(shots.moving_png())[0]
        at = data.index(b"acTL")
        control = chunk(b"acTL", (2**31).to_bytes(4) + bytes(4))
        assert "frames" in reason(data[: at - 4] + control + data[at + 16 :])

    def test_many_bytes(self) -> None:
        """The file itself is too large, and is not even looked at."""
        assert reason(b"\xff" * 11, bytes=10) == "it has 11 bytes, and 10 are allowed"

    def test_many_scans(self) -> None:
        """Each one is decoded over the whole picture."""
        data = stripped(shots.jpeg())[0]
        scan = segment(0xDA, b"\1\1\0\0\0\0") + b"\x11"
        assert "scans" in reason(data[:-2] + scan * 600 + data[-2:])

    def test_a_colour_profile_without_end(self) -> None:
        """Kilobytes that become gigabytes."""
        data = stripped(shots.png())[0]
        at = data.index(b"iCCP")
        packed = zlib.compress(bytes(20_000_000), 9)
        profile = chunk(b"iCCP", b"p\0\0" + packed)
        size = int.from_bytes(data[at - 4 : at])
        bomb = data[: at - 4] + profile + data[at + size + 8 :]
        assert "absurdly large" in reason(bomb)

    @pytest.mark.parametrize(
        "make",
        [
            lambda: b"\xff\xd8" + b"\xff\xfe\0\2" * 500_000,
            lambda: b"\xff\xd8" + b"\xff" * 8_000_000,
            lambda: b"\xff\xd8\xff\xda\0\2" + b"\xff\0" * 4_000_000,
            lambda: b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"") * 300_000,
            lambda: b"GIF89a\1\0\1\0\0\0\0\x21\xfe" + b"\1a" * 4_000_000,
            lambda: b"GIF89a\1\0\1\0\0\0\0" + b"\x21\xfe\0" * 500_000,
            lambda: b"RIFF\0\x12\x3d\0WEBP" + b"EXIF\0\0\0\0" * 500_000,
            lambda: b"\0\0\0\x14ftypavif\0\0\0\0avif" + box(b"free", b"") * 300_000,
        ],
        ids=("segments", "fill", "scan", "chunks", "parts", "blocks", "riff", "boxes"),
    )
    def test_many_parts(self, make: Callable[[], bytes]) -> None:
        """Megabytes of nothing are refused in less than a second."""
        data = make()
        began = time.process_time()

        assert reason(data)
        assert time.process_time() - began < 2

    def test_a_part_that_is_read_again_and_again(self) -> None:
        """An AVIF may say of an item that it lies in a million places."""
        places = b"".join(chain(repeat(b"\0\0\0\0\0\0\0\x01", 30_000)))
        location = b"\0\0\0\0\x44\0\0\x02"
        for number in (b"\0\1", b"\0\2"):
            location += number + b"\0\0" + (30_000).to_bytes(2) + places
        items = b"\0\0\0\0\0\1" + box(b"infe", b"\2\0\0\0\0\1\0\0av01\0")
        properties = box(b"ipco", box(b"ispe", bytes(4) + b"\0\0\0\1" * 2))
        inner = (
            box(b"pitm", b"\0\0\0\0\0\1"),
            box(b"iinf", items),
            box(b"iprp", properties),
            box(b"iloc", location),
        )
        meta = box(b"meta", bytes(4) + b"".join(inner))
        data = box(b"ftyp", b"avif\0\0\0\0avif") + meta + box(b"mdat", bytes(99))
        began = time.process_time()

        assert reason(data)
        assert time.process_time() - began < 3
