from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from attrs import evolve

from govpr.hoaxes import Decision, HoaxIndex, check, screen, verdict_of
from govpr.models import FactCheck, Severity, Verdict
from govpr.settings import Bars, Thresholds

CLAIMS = {
    "pulsa": ("Kementerian membagikan pulsa seratus ribu rupiah lewat tautan berikut", Verdict.FALSE, "PENIPUAN"),
    "gempa": ("Gempa besar akan mengguncang ibu kota malam minggu", Verdict.MISLEADING, "Menyesatkan"),
    "jembatan": ("Jembatan penyeberangan terminal lama dibangun kembali", Verdict.TRUE, "BENAR"),
    "satire": ("Kucing walikota dilantik menjadi lurah kehormatan", Verdict.SATIRE, "SATIRE"),
    "kabar": ("Rumah sakit apung terbakar di pelabuhan timur", Verdict.OTHER, ""),
    "air": ("Air garam", Verdict.FALSE, "SALAH"),
}
FACTS = {
    cid: FactCheck(cid=cid, text=text, verdict=verdict, label=label, publisher="Cek", url=f"https://cek.example/{cid}")
    for cid, (text, verdict, label) in CLAIMS.items()
}
FILLER = [FactCheck(cid=f"n{n}", text=f"kejadian{n} ramai dibicarakan warga desa{n}") for n in range(200)]


def lookup(cids: Sequence[str]) -> dict[str, FactCheck]:
    return {cid: FACTS[cid] for cid in cids if cid in FACTS}


@pytest.fixture
def index() -> Iterator[HoaxIndex]:
    with HoaxIndex.open(":memory:") as index:
        index.add([*FACTS.values(), *FILLER])
        yield index


def test_the_same_claim_in_other_spelling_is_the_same(index: HoaxIndex) -> None:
    match = check("VIRAL!! K3menterian membagikan PULSAAA seratus ribu rupiah, lewat tautan ini", index, lookup)
    assert match.decision is Decision.SAME
    assert match.factcheck == FACTS["pulsa"]
    assert match.probability > 0.8
    assert {"K3menterian", "PULSAAA"} <= set(match.evidence)
    assert "https://cek.example/pulsa" in str(match)


def test_nothing_found_is_never_called_true(index: HoaxIndex) -> None:
    match = check("Pasar ikan buka pukul enam", index, lookup)
    assert (match.decision, match.factcheck, match.others) == (Decision.NOTHING, None, ())
    assert str(match) == "no fact-check found; that does not make it true"


def test_an_empty_index_and_an_empty_text_find_nothing(index: HoaxIndex) -> None:
    with HoaxIndex.open(":memory:") as empty:
        assert check("Pulsa gratis", empty, lookup).decision is Decision.NOTHING
    assert check("", index, lookup).decision is Decision.NOTHING


def test_a_database_of_one_claim_recognises_it() -> None:
    with HoaxIndex.open(":memory:") as tiny:
        tiny.add([FACTS["gempa"]])
        assert check(CLAIMS["gempa"][0], tiny, lookup).decision is Decision.SAME
        assert check("Gempa latihan di sekolah malam ini bersama petugas", tiny, lookup).decision is not Decision.SAME


def test_a_short_text_is_the_same_only_when_nearly_equal(index: HoaxIndex) -> None:
    assert check("air garam", index, lookup).decision is Decision.SAME
    assert check("pulsa kementerian", index, lookup).decision is not Decision.SAME
    assert check("Jangan minum air garam setiap pagi sebelum sarapan", index, lookup).decision is not Decision.SAME


def test_words_that_are_scattered_over_a_long_text_are_not_the_claim(index: HoaxIndex) -> None:
    fill = " ".join(f"laporan{n} kegiatan{n}" for n in range(15))
    text = f" {fill} ".join(CLAIMS["gempa"][0].split())
    assert check(text, index, lookup).decision is not Decision.SAME


def test_one_sentence_of_a_long_text_may_be_the_claim(index: HoaxIndex) -> None:
    fill = " ".join(f"laporan{n} kegiatan{n}" for n in range(100))
    assert check(f"{fill} {CLAIMS['gempa'][0]} {fill}", index, lookup).factcheck == FACTS["gempa"]


def test_facts_that_the_store_no_longer_has_are_passed_over(index: HoaxIndex) -> None:
    assert check(CLAIMS["gempa"][0], index, lambda _cids: {}).decision is Decision.NOTHING


def test_what_forwarding_adds_says_nothing(index: HoaxIndex) -> None:
    bare = "Gempa besar mengguncang ibu kota malam minggu"
    sent = f"[24/11/26, 08.30.12] Paman Budi: Pesan diteruskan\n{bare}. Mohon sebarkan ke semua grup keluarga!"
    assert check(sent, index, lookup).probability == check(bare, index, lookup).probability
    assert check("Diteruskan berkali-kali", index, lookup).decision is Decision.NOTHING


