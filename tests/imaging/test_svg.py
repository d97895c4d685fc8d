"""Drawings: written anew without what nobody sees, or refused for what they do."""

from __future__ import annotations

from base64 import b64encode

import pytest

from newsflow.imaging import Limits, UnfitPictureError, stripped, stripped_svg

from . import shots
from .shots import CANARY

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"'
FROM_A_PROGRAM = f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/CANARY.dtd">
<!-- CANARY drawn by Ada -->
{OPEN} xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
  xmlns:i="CANARY" inkscape:export-filename="/home/ada/CANARY.png" xml:base="CANARY/"
  data-name="CANARY">
 <title>The harbour bridge</title>
 <metadata><rdf xmlns="urn:rdf"><creator>CANARY Ada</creator></rdf></metadata>
 <inkscape:view id="CANARY"><path d="CANARY"/></inkscape:view>
 <style>.a {{ fill: url(#shade) }}</style>
 <linearGradient id="shade"><stop offset="0" stop-color="#fff"/></linearGradient>
 <path class="a" d="M0,0 L40,20&#13;&#10;L9,9" xml:space="preserve"/>
 <use xlink:href="#shade" x="1"/>
 <text>Bö &amp; Cy &lt;3</text>
</svg>"""
KEPT = (
    OPEN.replace(" width", ' xmlns:xlink="http://www.w3.org/1999/xlink" width')
    + """>
 <title>The harbour bridge</title>
 @
 @
 <style>.a { fill: url(#shade) }</style>
 <linearGradient id="shade"><stop offset="0" stop-color="#fff"/></linearGradient>
 <path class="a" d="M0,0 L40,20&#13;&#10;L9,9" xml:space="preserve"/>
 <use xlink:href="#shade" x="1"/>
 <text>Bö &amp; Cy &lt;3</text>
</svg>""".replace("@", "")
)


def drawing(inside: str, attributes: str = "") -> bytes:
    """Make a drawing with something in it."""
    return f"{OPEN} {attributes}>{inside}</svg>".encode()


def reason(data: bytes) -> str:
    """Tell why a drawing is refused."""
    with pytest.raises(UnfitPictureError) as refused:
        stripped_svg(data)
    return refused.value.reason


class TestWrittenAnew:
    """What nobody sees is not in it."""

    def test_comments_metadata_and_what_programs_leave(self) -> None:
        """Who drew it, with what, and where on their machine."""
        clean = stripped_svg(FROM_A_PROGRAM.encode())

        assert CANARY not in clean
        assert clean.decode() == KEPT

    def test_a_second_time_changes_nothing(self) -> None:
        """Line ends that were written as numbers, too."""
        for one in (FROM_A_PROGRAM.encode(), drawing("<text>a&#13;b\tc</text>")):
            clean = stripped_svg(one)
            assert stripped_svg(clean) == clean

    def test_a_drawing_in_another_encoding(self) -> None:
        """It is the same drawing."""
        text = FROM_A_PROGRAM.replace('"UTF-8"', '"UTF-16"')
        assert stripped_svg(text.encode("utf-16")) == KEPT.encode()

    def test_a_photograph_in_it(self) -> None:
        """Where that was taken is nobody's business either."""
        inside = b64encode(shots.jpeg()).decode()
        drawn = f'<image href="data:image/jpeg;base64,{inside}"/>'
        clean = stripped_svg(drawing(drawn))

        kept = b64encode(stripped(shots.jpeg())[0])
        assert b'href="data:image/jpeg;base64,' + kept + b'"' in clean

    def test_animations_that_only_move(self) -> None:
        """They lead nowhere."""
        moved = '<g><animateTransform attributeName="transform" dur="1s"/></g>'
        assert b"animateTransform" in stripped_svg(drawing(moved))


class TestRefused:
    """Its file has an address: whoever opens it there would run what is in it."""

    @pytest.mark.parametrize(
        "inside",
        [
            "<script>alert(1)</script>",
            "<SCRIPT>alert(1)</SCRIPT>",
            '<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>',
            "<foreignObject><p>Hello</p></foreignObject>",
            '<p xmlns="http://www.w3.org/1999/xhtml">Hello</p>',
            '<path onload="alert(1)"/>',
            '<path OnClick="alert(1)"/>',
            '<a href="javascript:alert(1)"><path/></a>',
            '<a href="https://evil.example/"><path/></a>',
            '<a href=" &#10;javascript:alert(1)"><path/></a>',
            '<image href="https://evil.example/pixel.png"/>',
            '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
            '<image href="data:image/png;base64,????"/>',
            '<image href="data:image/png;base64,AAAA"/>',
            '<use href="//evil.example/a.svg#a"/>',
            '<set attributeName="href" to="javascript:alert(1)"/>',
            '<animate attributeName="href" values="javascript:alert(1)"/>',
            '<path style="fill: url(https://evil.example/a)"/>',
            '<path fill="url(https://evil.example/a)"/>',
            '<path style="fill: \\75rl(https://evil.example/a)"/>',
            "<style>@import 'https://evil.example/a.css';</style>",
            "<style><![CDATA[a { background: url(//evil.example) }]]></style>",
            "<style>a { background: image-set('//evil.example' 1x) }</style>",
            "<?xml-stylesheet href='https://evil.example/a.css'?>",
            "<video/>",
            "<path>",
            "&nbsp;",
        ],
    )
    def test_what_would_do_more_than_be_seen(self, inside: str) -> None:
        """Scripts, handlers, frames, and ways to another place."""
        assert reason(drawing(inside))

    def test_what_is_said_of_it(self) -> None:
        """A person has to know what to look for."""
        assert reason(drawing("<script/>")) == (
            "its element script does more than being seen"
        )
        assert reason(drawing('<path onload=""/>')) == (
            "its attribute onload would run a script"
        )

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"<svg/>",
            b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
            b"\x89PNG\r\n\x1a\n",
            drawing("")[:-1],
        ],
    )
    def test_what_is_no_drawing(self, data: bytes) -> None:
        """Whatever it is called."""
        assert "SVG" in reason(data)

    def test_entities(self) -> None:
        """A kilobyte that becomes a gigabyte, or the house's own files."""
        laughs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        data = f"<!DOCTYPE svg [{laughs}]>".encode() + drawing("&b;")
        outside = b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        for one in (data, outside + drawing("&a;")):
            assert reason(one) == "it declares entities"

    def test_too_many_bytes(self) -> None:
        """A drawing is read element by element, so it has a limit of its own."""
        assert "allowed" in reason(drawing("<g/>" * 3_000_000))
        with pytest.raises(UnfitPictureError, match="and 10 are allowed"):
            stripped_svg(drawing(""), Limits(bytes=10))
