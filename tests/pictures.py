"""Real pictures, small ones, for stories that need any."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def picture(
    name: str = "bridge", *, form: str = "PNG", size: tuple[int, int] = (8, 6)
) -> bytes:
    """Make a picture without metadata; with another *name*, it is another one."""
    saved = BytesIO()
    shade = sum(name.encode()) % 256
    Image.linear_gradient("L").resize(size).point(
        lambda value: (value + shade) % 256
    ).convert("RGB").save(saved, form)
    return saved.getvalue()
