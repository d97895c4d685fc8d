"""Real pictures, small ones, for stories that need any."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def picture(
    name: str = "bridge",
    *,
    form: str = "PNG",
    size: tuple[int, int] = (8, 6),
    **told: object,
) -> bytes:
    """Make a picture; with another *name*, it is another one.

    What else is *told*, such as a comment, is written into its metadata.
    """
    saved = BytesIO()
    shade = sum(name.encode()) % 256
    Image.linear_gradient("L").resize(size).point(
        lambda value: (value + shade) % 256
    ).convert("RGB").save(saved, form, **told)
    return saved.getvalue()
