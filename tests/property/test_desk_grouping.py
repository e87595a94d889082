"""Where a report belongs: whatever is reported, it goes to a case that takes reports, or to a new one, and says why."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govpr.hoaxes import HoaxIndex
from govpr.hoaxes.desk.grouping import How, Seen, place
from govpr.models import FactCheck

CLAIMS = {
    "kasus-1": "Minum air garam tiap pagi menyembuhkan demam berdarah tanpa obat",
    "kasus-2": "Bansos Rp600 ribu cair hari ini untuk semua warga lewat tautan",
    "kasus-3": "The ministry cuts off every phone number that is not registered again",
}
WORDS = sorted({word for text in CLAIMS.values() for word in text.split()} | {"apakah", "benar", "banjir", "!!"})
texts = st.one_of(st.text(min_size=1), st.lists(st.sampled_from(WORDS), min_size=1, max_size=15).map(" ".join))
pictures = st.none() | st.lists(
    st.builds(Seen, st.sampled_from([*CLAIMS, "kasus-4"]), st.booleans(), st.just("its picture is that of report a")),
    max_size=4,
)


@pytest.fixture(scope="module")
def index() -> Iterator[HoaxIndex]:
    with HoaxIndex.open(":memory:") as opened:
        opened.add([FactCheck(cid=case, text=text) for case, text in CLAIMS.items()])
        yield opened


@given(texts, pictures, st.sets(st.sampled_from(sorted(CLAIMS))))
def test_a_report_goes_to_a_case_that_takes_reports_and_says_why(
    index: HoaxIndex, text: str, seen: list[Seen] | None, cases: set[str]
) -> None:
    found = place(text, index, cases, pictures=seen)
    assert found.case is None or found.case in cases
    assert (found.case is None) == (found.how is How.NEW) == (found.why == "")
    hinted = [hint.case for hint in found.related]
    assert set(hinted) <= cases - {found.case}
    assert len(hinted) == len(set(hinted))
    assert all(hint.why for hint in found.related)


@given(texts, pictures)
def test_every_case_with_a_picture_that_it_resembles_is_named(
    index: HoaxIndex, text: str, seen: list[Seen] | None
) -> None:
    found = place(text, index, set(CLAIMS), pictures=seen)
    named = {found.case, *(hint.case for hint in found.related)}
    assert {one.case for one in seen or ()} - {"kasus-4"} <= named


@given(texts, st.sampled_from(sorted(CLAIMS)))
def test_a_picture_that_is_known_never_makes_a_report_belong_less(index: HoaxIndex, text: str, case: str) -> None:
    blind = place(text, index, set(CLAIMS), pictures=[])
    shown = place(text, index, set(CLAIMS), pictures=[Seen(case, True, "its picture is that of report a")])
    assert shown.case is not None or blind.case is None
