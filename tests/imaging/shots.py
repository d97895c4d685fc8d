"""Pictures as cameras and agencies send them: full of what is nobody's business."""

from __future__ import annotations

import zlib
from io import BytesIO

import attrs
from PIL import Image, ImageCms, PngImagePlugin

CANARY = b"CANARY"
SIZE = (48, 32)
SIDEWAYS = 6
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">CANARY photo of Ada</x:xmpmeta>'
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@attrs.frozen(kw_only=True)
class Shot:
    """A picture with metadata, and how it is turned."""

    name: str
    data: bytes
    turn: int = 1
    profile: bool = True

    def __str__(self) -> str:
        return self.name


def drawn(size: tuple[int, int] = SIZE, mode: str = "RGB", at: int = 0) -> Image.Image:
    """Draw a picture that is another one upside down, and with each *at*."""
    grey = Image.linear_gradient("L").resize(size)
    grey = grey.point(lambda value: (value + 40 * at) % 256)
    across = grey.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    around = Image.radial_gradient("L").resize(size)
    colours = Image.merge("RGB", (grey, around, across))
    return colours.convert(mode)


def exif(turn: int = 1) -> bytes:
    """Write EXIF as a telephone does: who, where, how it is turned."""
    told = Image.Exif()
    if turn != 1:
        told[0x0112] = turn
    told[0x010E] = "CANARY at the harbour bridge"
    told[0x013B] = "CANARY Ada"
    told.get_ifd(0x8825).update(
        {1: "N", 2: (53.0, 32.0, 42.0), 3: "E", 4: (9.0, 58.0, 1.0), 28: CANARY}
    )
    thumbnail = BytesIO()
    drawn((16, 16)).save(thumbnail, "JPEG", comment=CANARY)
    return told.tobytes() + thumbnail.getvalue()


def jpeg(turn: int = SIDEWAYS, size: tuple[int, int] = SIZE) -> bytes:
    """Make a JPEG with everything that one may carry."""
    saved = BytesIO()
    drawn(size).save(
        saved,
        "JPEG",
        exif=exif(turn),
        xmp=XMP,
        comment=CANARY,
        icc_profile=PROFILE,
        progressive=True,
    )
    data = saved.getvalue()
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0c\x1c\x02\x78\0\x06CANARY"
    more = (
        segment(0xED, iptc),
        segment(0xE0, b"JFXX\0\x11\x01\x01" + CANARY),
        segment(0xE2, b"FPXR\0" + CANARY),
        segment(0xEE, b"Adobe\0d\0\0\0\0\x01" + CANARY),
    )
    return data[:20] + b"".join(more) + data[20:] + b"CANARY behind the end"


def jpeg_of_two() -> bytes:
    """Make what telephones make of a scene: a JPEG with a second one behind it."""
    saved = BytesIO()
    second = drawn(at=2)
    drawn().save(saved, "MPO", save_all=True, append_images=[second])
    return saved.getvalue()


