"""What is said of a picture that cannot be published as it is."""

from __future__ import annotations


class UnfitPictureError(ValueError):
    """Bytes are no whole picture, or one that nobody should be sent.

    *reason* is a part of a sentence, such as ``it ends too early``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def cut_short() -> UnfitPictureError:
    """Make the error of a picture that ends before it should."""
    return UnfitPictureError("it ends too early: the file is not whole")


def unreadable(form: str) -> UnfitPictureError:
    """Make the error of a picture that breaks the rules of its format."""
    return UnfitPictureError(f"it is no {form} that can be read")
