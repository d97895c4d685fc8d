"""Stories to measure with: 20 paragraphs, 3 pictures, 5 subjects, about 12 kB."""

from __future__ import annotations

import json
import random
from typing import Any

WORDS = [
    "harbour",
    "council",
    "budget",
    "bridge",
    "ferry",
    "river",
    "school",
    "hospital",
    "report",
    "vote",
    "union",
    "market",
    "energy",
    "climate",
    "storm",
    "season",
    "final",
    "coach",
    "team",
    "player",
    "house",
    "tax",
    "plan",
    "road",
    "rail",
    "port",
    "city",
    "border",
    "talks",
    "peace",
    "trade",
    "price",
    "study",
    "science",
    "launch",
    "crew",
    "test",
    "result",
    "growth",
    "public",
    "local",
    "national",
    "early",
    "late",
    "new",
    "first",
    "last",
    "said",
    "told",
    "asked",
    "called",
    "made",
    "found",
    "while",
    "because",
    "although",
    "officials",
    "residents",
    "investors",
    "doctors",
    "teachers",
    "according",
]


def sentence(chance: random.Random, shortest: int = 8, longest: int = 22) -> str:
    """Make a sentence of nobody's."""
    words = [chance.choice(WORDS) for _ in range(chance.randint(shortest, longest))]
    text = " ".join(words).capitalize()
    return f"{text}." if chance.random() > 0.1 else f"{text} – Zürich’s café & more."


def story(number: int, paragraphs: int = 20) -> dict[str, Any]:
    """Make a content document that no other number gives."""
    chance = random.Random(20_240_611 + number)  # noqa: S311 - the same story each time
    body: list[dict[str, Any]] = [
        {
            "type": "paragraph",
            "key": f"b{index}",
            "spans": [
                {
                    "text": " ".join(
                        sentence(chance) for _ in range(chance.randint(3, 5))
                    )
                }
            ],
        }
        for index in range(1, paragraphs + 1)
    ]
    media = [
        {
            "key": f"m{index}",
            "href": f"https://media.example.org/{number}-{index}-1280.jpg",
            "caption": sentence(chance),
            "credit": "Ana Example",
            "alt": sentence(chance, 5, 9),
            "width": 1280,
            "height": 853,
            "media_type": "image/jpeg",
            "rights": {"holder": "Example Agency", "usage_terms": "No archive use."},
            "focal_point": {"x": 500, "y": 333},
        }
        for index in range(1, 4)
    ]
    return {
        "headline": sentence(chance, 6, 10).rstrip("."),
        "summary": sentence(chance),
        "slug": f"story-{number}",
        "language": "en-GB",
        "section": "City",
        "keywords": ["harbour", "bridge", "council"],
        "bylines": [{"name": "Jo Example"}, {"name": "Sam Sample"}],
        "dateline": {"place": "Zürich", "date": "2026-11-24"},
        "subjects": [
            {"code": f"2000{index:04d}", "name": f"subject {index}", "relevance": 50}
            for index in range(5)
        ],
        "places": [{"name": "Zürich", "country": "CH"}],
        "sources": [{"name": "Wire", "role": "supplier"}],
        "rights": {"holder": "Example Agency", "notice": "Copyright Example Agency"},
        "disclosure": {"source_type": "humanEdits"},
        "media": media,
        "lead": "m1",
        "body": body,
    }


def document(number: int) -> bytes:
    """Make a content document as bytes."""
    return json.dumps(story(number), ensure_ascii=False).encode()
