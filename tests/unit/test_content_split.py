"""Where a long text is parted."""

import pytest

from govpr.content.rules import Length, Rules
from govpr.content.split import split
from govpr.errors import InputError


def _split(text: str, limit: int, *, ceiling: int | None = None, link: int | None = None) -> tuple[str, ...]:
    return split(text, Rules(text=Length(limit=limit, bytes=ceiling, link=link)))


def test_paragraphs_before_sentences_before_words() -> None:
    assert _split("Satu dua.\n\nTiga. Empat lima", 18) == ("Satu dua.", "Tiga. Empat lima")
    assert _split("Satu dua. Tiga empat lima", 18) == ("Satu dua.", "Tiga empat lima")
    assert _split("Satu dua tiga empat lima", 18) == ("Satu dua tiga", "empat lima")


def test_a_sentence_that_ends_too_early_is_no_reason_to_part() -> None:
    assert _split("Ya. Satu dua tiga empat lima", 20) == ("Ya. Satu dua tiga", "empat lima")


def test_inner_layout_stays() -> None:
    assert _split("Satu\ndua  tiga\n\nempat", 15) == ("Satu\ndua  tiga", "empat")


def test_a_short_text_is_one_part_and_an_empty_one_none() -> None:
    assert _split("Satu", 4) == ("Satu",)
    assert _split(" \n", 4) == ()


def test_links_count_as_the_platform_says() -> None:
    address = "https://bmkg.go.id/" + "a" * 40
    assert _split(f"Lihat {address}", 29, link=23) == (f"Lihat {address}",)


def test_the_ceiling_in_bytes_holds() -> None:
    assert _split("éé éé éé", 8, ceiling=9) == ("éé éé", "éé")


def test_a_word_too_long_is_an_error_that_names_it() -> None:
    with pytest.raises(InputError, match=r"has a word that is longer than one part \(5 graphemes\): Siagaaaaa"):
        _split("Ayo Siagaaaaa", 5)
