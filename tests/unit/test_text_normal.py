import pytest

from govpr.text import guess_language, normalise, plain_words, words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("V4ks1n", "vaksin"),
        ("j0k0wi", "jokowi"),
        ("H5N1 di G20, 5G", "h5n1 di g20, 5g"),
        ("v\u0430ksin", "vaksin"),  # a Cyrillic a
        ("вода", "вода"),  # a Russian word stays one
        ("𝐆𝐑𝐀𝐓𝐈𝐒", "gratis"),
        ("🅶🆁🅰🆃🅸🆂", "gratis"),
        ("va\u200bk\u202esin\ufe0f", "vaksin"),
        ("hebohhhhh", "heboh"),
        ("maaf, saat", "maaf, saat"),
        ("Rp1000000", "rp1000000"),
        ("b-a-n-s-o-s", "bansos"),
        ("komdigi.go.id", "komdigi.go.id"),
    ],
)
def test_disguised_spellings_are_undone(written: str, read: str) -> None:
    assert normalise(written) == read


def test_indonesian_words_are_stemmed_without_small_words() -> None:
    assert words("Bantuan itu akan dibagikan kepada pelajar", "id") == ["bantu", "bagi", "ajar"]


def test_english_words_are_stemmed_without_small_words() -> None:
    assert words("The voters were voting", "en-GB") == ["voter", "vote"]


def test_accents_do_not_matter() -> None:
    assert words("Pokémon", "en") == words("Pokemon", "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [("Ini tidak benar dan bukan dari kami", "id"), ("This was not from the ministry", "en"), ("12345", "id")],
)
def test_the_language_is_told_by_small_words(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_plain_words_keep_what_stands_in_the_text() -> None:
    assert list(plain_words("“BANS0S” c-a-i-r!")) == [("BANS0S", "bansos"), ("c-a-i-r", "cair")]
