"""Who takes which case: the most urgent first, nobody beyond capacity, everybody in a language they know."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import field, frozen


@frozen(kw_only=True)
class Waiting:
    """A case that nobody works on.

    Args:
        case: Its id.
        score: How urgent it is.
        language: BCP 47 tag of the claim.
        region: Where it is reported from, or `ID`.
    """

    case: str
    score: int
    language: str = "id"
    region: str = "ID"


@frozen(kw_only=True)
class Member:
    """An officer at the desk.

    Args:
        officer: The officer's id.
        free: How many more cases the officer can take.
        languages: BCP 47 tags.
        region: The officer's province, or `ID`.
    """

    officer: str
    free: int
    languages: tuple[str, ...] = ("id",)
    region: str = "ID"


@frozen
class Assigned:
    """Who takes what.

    Args:
        given: Officers' ids by case id, most urgent case first.
        left: Why the others go to nobody, by case id.
    """

    given: Mapping[str, str] = field(factory=dict)
    left: Mapping[str, str] = field(factory=dict)


def assign(cases: Sequence[Waiting], desk: Sequence[Member]) -> Assigned:
    """Give cases to officers. The same input is always dealt the same way.

    The most urgent case chooses first. Where everybody suitable is full, those who took less urgent or earlier cases
    are asked to swap, so that a case goes to nobody only when no swap could help (augmenting paths, as in Kuhn's
    algorithm): the officer who alone knows a language is not used up by what others could do.

    Args:
        cases: Cases that nobody works on.
        desk: Officers and how much they can take.

    Example:
        >>> both, one = Member(officer="ani", free=1, languages=("id", "en")), Member(officer="beni", free=1)
        >>> assign([Waiting(case="a", score=9), Waiting(case="b", score=5, language="en")], [both, one]).given
        {'a': 'beni', 'b': 'ani'}
    """
    ordered = sorted(cases, key=lambda case: (-case.score, case.case))
    members = {member.officer: member for member in desk}
    takes: dict[str, str] = {}
    known = {case.case: case for case in ordered}
    for case in ordered:
        _place(case, members, takes, known, set())
    return Assigned(
        {case.case: takes[case.case] for case in ordered if case.case in takes},
        {case.case: _why(case, desk) for case in ordered if case.case not in takes},
    )


def _place(
    case: Waiting,
    members: Mapping[str, Member],
    takes: dict[str, str],
    known: Mapping[str, Waiting],
    asked: set[str],
) -> bool:
    """Find somebody for a case; who is full may hand one of theirs on. Each is asked once."""
    load = Counter(takes.values())
    fitting = [member for member in members.values() if speaks(member.languages, case.language)]
    for member in sorted(fitting, key=lambda one: _preference(case, one, load)):
        if member.officer in asked:
            continue
        asked.add(member.officer)
        if load[member.officer] < member.free:
            takes[case.case] = member.officer
            return True
        for other in _of(member.officer, takes):
            if _place(known[other], members, takes, known, asked):
                takes[case.case] = member.officer
                return True
    return False


def _of(officer: str, takes: Mapping[str, str]) -> Iterator[str]:
    return iter([case for case, taker in takes.items() if taker == officer])


def _preference(case: Waiting, member: Member, load: Counter[str]) -> tuple[bool, bool, float, int, str]:
    """Who has room comes first, then the case's own province, then who has least to do, then who knows least else."""
    busy = load[member.officer] / member.free if member.free > 0 else 1.0
    near = case.region != "ID" and member.region == case.region
    return (load[member.officer] >= member.free, not near, busy, len(member.languages), member.officer)


def speaks(languages: Collection[str], language: str) -> bool:
    """Whether one of some languages is that language, whatever the region.

    Example:
        >>> speaks(("id", "en-GB"), "en")
        True
    """
    return language.partition("-")[0] in {tag.partition("-")[0] for tag in languages}


def _why(case: Waiting, desk: Sequence[Member]) -> str:
    fitting = [member for member in desk if speaks(member.languages, case.language)]
    if not desk:
        return "nobody is at the desk; name officers under [desk.officers]"
    if not fitting:
        return f"nobody at the desk knows the language {case.language!r}"
    return f"all {len(fitting)} who know the language {case.language!r} have as many cases as they can take"
