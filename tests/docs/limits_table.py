"""The tables of platform limits in the documentation, written from the platforms' own rules: `just limits`."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from govpr.content.rules import Count, Files, Length, Rules, Span
from govpr.content.weighted import V3

ROOT = Path(__file__).parents[2]
BEGIN, END = "<!-- {name}: just limits -->", "<!-- {name}: end -->"

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "text": "platform | text | beside files | a link counts | bytes | parts | title | links | hashtags | mentions",
        "files": "platform | pictures | their types | films | their types | files in all | alt text",
        Count.GRAPHEMES: "graphemes",
        Count.CODE_POINTS: "code points",
        Count.UTF16: "UTF-16 units",
        Count.BYTES: "bytes",
        Count.WEIGHTED: "weighted",
        Count.EMOJI_BYTES: "characters, emoji as bytes",
        "needed": "at least one",
        "together": "together",
        "apart": "one kind",
        "none": "none",
        "wide": "{0} wide",
        "high": "{0} high",
        "ratio": "width to height {0}",
        "pixels": "{0} pixels",
        "seconds": "{0} s",
        "public": "public address",
    },
    "id": {
        "text": "platform | teks | bersama berkas | tautan dihitung | bita | bagian | judul | tautan | tagar | sebutan",
        "files": "platform | gambar | jenisnya | film | jenisnya | berkas semuanya | teks alternatif",
        Count.GRAPHEMES: "grafem",
        Count.CODE_POINTS: "titik kode",
        Count.UTF16: "satuan UTF-16",
        Count.BYTES: "bita",
        Count.WEIGHTED: "berbobot",
        Count.EMOJI_BYTES: "huruf, emoji sebagai bita",
        "needed": "paling sedikit satu",
        "together": "boleh bersama",
        "apart": "satu macam",
        "none": "tidak ada",
        "wide": "lebar {0}",
        "high": "tinggi {0}",
        "ratio": "lebar banding tinggi {0}",
        "pixels": "{0} piksel",
        "seconds": "{0} dtk",
        "public": "alamat publik",
    },
}


def platforms() -> dict[str, Any]:
    """Every platform of ours, as pyproject.toml declares it, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = {}
    for name, place in sorted(project["entry-points"]["govpr.platforms"].items()):
        module, _, kind = place.partition(":")
        found[name] = getattr(import_module(module), kind)()
    return found


def tables(language: str) -> dict[str, str]:
    """Both tables, by name.

    Args:
        language: `id` or `en`.
    """
    words, rules = WORDS[language], {name: platform.rules for name, platform in platforms().items()}
    return {
        "text": _table(words["text"], [_text(name, own, words) for name, own in rules.items()]),
        "files": _table(words["files"], [_media(name, own, words) for name, own in rules.items()]),
    }


def written(page: str, language: str) -> str:
    """A page with its tables as they are to be.

    Args:
        page: The page as it is.
        language: Its language.
    """
    for name, table in tables(language).items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        before, rest = page.split(begin)
        page = f"{before}{begin}\n\n{table}\n\n{end}{rest.split(end)[1]}"
    return page


def _table(head: str, rows: list[list[str]]) -> str:
    heads = head.split(" | ")
    lines = [f"| {head} |", f"|{'---|' * len(heads)}", *(f"|{''.join(_cell(cell) for cell in row)}" for row in rows)]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return f" {text} |" if text else " |"


def _text(name: str, rules: Rules, words: Mapping[str, str]) -> list[str]:
    return [
        f"`{name}`",
        _length(rules.text, words),
        "" if rules.caption is None else _length(rules.caption, words),
        _number(V3.link if rules.text.count is Count.WEIGHTED else rules.text.link),
        _number(rules.text.bytes),
        str(rules.parts),
        _number(rules.title),
        *(_number(most) for most in (rules.links, rules.hashtags, rules.mentions)),
    ]


def _length(length: Length, words: Mapping[str, str]) -> str:
    return f"{length.limit} {words[length.count]}"


def _media(name: str, rules: Rules, words: Mapping[str, str]) -> list[str]:
    together = words["together" if rules.together else "apart"] if rules.images.most and rules.videos.most else ""
    size = "" if rules.media_bytes is None else _size(rules.media_bytes)
    whole = [_number(rules.media), size, together, words["needed"] if rules.needs_media else ""]
    return [
        f"`{name}`",
        *_files(rules.images, words),
        *_files(rules.videos, words),
        ", ".join(part for part in whole if part),
        words["none"] if rules.alt == 0 else _number(rules.alt),
    ]


def _files(files: Files, words: Mapping[str, str]) -> tuple[str, str]:
    types = ", ".join(kind.partition("/")[2] for kind in files.types)
    return (", ".join(_sizes(files, words)), types) if files.most else (words["none"], "")


def _sizes(files: Files, words: Mapping[str, str]) -> Iterator[str]:
    yield str(files.most)
    if files.bytes is not None:
        yield _size(files.bytes)
    for name, span in (("wide", files.width), ("high", files.height), ("ratio", files.ratio)):
        if span is not None:
            yield words[name].format(_span(span))
    if files.pixels is not None:
        yield words["pixels"].format(files.pixels)
    if files.seconds is not None:
        yield words["seconds"].format(_span(files.seconds))
    if files.public:
        yield words["public"]


def _size(size: int) -> str:
    for unit, word in ((1_000_000_000, "GB"), (1_000_000, "MB")):
        if size >= unit:
            return f"{size / unit:.3g} {word}"
    return f"{size / 1_000:.3g} kB"


def _span(span: Span) -> str:
    return f"{span[0]:.6g}–{span[1]:.6g}"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


if __name__ == "__main__":
    for own in WORDS:
        path = ROOT / "docs" / "reference" / f"limits.{own}.md"
        path.write_text(written(path.read_text("utf-8"), own), "utf-8")
