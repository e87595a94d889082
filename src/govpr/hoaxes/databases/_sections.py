"""The parts of a fact-check's page: what was said, where, what was found. Checkers name them in a few ways."""

import re
from collections.abc import Iterable, Mapping

from govpr.hoaxes.addresses import links_in
from govpr.hoaxes.databases._blocks import Block

_NAMES: Mapping[str, str] = {
    name: section
    for section, names in {
        "conclusion": "kesimpulan|simpulan|conclusion|verdict|hasil",
        "found": "hasil periksa fakta|hasil cek fakta|hasil pemeriksaan fakta|hasil penelusuran",
        "explained": "penjelasan|fakta|cek fakta|explanation|facts",
        "claim": "narasi|klaim|claim|isi klaim",
        "seen": "sumber|sumber hoaks|sumber klaim|sumber narasi|tautan klaim|claim source",
        "category": "kategori|category",
        "references": "rujukan|referensi|sumber rujukan|references|sources|baca juga",
    }.items()
    for name in names.split("|")
}
_LABEL = re.compile(r"[\W_]*([^\W\d_][^:\[\]=(]{1,40}?)[\s\]=]*(?::|[\]=]+|\(|$)")
_RESULT = re.compile(r"\W*(hasil (?:periksa|cek|pemeriksaan) fakta)\b", re.IGNORECASE)
_LONGEST_LABEL = 120


def sections(blocks: Iterable[Block]) -> dict[str, list[Block]]:
    """The blocks under each part's name; a name may be a heading, a line of its own, or begin a line.

    Args:
        blocks: A page, in order.

    Returns:
        Parts as `conclusion`, `found`, `explained`, `claim`, `seen`, `category`, `references`.

    Example:
        >>> parts = sections([Block("KATEGORI: Palsu"), Block("Kesimpulan", heading=True), Block("Tidak benar.")])
        >>> {name: [block.text for block in part] for name, part in parts.items()}
        {'category': ['Palsu'], 'conclusion': ['Tidak benar.']}
    """
    found: dict[str, list[Block]] = {}
    here = ""
    for block in blocks:
        name, rest = _begins(block)
        if name or block.heading or _rule(block.text):
            here = name
        if here and (text := rest if name else block.text) and not _rule(text):
            found.setdefault(here, []).append(Block(text, links=block.links))
        elif here and not name and block.links:
            found.setdefault(here, []).append(block)
    return found


def told(parts: Mapping[str, list[Block]], *names: str) -> str:
    """The words of the first of some parts that is there, one paragraph a line.

    Args:
        parts: What `sections` found.
        names: Parts, the best first.
    """
    texts = ("\n".join(block.text for block in parts.get(name, ())) for name in names)
    return next((text for text in texts if text), "")


def addresses(parts: Mapping[str, list[Block]], name: str) -> tuple[str, ...]:
    """The web addresses that a part lists, as links or as words.

    Args:
        parts: What `sections` found.
        name: The part.
    """
    found = (address for block in parts.get(name, ()) for address in (*block.links, *links_in(block.text)))
    return tuple(dict.fromkeys(one for one in found if one.lower().startswith(("http://", "https://"))))


def _begins(block: Block) -> tuple[str, str]:
    """The part whose name a block begins with, and what follows on the same line."""
    if (result := _RESULT.match(block.text)) and len(block.text) <= _LONGEST_LABEL:
        return _NAMES[" ".join(result[1].lower().split())], ""  # the name of whoever checked stands behind it
    label = _LABEL.match(block.text)
    name = _NAMES.get(" ".join(label[1].lower().split()), "") if label else ""
    return (name, block.text[label.end() :].strip(" :=")) if name and label else ("", "")


def _rule(text: str) -> bool:
    return bool(text) and not any(char.isalnum() for char in text)
