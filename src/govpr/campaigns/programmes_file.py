"""The programmes' file: what the government does, what came of it, and the shared stories about it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import field, frozen

from govpr.campaigns.toml_file import open_toml, outline, read_text, refuse, taken
from govpr.errors import Problem
from govpr.models import Achievement, Narrative, Programme


@frozen(kw_only=True)
class ProgrammesFile:
    """What a programmes' file holds.

    Args:
        programmes: The tables `programmes`.
        achievements: The tables `achievements`; each tells of a programme of this file.
        narratives: The tables `narratives`, in all their versions.
    """

    programmes: tuple[Programme, ...]
    achievements: tuple[Achievement, ...] = field(default=())
    narratives: tuple[Narrative, ...] = field(default=())


def read_programmes(path: Path) -> ProgrammesFile:
    """Programmes, achievements and narratives.

    Args:
        path: The TOML file.

    Raises:
        InvalidFile: Lists everything that is wrong, each with its line and what to write instead.
    """
    text = read_text(path)
    data = open_toml(text, path.name)
    problems = outline(data, ("programmes", "achievements", "narratives"))
    programmes = taken(data.get("programmes", []), tuple[Programme, ...], "programmes", problems) or ()
    achievements = taken(data.get("achievements", []), tuple[Achievement, ...], "achievements", problems) or ()
    narratives = taken(data.get("narratives", []), tuple[Narrative, ...], "narratives", problems) or ()
    problems += _repeated("programmes", [programme.id for programme in programmes])
    problems += _repeated("achievements", [achievement.id for achievement in achievements])
    problems += _repeated("narratives", [f"{story.id}@{story.version}" for story in narratives])
    problems += _homeless(achievements, programmes, data.get("programmes"))
    if problems:
        raise refuse(problems, text, path.name)
    return ProgrammesFile(programmes=programmes, achievements=achievements, narratives=narratives)


def _repeated(table: str, names: Sequence[str]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Problem(f"{table}[{index}].id", f"is {name!r} a second time", "give each its own id")


def _homeless(
    achievements: Sequence[Achievement], programmes: Sequence[Programme], written: object
) -> Iterator[Problem]:
    """Achievements of programmes that the file does not have; while its programmes are unreadable, nobody can tell."""
    if written and not programmes:
        return
    known = sorted(programme.id for programme in programmes)
    for index, achievement in enumerate(achievements):
        if achievement.programme not in known:
            path = f"achievements[{index}].programme"
            yield Problem(
                path, f"is {achievement.programme!r}, which is no programme here", f"write one of {', '.join(known)}"
            )
