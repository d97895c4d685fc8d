"""Why a line of a pasted text was set aside."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a line stands aside and not in the story.

    The first group was *read*: what it says is in a field of the content, and the line
    itself is kept as it was written. All others are no part of the story.
    """

    BREADCRUMB = "breadcrumb"  # into section and subjects
    BYLINE = "byline"  # into byline and bylines
    DATELINE = "dateline"  # into dateline and sources
    SLUGLINE = "slugline"  # into slugline

    CAPTION = "caption-without-picture"
    EMBARGO = "embargo-notice"
    COPYRIGHT = "copyright"
    SIGN_OFF = "sign-off"
    WIRE_CODE = "wire-code"

    ADVERTISEMENT = "advertisement"
    APP_NAME = "app-name"
    COMMENTS = "comments"
    COOKIE_NOTICE = "cookie-notice"
    FOLLOW_US = "follow-us"
    NEWSLETTER = "newsletter"
    PAGE_CONTROL = "page-control"
    PAGE_TITLE = "page-title"
    PROMO = "promo"
    RELATED = "related-stories"
    SEPARATOR = "separator"
    SHARE_LABEL = "share-label"
    SITE_ADDRESS = "site-address"
    SITE_NAME = "site-name"
    TIME_STAMP = "time-stamp"
