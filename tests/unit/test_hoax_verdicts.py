"""Publishers' own words to normal verdicts: never the other way round, and never more than the word says."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from govpr.hoaxes.labels import LABELS
from govpr.hoaxes.verdicts import leading_label, split_label, verdict_of
from govpr.models import Verdict

SAID = {
    Verdict.FALSE: "SALAH|[HOAKS]|Penipuan|Keliru|Pants on Fire!|Fabricated Content|Impostor Content|RUMOR",
    Verdict.MISLEADING: "Menyesatkan|Sesat|False Context|False Connection|Manipulated Content|Misleading Content"
    "|Altered|Missing context|Konteks Salah|DecontextualizedContent|Enganoso|Miscaptioned",
    Verdict.UNPROVEN: "Belum Terbukti|Tidak Terbukti|Unproven|Not Proven",
    Verdict.MIXED: "Sebagian Benar|Half True|Partly false|Mixture",
    Verdict.TRUE: "BENAR|Fakta|True|NOT_RUMOR",
    Verdict.SATIRE: "Parodi|Satire|PARODI/SATIRE|Satire or Parody|SatireOrParodyContent",
    Verdict.OTHER: "KLARIFIKASI|Clarification|-||OPINIONATED|NOT_ARTICLE|4|Lihat penjelasan|False positive rate",
}


@pytest.mark.parametrize(
    ("label", "verdict"), [(label, verdict) for verdict, labels in SAID.items() for label in labels.split("|")]
)
def test_known_labels(label: str, verdict: Verdict) -> None:
    assert verdict_of(label) is verdict


def test_no_label_stands_for_two_verdicts() -> None:
    labels = [label for some_labels in LABELS.values() for label in some_labels.split("|")]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    "label", ["True, but misleading", "Benar: sebagian", "True. Context missing", "Fakta atau hoaks?"]
)
def test_only_a_whole_label_says_that_a_claim_is_true(label: str) -> None:
    assert verdict_of(label) is not Verdict.TRUE


@given(some.text(max_size=300))
def test_any_text_has_a_verdict_and_only_known_words_one_that_judges(text: str) -> None:
    verdict = verdict_of(text)
    assert verdict in Verdict
    assert verdict_of(f" [{text}] ") is verdict or "[" in text or "]" in text


@given(some.text(max_size=80))
def test_a_headline_keeps_all_its_words(text: str) -> None:
    for split in (split_label, leading_label):
        label, rest = split(text)
        assert label in text
        assert rest.strip() in text
        assert label or rest == text
