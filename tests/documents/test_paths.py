"""Paths name the place of a problem as RFC 9535 does."""

from __future__ import annotations

from newsflow.documents.paths import in_order, json_path, spelled


def test_a_path_leads_to_the_place() -> None:
    """Members after a point, entries in brackets."""
    assert "$" == json_path(())
    assert "$.body[3].spans[0].text" == json_path(("body", 3, "spans", 0, "text"))


def test_odd_names_stand_in_quotes() -> None:
    """House fields have colons, and attackers have quotes."""
    assert "$.extra['house:page']" == json_path(("extra", "house:page"))
    assert r"$['it\'s']['a\\b'][' ']" == json_path(("it's", "a\\b", " "))


def test_what_would_not_show_is_spelled_out() -> None:
    """A path is printed on terminals."""
    assert r"$['a\u202eb']" == json_path(("a\u202eb",))
    assert r"a\u001b\udb40\udc41b" == spelled("a\x1b\U000e0041b")


def test_paths_sort_as_the_document_reads() -> None:
    """The tenth entry comes after the second."""
    paths = ["$.body[10].key", "$.extra['a:b'][0]", "$.body[2].key", "$", "$.body"]

    assert ["$", "$.body", "$.body[2].key", "$.body[10].key", "$.extra['a:b'][0]"] == (
        sorted(paths, key=in_order)
    )
