"""From a rendered text to the parts that are posted: thread, disclosure, links."""

import re
from collections.abc import Sequence

from govpr.content.entities import extract

_SEPARATOR = re.compile(r"^[^\S\n]*---[^\S\n]*$", re.MULTILINE)


def compose(text: str, *, disclosure: str = "", links: Sequence[str] = (), forbidden: str = "") -> tuple[str, ...]:
    r"""The parts of a post, label and links included. Doing it again changes nothing.

    A line that is only `---` separates parts. A blank text stays blank, so that a check finds it: a label alone is
    no post.

    Args:
        text: The rendered text.
        disclosure: The label that says who speaks; it comes first unless the first part has it.
        links: Addresses that the post must carry; those it lacks come last, each on its own line.
        forbidden: Characters that the platform refuses; where that is a line break, a blank stands for it.

    Example:
        >>> compose("Siaga!\n---\nCek peta.", disclosure="#InfoResmi", links=["https://bmkg.go.id"])
        ('#InfoResmi\nSiaga!', 'Cek peta.\nhttps://bmkg.go.id')
    """
    parts = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    if not parts:
        return ("",)
    label, line = disclosure.strip(), " " if "\n" in forbidden else "\n"
    if label and not contains_label(parts[0], label):
        parts[0] = f"{label}{line}{parts[0]}"
    parts[-1] = line.join([parts[-1], *_missing(parts, links)])
    return tuple(parts)


def contains_label(text: str, label: str) -> bool:
    """Whether the label stands in the text as a whole, not as part of a longer word.

    Args:
        text: One part of a post.
        label: The disclosure.

    Example:
        >>> contains_label("#IklanLayanan baru", "#Iklan"), contains_label("(#Iklan) Baru", "#Iklan")
        (False, True)
    """
    return re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text) is not None


def _missing(parts: Sequence[str], links: Sequence[str]) -> list[str]:
    if not links:
        return []
    text = "\n".join(parts)
    there = {link.text for link in extract(text).links} | set(text.split())
    wanted = dict.fromkeys(link.strip() for link in links)
    return [link for link in wanted if link and link not in there]
