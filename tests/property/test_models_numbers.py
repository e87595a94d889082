"""Civil servants' numbers: what is one, and that nothing ever shows it."""

import copy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.values import numbers

from govpr.errors import InvalidValue
from govpr.identifiers import NumberKind, OfficerNumber
from govpr.models import Officer

eighteen = st.from_regex(
    r"(19|20)\d\d(0\d|1[0-3])[0-3]\d(19|20)\d\d(0\d|1[0-3])[0-3]\d{3}", fullmatch=True
) | st.from_regex(r"[0-9]{18}", fullmatch=True)


def shows(text: str, digits: str) -> bool:
    """Whether a text lets see more of a number than its serial."""
    return any(digits[place : place + 4] in text for place in range(len(digits) - 4))


@given(eighteen, st.sampled_from(NumberKind))
def test_eighteen_digits_are_a_number_or_an_error_that_does_not_repeat_them(digits: str, kind: NumberKind) -> None:
    try:
        number = OfficerNumber.parse(digits, kind)
    except InvalidValue as error:
        text = f"{error} {error!r} {error.problems}"
        assert digits not in text
        assert digits[:8] not in text
        return
    assert number.digits == digits
    assert date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year >= 1900
    if kind is NumberKind.NIP:
        assert digits[14] in "12"
        assert 1 <= int(digits[12:14]) <= 12


@given(st.text(alphabet="0123456789 .-x", max_size=24))
def test_other_text_is_refused_without_being_repeated(text: str) -> None:
    digits = "".join(character for character in text if character.isdigit())
    if len(digits) == 18:
        return
    with pytest.raises(InvalidValue) as caught:
        OfficerNumber.parse(text)
    assert "18 digits" in str(caught.value)
    assert len(digits) < 4 or digits not in str(caught.value)


@given(numbers())
def test_a_number_is_read_as_people_write_it(digits: str) -> None:
    spaced = f" {digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]} "
    assert OfficerNumber.parse(spaced) == OfficerNumber.parse(digits)


@given(numbers())
def test_no_text_form_shows_more_than_the_serial(digits: str) -> None:
    number = OfficerNumber.parse(digits)
    officer = Officer(id="a", name="A", unit="u", number=number)
    for text in (
        repr(number),
        str(number),
        f"{number}",
        number.masked,
        repr(officer),
        str([number]),
        repr(copy.copy(number)),
    ):
        assert not shows(text, digits)
    assert number.masked == f"...{digits[-3:]}"


@given(numbers(), numbers(), st.binary(min_size=16, max_size=32))
def test_a_digest_knows_the_number_again_and_does_not_show_it(first: str, second: str, key: bytes) -> None:
    one, other = OfficerNumber.parse(first), OfficerNumber.parse(second)
    assert (one.digest(key) == other.digest(key)) == (first == second)
    assert first not in one.digest(key)
    assert one.digest(key) != one.digest(key + b"x")


@given(numbers())
def test_a_nip_is_plausible_when_its_owner_was_appointed_at_working_age(digits: str) -> None:
    age = int(digits[8:12]) - int(digits[:4])
    assert OfficerNumber.parse(digits).plausible is (16 <= age <= 59)
    assert OfficerNumber.parse(digits, "ni-pppk").plausible