def png(turn: int = SIDEWAYS, size: tuple[int, int] = SIZE) -> bytes:
    """Make a PNG with everything that one may carry."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "CANARY Ada")
    texts.add_text("Comment", "CANARY " * 9, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    texts.add(b"tIME", b"CANARY!")
    texts.add(b"caNy", CANARY)
    saved = BytesIO()
    drawn(size, "RGBA").save(
        saved, "PNG", pnginfo=texts, exif=exif(turn), icc_profile=PROFILE, dpi=(72, 72)
    )
    named = saved.getvalue()
    head, body = named.split(b"ICC Profile\0", 1)
    at = len(head) - 8
    size_of = int.from_bytes(head[at : at + 4])
    told = b"CANARY Prof\0" + body[: size_of - 12]
    return head[:at] + chunk(b"iCCP", told) + body[size_of - 12 + 4 :] + b"CANARY"


def moving_png() -> bytes:
    """Make a PNG that moves."""
    saved = BytesIO()
    first, *others = (drawn(mode="RGBA", at=at) for at in range(3))
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "CANARY Ada")
    first.save(
        saved, "PNG", save_all=True, append_images=others, duration=90, pnginfo=texts
    )
    return saved.getvalue()


def gif(frames: int = 4, comment: bytes = CANARY) -> bytes:
    """Make a GIF that moves, with comments, a text, XMP and a name in its loop."""
    saved = BytesIO()
    first, *others = (drawn(mode="P", at=at) for at in range(frames))
    first.save(
        saved,
        "GIF",
        save_all=True,
        append_images=others,
        duration=70,
        loop=3,
        comment=comment,
    )
    data = saved.getvalue()
    magic = bytes((1, *range(255, -1, -1), 0))
    text = b"\x21\xf9\x04\0\0\0\0\0\x21\x01\x0c" + bytes(12) + b"\x06CANARY\0"
    more = b"\x21\xff\x0bXMP DataXMP" + XMP + magic + text
    return data[:-1] + more + b"\x21\xfe\x06CANARY\0" + b"\x3b" + b"CANARY"


def webp(turn: int = SIDEWAYS, size: tuple[int, int] = SIZE) -> bytes:
    """Make a WebP with EXIF, XMP, a profile, and a chunk of nobody's."""
    saved = BytesIO()
    drawn(size, "RGBA").save(
        saved, "WEBP", exif=exif(turn), xmp=XMP, icc_profile=PROFILE, method=0
    )
    body = saved.getvalue()[8:] + b"caNy\x06\0\0\0CANARY"
    return b"RIFF" + len(body).to_bytes(4, "little") + body + b"CANARY"


def moving_webp(turn: int = 1) -> bytes:
    """Make a WebP that moves."""
    saved = BytesIO()
    first, *others = (drawn(mode="RGBA", at=at) for at in range(3))
    first.save(
        saved,
        "WEBP",
        save_all=True,
        append_images=others,
        duration=80,
        xmp=XMP,
        exif=exif(turn),
        icc_profile=PROFILE,
        method=0,
    )
    return saved.getvalue()


def avif(turn: int = SIDEWAYS, size: tuple[int, int] = SIZE) -> bytes:
    """Make an AVIF with Exif, XMP, a profile, and boxes of nobody's."""
    saved = BytesIO()
    drawn(size, "RGBA").save(
        saved, "AVIF", exif=exif(turn), xmp=XMP, icc_profile=PROFILE, speed=10
    )
    return saved.getvalue() + box(b"uuid", CANARY) + box(b"free", CANARY)


def segment(marker: int, payload: bytes) -> bytes:
    """Write a segment of a JPEG."""
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2) + payload


def chunk(kind: bytes, body: bytes) -> bytes:
    """Write a chunk of a PNG."""
    check = zlib.crc32(kind + body).to_bytes(4)
    return len(body).to_bytes(4) + kind + body + check


def box(kind: bytes, body: bytes) -> bytes:
    """Write a box of an AVIF."""
    return (len(body) + 8).to_bytes(4) + kind + body


def shots() -> tuple[Shot, ...]:
    """Give a picture of each kind."""
    return (
        Shot(name="jpeg", data=jpeg(), turn=SIDEWAYS),
        Shot(name="jpeg-upright", data=jpeg(turn=1)),
        Shot(name="jpeg-cmyk", data=cmyk(), profile=False),
        Shot(name="png", data=png(), turn=SIDEWAYS),
        Shot(name="png-moving", data=moving_png(), profile=False),
        Shot(name="gif", data=gif(), profile=False),
        Shot(name="webp", data=webp(), turn=SIDEWAYS),
        Shot(name="webp-plain", data=plain_webp(), profile=False),
        Shot(name="webp-moving", data=moving_webp()),
        Shot(name="avif", data=avif(), turn=SIDEWAYS),
        Shot(name="avif-upright", data=avif(turn=1)),
    )


def cmyk() -> bytes:
    """Make a JPEG for the press."""
    saved = BytesIO()
    drawn(mode="CMYK").save(saved, "JPEG", comment=CANARY)
    return saved.getvalue()


def plain_webp() -> bytes:
    """Make a WebP with nothing in it but the picture."""
    saved = BytesIO()
    drawn().save(saved, "WEBP", lossless=True, method=0)
    return saved.getvalue()
