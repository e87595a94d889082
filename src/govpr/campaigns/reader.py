"""Campaign files: read whole, with every mistake named at once, or not at all."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs
from attrs import evolve

from govpr.campaigns.cues import cues_of
from govpr.campaigns.media_files import describe_media
from govpr.campaigns.references import loose_ends
from govpr.campaigns.toml_file import open_toml, outline, read_text, refuse, taken
from govpr.errors import InputError, Problem
from govpr.models import Campaign

_FIELDS = frozenset(field.name for field in attrs.fields(Campaign))


Also = Callable[[Any], Iterable[Problem]]
"""Finds more that is wrong with the table `campaign`, of any shape: what a workspace knows and the file does not."""


def read_campaign(path: Path, also: Also = lambda _table: ()) -> Campaign:
    """A campaign from its file; media are looked for beside it.

    Args:
        path: The TOML file.
        also: Finds more that is wrong; it is listed with the rest.

    Raises:
        InvalidFile: Lists everything that is wrong, each with its line and what to write instead.
    """
    return parse_campaign(read_text(path), name=path.name, folder=path.parent, also=also)


def parse_campaign(text: str, *, name: str, folder: Path, also: Also = lambda _table: ()) -> Campaign:
    r"""A campaign from the text of its file.

    Args:
        text: TOML: `govpr = 1`, then the table `campaign` with the fields of `govpr.models.Campaign`.
        name: The file's name, for errors.
        folder: Where media are looked for.
        also: Finds more that is wrong; it is listed with the rest.

    Raises:
        InvalidFile: Lists everything that is wrong, each with its line and what to write instead.

    Example:
        >>> parse_campaign("govpr = 1\n[campain]\n", name="siaga.toml", folder=Path())
        Traceback (most recent call last):
        ...
        govpr.errors.InvalidFile: siaga.toml: 2 problems, nothing was taken over
          campaign is missing; add the table [campaign]
          line 2: campain is not a field here; did you mean campaign?
    """
    data = open_toml(text, name)
    table = data.get("campaign", {})
    problems = [*_outline(data), *loose_ends(table), *describe_media(table, folder), *also(table)]
    campaign = taken(table, Campaign, "campaign", problems) if "campaign" in data else None
    if campaign is not None and not problems:
        problems = _repetitions(campaign)
    if problems or campaign is None:
        raise refuse(problems, text, name)
    return campaign


def _repetitions(campaign: Campaign) -> list[Problem]:
    """What is wrong with waves that repeat."""
    try:
        cues_of(campaign)
    except InputError as error:
        places = {wave.id: place for place, wave in enumerate(campaign.waves)}
        return [evolve(problem, path=_placed(problem.path, places)) for problem in error.problems]
    return []


def _placed(path: str, places: Mapping[str, int]) -> str:
    """The path of a wave as its file has it, `campaign.waves[0].repeat` for `waves[pertama].repeat`."""
    name = path.removeprefix("waves[").partition("]")[0]
    return f"campaign.{path.replace(f'[{name}]', f'[{places[name]}]', 1)}"


def _outline(data: Mapping[str, Any]) -> list[Problem]:
    """The outermost keys; fields of the campaign outside its table are a frequent slip and get their own advice."""
    strayed = [Problem(key, "stands outside the campaign", f"write campaign.{key}") for key in data if key in _FIELDS]
    return strayed + [problem for problem in outline(data, ("campaign",)) if problem.path not in _FIELDS]
