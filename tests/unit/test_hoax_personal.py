"""What leaves the machine in a search names nobody by number or address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govpr.hoaxes.personal import without_personal

TAKEN = [
    "ani.putri+bansos@mail.contoh.go.id",
    "081234567890",
    "0812-3456-7890",
    "0812 3456 789",
    "+62 812-3456-7890",
    "62812 3456 7890",
    "(021) 555-1234",
    "021-5551234",
    "+1 (555) 010-9999",
    "198609262015051001",
    "19860926 201505 1 001",
    "3171234567890123",
    "31.71.23.456789.0123",
    "０８１２３４５６７８９０",
    "٠٨١٢٣٤٥٦٧٨٩٠",
    "0812\u200b3456\u200b7890",
]
KEPT = [
    "Rp600.000",
    "Rp1.500.000.000",
    "1.500.000 orang",
    "17 Agustus 1945",
    "2026-11-24",
    "pukul 08.00-12.00 24 November",
    "jam 09.30 sampai 10.30",
    "0,5 persen dari 12.345",
    "https://contoh.example/2024/01/05/kabar-812345",
    "https://x.example/akun/status/1234567890123456789",
    "https://facebook.example/permalink/1015840000000001",
    "PP No. 11 Tahun 2017",
    "nomor 1500",
]


@pytest.mark.parametrize("number", TAKEN)
def test_numbers_and_addresses_of_people_are_taken_out(number: str) -> None:
    assert without_personal(f"Hubungi {number} hari ini, bantuan cair") in {
        "Hubungi hari ini, bantuan cair",
        "Hubungi , bantuan cair",
    }
    assert without_personal(number) == ""


def test_links_that_open_a_chat_lose_the_number() -> None:
    assert "62812" not in without_personal("Daftar di https://wa.me/6281234567890 sekarang")


@pytest.mark.parametrize("text", KEPT)
def test_amounts_days_and_addresses_of_pages_stay(text: str) -> None:
    assert without_personal(f"Kabar: {text} katanya") == f"Kabar: {text} katanya"


@given(st.text(), st.sampled_from(TAKEN), st.text())
def test_no_words_around_a_number_hide_it(before: str, number: str, after: str) -> None:
    told = without_personal(f"{before} ; {number} ; {after}")
    assert number not in told


@pytest.mark.parametrize("before", ["hub.", "NIP.", "NIP:", "NIK-", "No 1 ", "WA", "tlp(", "0812345678,", "a@b.id "])
@pytest.mark.parametrize("number", ["081234567890", "198609262015051001", "3171234567890123"])
def test_what_stands_right_before_a_number_does_not_hide_it(before: str, number: str) -> None:
    assert number not in without_personal(f"{before}{number}")


@given(st.text())
def test_what_is_stripped_stays_so(text: str) -> None:
    once = without_personal(text)
    assert without_personal(once) == once
