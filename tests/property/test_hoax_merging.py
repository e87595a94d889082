"""A fact-check that many databases have is there once; nothing is lost, and all who have it are named."""

from hypothesis import given
from hypothesis import strategies as st

from govpr.hoaxes.addresses import same_address
from govpr.hoaxes.federation import SourceAnswer, merged
from govpr.models import FactCheck

PLACES = ["", "https://cek.example/1", "http://www.cek.example/1/", "https://cek.example/2"]
FACTS = st.builds(
    FactCheck,
    cid=st.sampled_from([f"c{number}" for number in range(5)]),
    text=st.just("Klaim"),
    url=st.sampled_from(PLACES),
    conclusion=st.sampled_from(["", "Palsu."]),
    label=st.sampled_from(["", "SALAH"]),
)
ANSWERS = st.lists(st.lists(FACTS, max_size=4), max_size=4).map(
    lambda many: [
        SourceAnswer(database=f"d{place}", factchecks=tuple({fact.cid: fact for fact in facts}.values()))
        for place, facts in enumerate(many)
    ]
)


@given(ANSWERS)
def test_nothing_is_shown_twice(answers: list[SourceAnswer]) -> None:
    shown = merged(answers)
    cids = [one.factcheck.cid for one in shown]
    assert len(cids) == len(set(cids))
    first: dict[str, str] = {}
    for one in shown:
        if one.factcheck.url:
            assert first.setdefault(same_address(one.factcheck.url), one.databases[0]) == one.databases[0]


def connected(fact: FactCheck, everything: list[FactCheck]) -> list[FactCheck]:
    """What is the same fact-check, over any number of steps by address or cid."""
    kin = [fact]
    for one in kin:  # grows while it is walked
        place = same_address(one.url)
        near = [
            other
            for other in everything
            if other not in kin and (other.cid == one.cid or (place and same_address(other.url) == place))
        ]
        kin.extend(near)
    return kin


@given(ANSWERS)
def test_nothing_is_lost_and_all_who_have_it_are_named(answers: list[SourceAnswer]) -> None:
    shown = merged(answers)
    for answer in answers:
        for fact in answer.factchecks:
            kin = connected(fact, [one for some in answers for one in some.factchecks])
            assert any(answer.database in one.databases and one.factcheck in kin for one in shown)


@given(ANSWERS)
def test_the_first_that_is_named_gave_it(answers: list[SourceAnswer]) -> None:
    given_by = {answer.database: answer.factchecks for answer in answers}
    for one in merged(answers):
        assert one.factcheck in given_by[one.databases[0]]
        assert len(one.databases) == len(set(one.databases))
