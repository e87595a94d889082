"""Cast and words to posts: what each account will say, word for word, and when. Account after account."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from attrs import define, evolve, field

from govpr.campaigns.casting import Cast
from govpr.campaigns.checks import Checker, Said, path_of, together
from govpr.campaigns.cues import Cue
from govpr.campaigns.forms import Form, Forms, Row, When, row_of
from govpr.campaigns.sharing import NOBODY
from govpr.campaigns.voices import Crew, Voice
from govpr.campaigns.wordings import Wordings
from govpr.models import Finding, Post, Severity
from govpr.storage.adjustments import Adjusted

Owned = tuple[str, str | None]
"""An account's id, and that of its owner."""


class Line(NamedTuple):
    """One post of a plan.

    Args:
        row: As the database keeps it.
        form: Its words.
        officer: The account's owner, or None.
        findings: What was found about it.
        adjusted: The post itself, where people have changed it.
    """

    row: Row
    form: Form
    officer: str | None
    findings: tuple[Finding, ...]
    adjusted: Post | None

    def post(self) -> Post:
        """The post."""
        return self.adjusted or self.form.post_for(self.row.account, self.officer, self.row.due)

    @property
    def text(self) -> str:
        """What it says."""
        return (self.adjusted or self.form.post).text

    @property
    def stopped(self) -> bool:
        """Whether an error stops it."""
        return bool(self.findings) and any(finding.severity is Severity.ERROR for finding in self.findings)


@define(eq=False)
class Planner:
    """Makes the posts of a cast, in the order of accounts.

    Args:
        crew: The campaign and what holds for it.
        cast: Who says what.
        forms: Makes the words.
        checker: Looks at them.
        wordings: Counts them.
        adjusted: What people changed, by post id.
    """

    crew: Crew
    cast: Cast
    forms: Forms
    checker: Checker
    wordings: Wordings
    adjusted: Mapping[str, Adjusted]
    _turns: list[int] = field(init=False)
    _place: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._turns = [0] * len(self.cast.cues)

    def lines(self, accounts: Sequence[Owned], others: Mapping[str, Sequence[Said]]) -> Iterator[Line]:
        """The posts of the next accounts, those of one account after those of the other.

        Args:
            accounts: The accounts, as they were cast.
            others: What else these accounts say, in other campaigns.
        """
        begin, self._place = self._place, self._place + len(accounts)
        kinds = self.cast.kinds[begin : self._place].tolist()
        hands = [dealt[begin : self._place].tolist() for dealt in self.cast.hands]
        for number, (account, officer) in enumerate(accounts):
            if kinds[number] == NOBODY:
                continue
            voice = self.cast.voices[kinds[number]]
            mine = [
                self._line(cue, dealt[number], voice, (account, officer), begin + number)
                for cue, dealt in enumerate(hands)
                if dealt[number] != NOBODY
            ]
            around = others.get(account, ())
            if around or len(mine) > 1:
                mine = list(self._among(mine, around))
            yield from mine

    def _line(self, number: int, variant: int, voice: Voice, owned: Owned, place: int) -> Line:
        cue, (account, officer) = self.cast.cues[number], owned
        turn = self._turn(number, place)
        when = self.forms.time(cue, voice.speaker.zone, turn, self.cast.talking[number])
        form = self.forms.of(cue, variant, voice, when)
        row = form.row(account, officer, when)
        change = self.adjusted.get(row.id) if self.adjusted else None
        if change is not None:
            return self._changed(form, row, officer, change)
        found = self._found(number, form, row, form.findings)
        if when.moved or when.feast:
            found = (*_about_time(row, cue, when), *found)
        return Line(row, form, officer, found, None)

    def _turn(self, number: int, place: int) -> int:
        """Whose turn it is; those that stand by have that of the one for which they do, and take none away."""
        standing = self.cast.standing[number]
        if place in standing:
            before = standing[place]
            return int((self.cast.hands[number][:before] != NOBODY).sum()) - sum(one < before for one in standing)
        turn = self._turns[number]
        self._turns[number] = turn + 1
        return turn

    def _found(self, number: int, form: Form, row: Row, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
        if not found and not self.checker.stops and not self.wordings.crowded:
            return ()
        stop = self.checker.stop_of(form.post, found) if self.checker.stops else None
        over = self.wordings.over(number, form, row.id)
        return tuple(evolve(one, post=row.id) for one in (*found, stop, over) if one is not None)

    def _changed(self, form: Form, row: Row, officer: str | None, change: Adjusted) -> Line:
        """A post that people changed: it is looked at anew, and its words count as its own."""
        post = form.post_for(row.account, officer, change.due or row.due)
        if change.parts is not None:
            post = evolve(post, parts=change.parts)
        return Line(row_of(post), form, officer, self.checker.look(post), post)

    def _among(self, mine: Sequence[Line], others: Sequence[Said]) -> Iterator[Line]:
        now = {line.row.id for line in mine}
        said = [*map(_said, mine), *(other for other in others if other.id not in now)]
        found = list(together(said, timedelta(minutes=self.crew.settings.caps.gap)))
        for line in mine:
            more = tuple(finding for finding in found if finding.post == line.row.id)
            yield line._replace(findings=(*line.findings, *more)) if more else line


def _said(line: Line) -> Said:
    post, row = line.form.post, line.row
    return Said(row.id, post.campaign, post.wave, path_of(post), row.account, line.text, row.due, mine=True)


def _about_time(row: Row, cue: Cue, when: When) -> Iterator[Finding]:
    path = f"waves[{cue.wave.id}].at"
    if when.moved:
        message = f"{row.account} would post in quiet hours; it moves to {when.due:%d %b %H:%M}"
        yield Finding(code="time.quiet", severity=Severity.INFO, message=message, path=path, post=row.id)
    if when.feast:
        yield Finding(
            code="time.holiday",
            severity=Severity.WARNING,
            message=f"{when.due:%d %b %Y} is a public holiday: {when.feast}",
            advice="choose another day, or leave it if the post is about that day",
            path=path,
            post=row.id,
        )
