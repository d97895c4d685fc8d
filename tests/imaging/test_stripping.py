"""What is taken out of a picture before readers get it, and what stays."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageOps, ImageSequence

from newsflow.imaging import Format, Look, format_of, stripped

from . import shots
from .shots import CANARY, PROFILE, SIZE, Shot

SHOTS = shots.shots()
EACH = pytest.mark.parametrize("shot", SHOTS, ids=str)
ORIENTATION = 0x0112


def opened(data: bytes) -> Image.Image:
    """Open a picture."""
    return Image.open(BytesIO(data))


def pixels(data: bytes) -> list[bytes]:
    """Decode every frame of a picture."""
    frames = ImageSequence.Iterator(opened(data))
    return [frame.convert("RGBA").tobytes() for frame in frames]


class TestTakenOut:
    """Metadata go."""

    @EACH
    def test_nothing_that_anybody_wrote_into_it_is_left(self, shot: Shot) -> None:
        """Ada's name, the bridge, the comments, the XMP, and what follows the end."""
        clean, _ = stripped(shot.data)

        plain = {"webp-plain"}
        assert (CANARY in shot.data) == (shot.name not in plain)
        assert CANARY not in clean
        assert b"x:xmpmeta" not in clean

    @EACH
    def test_nothing_tells_where_it_was_taken(self, shot: Shot) -> None:
        """No GPS is left, and no thumbnail of what was cut away."""
        clean, _ = stripped(shot.data)
        told = opened(clean).getexif()

        assert not told.get_ifd(0x8825)
        assert set(told) <= {ORIENTATION}
        left = {"exif", "icc_profile", "jfif", "jfif_density", "jfif_unit"}
        left |= {"jfif_version", "dpi", "progressive", "progression", "adobe"}
        left |= {"adobe_transform", "duration", "loop", "background", "version"}
        left |= {"timestamp", "default_image", "blend", "disposal", "bbox"}
        left |= {"transparency", "extension"}
        assert not set(opened(clean).info) - left

    def test_segments_of_nobody_go(self) -> None:
        """Of a marker that no standard gives a meaning, nothing is known but that."""
        clean, _ = stripped(shots.jpeg())
        with_more = clean[:2] + shots.segment(0xFD, CANARY) + clean[2:]

        assert stripped(with_more)[0] == clean

    def test_a_second_picture_behind_the_first_goes(self) -> None:
        """Nobody saw it when the first one was approved."""
        both = shots.jpeg_of_two()
        clean, _ = stripped(both)

        assert opened(both).n_frames == 2  # type: ignore[attr-defined] # an MPO's
        assert pixels(clean) == pixels(both)[:1]
        assert clean.count(b"\xff\xd8\xff") == 1

    def test_where_a_telephone_was_is_in_there_before(self) -> None:
        """The pictures of these tests do tell where they were taken."""
        told = opened(shots.jpeg()).getexif().get_ifd(0x8825)

        assert told[2] == (53.0, 32.0, 42.0)


class TestKept:
    """Nobody sees a difference."""

    @EACH
    def test_the_pixels_are_the_same(self, shot: Shot) -> None:
        """Each frame is decoded to the same bytes."""
        clean, _ = stripped(shot.data)

        assert pixels(clean) == pixels(shot.data)

    @EACH
    def test_it_is_still_turned_as_it_was_taken(self, shot: Shot) -> None:
        """A telephone held upright makes a picture that lies on its side."""
        clean, seen = stripped(shot.data)
        told = opened(clean).getexif().get(ORIENTATION, 1)

        assert shot.turn == told == seen.orientation
        assert seen.shown == (SIZE[::-1] if shot.turn == shots.SIDEWAYS else SIZE)
        upright = ImageOps.exif_transpose(opened(clean)).convert("RGBA")
        before = ImageOps.exif_transpose(opened(shot.data)).convert("RGBA")
        assert upright.tobytes() == before.tobytes()

    @pytest.mark.parametrize("turn", range(1, 9))
    def test_each_orientation_is_kept(self, turn: int) -> None:
        """Mirrored ones too."""
        for make in (shots.jpeg, shots.png, shots.webp):
            clean, seen = stripped(make(turn))

            assert turn == seen.orientation
            assert opened(clean).getexif().get(ORIENTATION, 1) == turn

    @pytest.mark.parametrize("turn", range(1, 9))
    def test_an_avif_is_turned_by_its_properties(self, turn: int) -> None:
        """Of those, the size that is shown is told."""
        clean, seen = stripped(shots.avif(turn))

        assert seen.shown == ImageOps.exif_transpose(opened(clean)).size

    @EACH
    def test_the_colour_profile_is_kept(self, shot: Shot) -> None:
        """A picture is seen in the colours in which it was taken."""
        clean, _ = stripped(shot.data)

        wanted = PROFILE if shot.profile else None
        assert opened(clean).info.get("icc_profile") == wanted

    def test_a_gif_goes_on_as_often_and_as_fast(self) -> None:
        """How long each frame is shown, and how often it begins anew."""
        clean, _ = stripped(shots.gif())
        frames = list(ImageSequence.Iterator(opened(clean)))

        assert opened(clean).info["loop"] == 3
        assert [frame.info["duration"] for frame in frames] == [70] * 4

    @EACH
    def test_what_was_taken_out_once_stays_out(self, shot: Shot) -> None:
        """A second time changes nothing."""
        clean, seen = stripped(shot.data)

        assert stripped(clean) == (clean, seen)

    @EACH
    def test_it_is_looked_at_without_being_decoded(self, shot: Shot) -> None:
        """Format, size and frames are those that a decoder finds."""
        _, seen = stripped(shot.data)
        found = opened(shot.data)

        turned = seen.format is Format.AVIF and seen.orientation != 1
        assert seen == Look(
            format=Format(f"image/{(found.format or '').lower()}"),
            width=SIZE[0],
            height=SIZE[1],
            frames=getattr(found, "n_frames", 1),
            orientation=shots.SIDEWAYS if turned else shot.turn,
        )


class TestFormats:
    """What a picture is, its bytes say, not its name."""

    @EACH
    def test_a_format_is_told_by_how_it_begins(self, shot: Shot) -> None:
        """No more than the beginning is needed."""
        assert format_of(shot.data[:64]) == f"image/{shot.name.partition('-')[0]}"

    def test_what_is_no_picture_is_none(self) -> None:
        """A page, a text, nothing, a TIFF, a film."""
        others = (
            b"",
            b"<html>",
            b"GIF",
            b"II*\0",
            b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        )
        assert [format_of(one) for one in others] == [None] * len(others)

    def test_an_avif_may_tell_it_in_second_place(self) -> None:
        """The major brand is that of pictures in general."""
        data = b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif"
        assert format_of(data) is Format.AVIF
