"""What a campaign says when: each message of each wave, repetitions included."""

from collections.abc import Iterator

from attrs import field, frozen

from govpr.campaigns.recurrence import occurrences
from govpr.errors import InputError, Problem
from govpr.models import Campaign, Message, Wave


@frozen(eq=False)
class Cue:
    """One message in one wave.

    Args:
        wave: The wave; of one that repeats, this time of it.
        place: Which of the wave's messages, counted from 0.
        message: The message.
        earlier: Cues of the same message in earlier repetitions of the wave, by their numbers.
        seconds: Over how long the wave is spread.
    """

    wave: Wave
    place: int
    message: Message
    earlier: tuple[int, ...] = ()
    seconds: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "seconds", self.wave.spread.total_seconds())


def cues_of(campaign: Campaign) -> tuple[Cue, ...]:
    """Every message of every wave, in the order in which they are written.

    Raises:
        InputError: A wave repeats too often, or under the name of another one.
    """
    found = tuple(_cues(campaign))
    waves: dict[str, Wave] = {}
    for cue in found:
        if waves.setdefault(cue.wave.id, cue.wave) is not cue.wave:
            what = f"is {cue.wave.id!r}, and another wave repeats under that name"
            raise InputError([Problem(f"waves[{cue.wave.id}].id", what, "give the wave another id")])
    return found


def _cues(campaign: Campaign) -> Iterator[Cue]:
    number = 0
    said: dict[tuple[str, str], tuple[int, ...]] = {}
    for wave in campaign.waves:
        for time in occurrences(wave, campaign.ends, campaign.zone):
            for place, name in enumerate(time.messages):
                earlier = said.get((wave.id, name), ())
                yield Cue(time, place, campaign.message(name), earlier)
                said[wave.id, name] = (*earlier, number)
                number += 1
