"""From text to parts."""

import pytest

from govpr.content.compose import compose


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a\n---\nb", ("a", "b")),
        ("a\r\n --- \r\nb", ("a", "b")),
        ("---\na\n---\n\n---", ("a",)),
        ("a --- b\n----", ("a --- b\n----",)),
        ("\n---\n", ("",)),
    ],
)
def test_a_line_of_three_hyphens_parts_a_thread(text: str, parts: tuple[str, ...]) -> None:
    assert compose(text) == parts


def test_the_label_comes_first_unless_the_first_part_has_it() -> None:
    assert compose("Siaga", disclosure="#ASN") == ("#ASN\nSiaga",)
    assert compose("Siaga (#ASN)", disclosure="#ASN") == ("Siaga (#ASN)",)
    assert compose("Siaga\n---\n#ASN", disclosure="#ASN") == ("#ASN\nSiaga", "#ASN")
    assert compose("Siaga #ASNHebat", disclosure="#ASN") == ("#ASN\nSiaga #ASNHebat",)


def test_a_label_alone_is_no_post() -> None:
    assert compose("  ", disclosure="#ASN", links=["https://a.id"]) == ("",)


def test_links_come_last_each_once() -> None:
    links = ["https://a.id", "https://b.id/x", "https://a.id"]
    assert compose("Lihat https://b.id/x.\n---\nAyo", links=links) == ("Lihat https://b.id/x.", "Ayo\nhttps://a.id")
    assert compose("https://a.id/lain", links=["https://a.id"]) == ("https://a.id/lain\nhttps://a.id",)