def test_an_address_that_a_fact_check_names_comes_first() -> None:
    seen = FactCheck(cid="seen", text="Undian motor", appearances=("https://hoaks.example/undian?id=7",), label="SALAH")
    with HoaxIndex.open(":memory:") as index:
        index.add([seen, *FILLER])
        match = check("Cek ini http://www.hoaks.example/undian/?id=7#x", index, lambda _: {"seen": seen})
        assert match.decision is Decision.SAME
        assert match.factcheck == seen
        assert match.evidence == ("http://www.hoaks.example/undian/?id=7#x",)
        assert check("https://hoaks.example/undian?id=8", index, lambda _: {"seen": seen}).factcheck is None


def test_only_recent_fact_checks_on_request() -> None:
    facts = {
        f"{year}": FactCheck(cid=f"{year}", text="Bank kota tutup", published=date(year, 5, 1)) for year in (2019, 2026)
    }
    with HoaxIndex.open(":memory:") as index:
        index.add([*facts.values(), FactCheck(cid="undated", text="Bank kota tutup")])
        match = check(
            "Bank kota tutup!", index, lambda cids: {c: facts[c] for c in cids if c in facts}, since=date(2024, 1, 1)
        )
    assert match.factcheck == facts["2026"]
    assert match.others == ()


def test_how_sure_it_must_be_is_a_setting(index: HoaxIndex) -> None:
    text = "Katanya gempa besar mengguncang kota malam minggu depan, waspada semua warga"
    usual = check(text, index, lookup)
    assert usual.factcheck == FACTS["gempa"]
    strict = Thresholds(same=1.0, related=1.0)
    assert check(text, index, lookup, thresholds=strict).decision is Decision.NOTHING
    for lax in (
        Thresholds(same=0.0, related=0.0),
        evolve(strict, languages={"id": Bars(same=0.0, related=0.0)}),
        evolve(strict, sources={"Cek": Bars(same=0.0, related=0.0)}),
    ):
        assert check(text, index, lookup, thresholds=lax).decision is Decision.SAME
    other = evolve(strict, languages={"en": Bars(same=0.0, related=0.0)}, sources={"Lain": Bars(same=0.0)})
    assert check(text, index, lookup, thresholds=other).decision is Decision.NOTHING


def test_a_post_that_repeats_a_hoax_is_an_error(index: HoaxIndex) -> None:
    finding = screen(CLAIMS["pulsa"][0], index, lookup, path="messages[a]", post="post-1")
    assert finding is not None
    assert (finding.code, finding.severity) == ("hoax.repeats", Severity.ERROR)
    assert (finding.path, finding.post) == ("messages[a]", "post-1")
    assert "Cek" in finding.message
    assert "https://cek.example/pulsa" in finding.advice


@pytest.mark.parametrize(
    ("cid", "code"), [("gempa", "hoax.repeats"), ("kabar", "hoax.repeats"), ("satire", "hoax.related")]
)
def test_the_verdict_decides_how_grave_it_is(index: HoaxIndex, cid: str, code: str) -> None:
    finding = screen(CLAIMS[cid][0], index, lookup)
    assert finding is not None
    assert finding.code == code


def test_a_claim_that_was_found_true_may_be_repeated(index: HoaxIndex) -> None:
    assert screen(CLAIMS["jembatan"][0], index, lookup) is None


def test_a_clarification_may_name_the_hoax_that_it_answers(index: HoaxIndex) -> None:
    twin = FactCheck(cid="twin", text=CLAIMS["pulsa"][0] + " ini", verdict=Verdict.FALSE, label="SALAH")
    text = f"Hoaks: {CLAIMS['pulsa'][0]}"
    assert screen(text, index, lookup, exempt={"pulsa"}) is None
    index.add([twin])
    finding = screen(text, index, lambda cids: lookup(cids) | {"twin": twin}, exempt={"pulsa"})
    assert finding is not None
    assert (finding.code, finding.severity) == ("hoax.related", Severity.WARNING)


@pytest.mark.parametrize(
    ("label", "verdict"),
    [
        ("[SALAH]", Verdict.FALSE),
        ("HOAKS", Verdict.FALSE),
        ("PENIPUAN", Verdict.FALSE),
        ("Keliru", Verdict.FALSE),
        ("Klarifikasi Hoaks", Verdict.FALSE),
        ("Fabricated Content", Verdict.FALSE),
        ("Mostly false", Verdict.FALSE),
        ("Menyesatkan", Verdict.MISLEADING),
        ("Misleading Content", Verdict.MISLEADING),
        ("False Context", Verdict.MISLEADING),
        ("Sebagian Benar", Verdict.MIXED),
        ("Half-True", Verdict.MIXED),
        ("Tidak Terbukti", Verdict.UNPROVEN),
        ("BENAR", Verdict.TRUE),
        ("TRUE", Verdict.TRUE),
        ("PARODI", Verdict.SATIRE),
        ("KLARIFIKASI", Verdict.OTHER),
        ("-", Verdict.OTHER),
        ("", Verdict.OTHER),
    ],
)
def test_labels_have_normal_verdicts(label: str, verdict: Verdict) -> None:
    assert verdict_of(label) is verdict
