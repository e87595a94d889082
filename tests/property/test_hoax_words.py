from hypothesis import given
from hypothesis import strategies as st

from govpr.text import Stems, guess_language, normalise, plain_words, words

LANGUAGES = st.sampled_from(["id", "en", "jv", "en-GB"])


@given(st.text(), LANGUAGES)
def test_any_text_has_words(text: str, language: str) -> None:
    assert all(words(text, language))
    assert guess_language(text) in {"id", "en"}
    assert all(written and plain for written, plain in plain_words(text) if written)


@given(st.text(st.sampled_from("abcdeghikmnoprstu ")), LANGUAGES)
def test_invisible_characters_change_nothing(text: str, language: str) -> None:
    assert words("\u200b".join(text), language) == words(text, language)


@given(st.text(), LANGUAGES)
def test_remembered_stems_are_the_same(text: str, language: str) -> None:
    stems = Stems()
    assert stems.words(text, language) == stems.words(text, language) == words(text, language)


@given(st.text(st.sampled_from("abcdeghikmnoprstu ,.!?")))
def test_case_changes_nothing(text: str) -> None:
    assert normalise(text.upper()) == normalise(text)
