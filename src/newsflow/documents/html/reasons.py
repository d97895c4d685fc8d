"""Why a part of a page was set aside."""

from __future__ import annotations

from enum import StrEnum


class HtmlReason(StrEnum):
    """Why a part of a page is no part of the story.

    Lines that a plain text would have too are set aside with the reasons of the text
    reader.
    """

    BYLINE = "byline"  # into bylines
    DATELINE = "dateline"  # into dateline and sources

    ADVERTISEMENT = "advertisement"
    AUTHOR_BOX = "author-box"
    BREADCRUMB = "breadcrumb"
    COMMENTS = "comments"
    COOKIE_NOTICE = "cookie-notice"
    FIGURE_LABEL = "figure-label"
    FOLLOW_US = "follow-us"
    HIDDEN = "hidden"
    NAVIGATION = "navigation"
    NEWSLETTER = "newsletter"
    OUTSIDE_STORY = "outside-story"
    PAGE_CONTROL = "page-control"
    PAGE_FOOTER = "page-footer"
    PAGE_HEADER = "page-header"
    PROMO = "promo"
    RELATED = "related-stories"
    RELATIVE_ADDRESS = "relative-address"
    SHARE_LABEL = "share-label"
    SIDEBAR = "sidebar"
    SPACER = "spacer"
    TIME_STAMP = "time-stamp"
