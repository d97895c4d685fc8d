"""Sites whose posts, videos and maps are shown inside a story, by their addresses."""

from __future__ import annotations

import re

# Federated networks (Mastodon, PeerTube) have no host of their own: name them by hand.
_PROVIDERS = (
    (
        "YouTube",
        r"(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?|embed/|shorts/|live/)|youtu\.be/)\S+",
    ),
    ("Vimeo", r"(?:vimeo\.com/\d+|player\.vimeo\.com/video/\d+)\S*"),
    (
        "Dailymotion",
        r"(?:(?:www\.|geo\.)?dailymotion\.com/(?:embed/)?(?:video/|player)|dai\.ly/)\S+",
    ),
    ("X", r"(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status(?:es)?/\d+\S*"),
    ("Bluesky", r"bsky\.app/profile/[^/\s]+/post/\S+|embed\.bsky\.app/embed/\S+"),
    ("Instagram", r"(?:www\.)?instagram\.com/(?:p|reel|tv)/\S+"),
    ("TikTok", r"(?:www\.)?tiktok\.com/(?:@[^/\s]+/video|embed)/\S+"),
    ("Facebook", r"(?:www\.)?facebook\.com/(?:plugins/|[^/\s]+/(?:posts|videos)/)\S+"),
    ("Spotify", r"open\.spotify\.com/\S+"),
    ("SoundCloud", r"(?:soundcloud\.com/[^/\s]+/|w\.soundcloud\.com/player/)\S+"),
    ("Datawrapper", r"datawrapper\.dwcdn\.net/\S+"),
    ("Flourish", r"(?:flo\.uri\.sh|public\.flourish\.studio)/\S+"),
)
_SITES = tuple(
    (name, re.compile(rf"https?://(?:{address})", re.IGNORECASE))
    for name, address in _PROVIDERS
)


def provider_of(href: str) -> str | None:
    """Name the site that an address shows something from, where we know it."""
    return next((name for name, site in _SITES if site.fullmatch(href)), None)
