"""How many accounts of a platform would say nearly the same, counted before anybody says it."""

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np
from attrs import define, field

from govpr.campaigns.casting import Cast
from govpr.campaigns.forms import Form, Forms
from govpr.campaigns.sharing import NOBODY
from govpr.governance.sameness import alike, beyond
from govpr.models import Finding, Post
from govpr.settings import Caps

_Key = tuple[str, str]


def bare(post: Post) -> str:
    """The words of a post without its disclosure label."""
    return post.text.replace(post.disclosure, "") if post.disclosure else post.text


@define(eq=False)
class Wordings:
    """Counts wordings by platform, and says which posts go beyond the cap.

    The first that say something, in the order of waves, messages and accounts, may.
    """

    caps: Caps
    _totals: Counter[_Key] = field(factory=Counter, init=False)
    _said: dict[tuple[int, _Key], int] = field(factory=dict, init=False)
    _leaders: dict[str, dict[str, str]] = field(factory=dict, init=False)

    def count(self, cast: Cast, forms: Forms) -> None:
        """Count everything that will be said, and by how many.

        Args:
            cast: Who says what.
            forms: Makes the words.
        """
        counted = list(_counted(cast, forms))
        texts: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for _, form, _ in counted:
            texts[form.post.platform][bare(form.post)] = None
        self._leaders = {name: dict(alike(some, self.caps.similarity)) for name, some in texts.items()}
        for number, form, count in counted:
            key = self._key(form)
            self._said.setdefault((number, key), self._totals[key])
            self._totals[key] += count
        self._said = {place: said for place, said in self._said.items() if self._totals[place[1]] > self.caps.identical}

    @property
    def crowded(self) -> bool:
        """Whether any wording goes beyond the cap."""
        return bool(self._said)

    def over(self, cue: int, form: Form, post: str) -> Finding | None:
        """An error where a post says what too many have said before it.

        Args:
            cue: The number of what it says.
            form: Its words.
            post: Its id.
        """
        if not self.crowded:
            return None
        key = self._key(form)
        said = self._said.get((cue, key))
        if said is None:
            return None
        self._said[cue, key] = said + 1
        if said < self.caps.identical:
            return None
        path = f"messages[{form.post.message}].variants[{form.post.variant}]"
        return beyond(post, form.post.platform, path, self._totals[key], self.caps)

    def _key(self, form: Form) -> _Key:
        platform, text = form.post.platform, bare(form.post)
        return platform, self._leaders.get(platform, {}).get(text, text)


def _counted(cast: Cast, forms: Forms) -> Iterator[tuple[int, Form, int]]:
    """Each cue's wordings as they are on its first day, and how many say them."""
    for number, cue in enumerate(cast.cues):
        speaks = np.flatnonzero(cast.hands[number] != NOBODY)
        pairs = cast.kinds[speaks].astype(np.int64) << 16 | cast.hands[number][speaks]
        for pair, count in zip(*(found.tolist() for found in np.unique(pairs, return_counts=True)), strict=True):
            voice = cast.voices[pair >> 16]
            when = forms.time(cue, voice.speaker.zone, 0, 1)
            yield number, forms.of(cue, pair & 0xFFFF, voice, when), count
