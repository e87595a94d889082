"""Near-duplicate wordings."""

from time import perf_counter

from govpr.content.similarity import near_duplicates, similarity

BASE = [f"kata{number}" for number in range(15)]


def test_short_and_wordless_texts() -> None:
    assert similarity("Siaga!", "siaga") == 1.0
    assert similarity("🔥", "🔥") == 1.0
    assert similarity("🔥", "🌊") == 0.0
    assert similarity("", "Siaga") == 0.0


def test_each_later_duplicate_is_named_once_with_an_earlier_one() -> None:
    texts = {
        "a": "Siaga banjir malam ini",
        "b": "Ayo imunisasi anak",
        "c": "siaga banjir malam ini",
        "d": "AYO imunisasi anak!",
    }
    assert near_duplicates(texts, 0.9) == [("a", "c", 1.0), ("b", "d", 1.0)]
    assert near_duplicates({}, 0.9) == []


def test_thousands_of_texts_in_few_wordings_are_quick() -> None:
    wordings = [" ".join(f"{word}{number}" for word in BASE) for number in range(30)]
    started = perf_counter()
    pairs = near_duplicates({str(number): wordings[number % 30] for number in range(4000)}, 0.8)
    assert len(pairs) == 3970
    assert perf_counter() - started < 1


def test_a_name_at_the_end_makes_no_new_wording() -> None:
    texts = {str(number): " ".join([*BASE, "salam", str(number)]) for number in range(4000)}
    assert len(near_duplicates(texts, 0.7)) == 3999
