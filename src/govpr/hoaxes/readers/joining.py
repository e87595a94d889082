"""One review that a page tells in several ways: JSON-LD first, and what that leaves out from the other markup. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from govpr.hoaxes.addresses import same_address
from govpr.hoaxes.readers.rows import Place
from govpr.models import Verdict

_Placed = tuple[Place, dict[str, object]]


def joined(rows: Sequence[_Placed], more: Iterable[_Placed]) -> list[_Placed]:
    """Rows, with what other rows say of the same reviews; those of other reviews behind.

    Args:
        rows: What counts first.
        more: What is told in another way.

    Example:
        >>> one = (Place(path="a."), {"text": "Bansos cair", "label": ""})
        >>> two = (Place(path="b."), {"text": "bansos  cair", "label": "SALAH"})
        >>> [row for _, row in joined([one], [two])]
        [{'text': 'Bansos cair', 'label': 'SALAH'}]
    """
    found = list(rows)
    for place, row in more:
        at = next((number for number, (_, known) in enumerate(found) if _is_same(known, row)), None)
        if at is None:
            found.append((place, row))
        else:
            found[at] = (found[at][0], _filled(found[at][1], row))
    return found


def _is_same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """The same claim, unless they name different pages for it."""
    if not _claim(one) or _claim(one) != _claim(other):
        return False
    places = [same_address(str(row.get("url") or "")) for row in (one, other)]
    return "" in places or places[0] == places[1]


def _claim(row: Mapping[str, object]) -> str:
    return " ".join(str(row.get("text") or "").casefold().split())


def _filled(row: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    filled = {name: other.get(name) if _is_empty(value) else value for name, value in row.items()}
    for name in ("appearances", "images"):
        both = [one for some in (row.get(name), other.get(name)) if isinstance(some, list) for one in some]
        if both:
            filled[name] = list(dict.fromkeys(both))
    if other.get("independent") is False:
        filled["independent"] = False
    return filled


def _is_empty(value: object) -> bool:
    return value in ("", None, Verdict.OTHER) or value == []
