"""Smaller sizes of a picture."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import PIL
import pytest
from PIL import Image, ImageOps, ImageSequence, ImageStat

from newsflow.imaging import Limits, UnfitPictureError, stripped, thumbnail
from newsflow.imaging.thumbnails import has_pillow, recipe

from . import shots
from .shots import CANARY, PROFILE, Shot

SMALL = (24, 16)
SCALED = [shot for shot in shots.shots() if not shot.name.startswith("gif")]
EACH = pytest.mark.parametrize("shot", SCALED, ids=str)


def size_for(shot: Shot) -> tuple[int, int]:
    """Give the size wanted of a picture, as it is seen."""
    return SMALL[::-1] if shot.turn == shots.SIDEWAYS else SMALL


def opened(data: bytes) -> Image.Image:
    """Open a picture."""
    return Image.open(BytesIO(data))


class TestSmaller:
    """The same picture, smaller."""

    @EACH
    def test_it_is_the_same_picture(self, shot: Shot) -> None:
        """Turned upright, in its format, and looking as before."""
        small = opened(thumbnail(shot.data, size_for(shot)))
        before = ImageOps.exif_transpose(opened(shot.data)).convert("RGB")

        assert (small.format, small.size) == (opened(shot.data).format, size_for(shot))
        assert not dict(small.getexif())
        apart = zip(
            ImageStat.Stat(small.convert("RGB").resize((2, 2))).mean,
            ImageStat.Stat(before.resize((2, 2))).mean,
            strict=True,
        )
        assert all(abs(one - other) < 6 for one, other in apart)

    @EACH
    def test_nothing_that_anybody_wrote_is_in_it(self, shot: Shot) -> None:
        """Not even the name of the program."""
        small = thumbnail(shot.data, size_for(shot))

        assert CANARY not in small
        assert stripped(small)[1].frames == getattr(opened(shot.data), "n_frames", 1)

    @EACH
    def test_the_same_picture_gives_the_same_bytes(self, shot: Shot) -> None:
        """With the same Pillow, whatever came in between."""
        first = thumbnail(shot.data, size_for(shot))
        thumbnail(shots.png(), (9, 9))

        assert first == thumbnail(shot.data, size_for(shot))

    @EACH
    def test_the_colour_profile_is_kept(self, shot: Shot) -> None:
        """So are the colours."""
        small = opened(thumbnail(shot.data, size_for(shot)))
        assert small.info.get("icc_profile") == (PROFILE if shot.profile else None)

    def test_what_moves_goes_on_moving(self) -> None:
        """As fast as before."""
        for make, lasting in ((shots.moving_webp, 80), (shots.moving_png, 90)):
            small = opened(thumbnail(make(), SMALL))
            for frame in ImageSequence.Iterator(small):
                frame.load()
                assert frame.info["duration"] == lasting

    def test_grey_of_sixteen_bits(self) -> None:
        """The middle stays the middle."""
        saved = BytesIO()
        Image.new("I;16", (40, 40), 257 * 128).save(saved, "PNG")
        small = opened(thumbnail(saved.getvalue(), (10, 10)))

        assert (small.mode, small.getpixel((5, 5))) == ("L", 128)

    @pytest.mark.parametrize("mode", ["1", "P", "LA"])
    def test_other_kinds_of_pixels(self, mode: str) -> None:
        """Black and white, a palette, grey that can be seen through."""
        saved = BytesIO()
        shots.drawn(mode="L").convert(mode).save(saved, "PNG")
        small = opened(thumbnail(saved.getvalue(), SMALL))

        assert small.size == SMALL
        assert small.mode == {"1": "L", "P": "RGB", "LA": "LA"}[mode]


class TestRefused:
    """Of what no smaller size is made."""

    def test_a_gif(self) -> None:
        """It would lose what it is made of."""
        with pytest.raises(UnfitPictureError, match="of image/gif"):
            thumbnail(shots.gif(), SMALL)

    def test_a_picture_that_is_small_already(self) -> None:
        """Nothing is made larger."""
        with pytest.raises(UnfitPictureError, match="only 32 pixels wide"):
            thumbnail(shots.jpeg(), (33, 50))

    def test_a_picture_beyond_the_limits(self) -> None:
        """It is refused before anything decodes it."""
        with pytest.raises(UnfitPictureError, match="1536 pixels"):
            thumbnail(shots.jpeg(), SMALL, Limits(pixels=1000))

    @pytest.mark.parametrize("name", ["jpeg", "png", "webp", "avif"])
    def test_pixels_that_cannot_be_decoded(self, name: str) -> None:
        """Its parts are whole, and what is in them is not."""
        made = {"jpeg": shots.jpeg, "png": shots.png, "webp": shots.plain_webp}
        data = bytearray(stripped(made.get(name, shots.avif)())[0])
        at, size = {
            "jpeg": (data.find(b"\xff\xc4") + 4, 9),
            "png": (data.find(b"IDAT") + 4, 9),
            "webp": (data.find(b"VP8L") + 13, 30),
            "avif": (data.find(b"mdat") + 4, len(data)),
        }[name]
        data[at : at + size] = bytes(len(data[at : at + size]))
        if name == "png":
            length = int.from_bytes(data[at - 8 : at - 4])
            body = bytes(data[at : at + length])
            data[at - 8 : at + length + 4] = shots.chunk(b"IDAT", body)

        with pytest.raises(UnfitPictureError, match="cannot be decoded"):
            thumbnail(bytes(data), (8, 8))


class TestPillow:
    """The extra that makes them."""

    def test_what_makes_them_is_named(self) -> None:
        """Receipts tell it."""
        assert has_pillow()
        assert recipe() == f"Pillow {PIL.__version__}"

    def test_nothing_is_loaded_before_it_is_needed(self) -> None:
        """Taking out metadata needs no Pillow."""
        code = (
            "import sys; sys.modules['PIL'] = None\n"
            "from newsflow.imaging import stripped\n"
            "import newsflow.imaging.thumbnails\n"
            "print(stripped(sys.stdin.buffer.read())[1].width)"
        )
        run = subprocess.run(
            [sys.executable, "-c", code],
            input=shots.jpeg(),
            capture_output=True,
            check=True,
        )
        assert run.stdout == b"48\n"
