"""The hoax desk: which reports are grouped right, wrongly, or only suggested; by words alone, and with pictures.

Words: 200 reports of 100 claims come in, one after the other, at a desk of 300 other cases. `twice told` are two posts
on one claim by two people (CheckThat! 2020 and 2022, training queries); `passed on` is one post that was forwarded,
shortened, shouted, mistyped or asked about (the same, and TurnBackHoax 2024). The bars were fitted on all of these but
the development queries of CheckThat!.

Pictures: made by code, passed on as `benchmarks.images` does. `recycled` is the same picture under another claim, which
must not group.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

from benchmarks._pictures import KINDS, VARIANTS, made
from benchmarks.data import judgements, matching
from govpr.hoaxes import HoaxIndex
from govpr.hoaxes.desk.grouping import Place, Seen, place
from govpr.hoaxes.images.lookup import gathered
from govpr.hoaxes.images.marks import HASHES, HEAD, Marks, marks_of, packed
from govpr.hoaxes.images.matching import PictureDecision, resemblances
from govpr.hoaxes.images.reading import Picture, picture_of
from govpr.models import FactCheck

Figures = dict[str, str]
_CLAIMS, _OTHERS, _SEEDS = 100, 300, (0, 1, 2)
_LOST, _LONG = 0.2, 8
_ASKED = ("Apakah ini benar?", "Mohon dicek min, hoaks bukan?", "Is this true?")
_SETS = (
    ("ct20_2_en_train", "en", True),
    ("ct22_2a_en_train", "en", True),
    ("ct20_2_en_train", "en", False),
    ("ct22_2a_en_train", "en", False),
    ("ct20_2_en_dev", "en", False),
    ("ct22_2a_en_dev", "en", False),
    ("turnbackhoax_2024", "id", False),
)


@frozen
class Report:
    """A report, and of which claim it is."""

    claim: str
    text: str
    picture: Picture | None = None


def run(*, quick: bool) -> Figures:
    seeds = _SEEDS[:1] if quick else _SEEDS
    figures: Figures = {}
    for name, language, natural in _SETS:
        counts = Counter[str]()
        for seed in seeds:
            rng = random.Random(seed)
            counts += grouped(*_reports(name, language, rng, natural=natural), language)
        figures[f"{name}, {'twice told' if natural else 'passed on'}"] = _line(counts)
    pairs = list(_pairs(40 if quick else _CLAIMS))
    for kind in ("asked about", "same words", "recycled"):
        figures[f"pictures, {kind}"] = _line(_pictures(kind, pairs))
    return figures


def grouped(reports: Sequence[Report], others: Sequence[str], language: str) -> Counter[str]:
    """What becomes of reports that come in one after the other."""
    counts, cases, opened = Counter[str](), set[str](), dict[str, str]()
    album: list[tuple[str, Marks]] = []
    with HoaxIndex.open(":memory:") as index:
        known = [FactCheck(cid=f"lain-{n}", text=text, language=language) for n, text in enumerate(others)]
        index.add(known)
        cases |= {one.cid for one in known}
        for number, report in enumerate(reports):
            seen = None if report.picture is None else tuple(_seen(report.picture, album))
            found = place(report.text, index, cases, language=language, pictures=seen)
            counts[_outcome(found, opened.get(report.claim), again=report.claim in opened)] += 1
            case = found.case or f"kasus-{number}"
            opened.setdefault(report.claim, case)
            if report.picture is not None:
                album.append((case, marks_of(report.picture)))
            if found.case is None:
                cases.add(case)
                index.add([FactCheck(cid=case, text=report.text, language=language)])
    return counts


def _outcome(found: Place, right: str | None, *, again: bool) -> str:
    hinted = {hint.case for hint in found.related}
    if not again:
        return "first, wrong" if found.case else "first, suggested" if hinted else "first, right"
    if found.case:
        return "right" if found.case == right else "wrong"
    return "suggested" if right in hinted else "missed"


def _line(counts: Counter[str]) -> str:
    again = [f"{name} {counts[name]}" for name in ("right", "wrong", "suggested", "missed")]
    first = [
        f"new {counts['first, right']}",
        f"new with a needless suggestion {counts['first, suggested']}",
        f"grouped wrongly {counts['first, wrong']}",
    ]
    return f"of the second reports: {', '.join(again)}; of the first: {', '.join(first)}"


def _reports(name: str, language: str, rng: random.Random, *, natural: bool) -> tuple[list[Report], list[str]]:
    texts = _texts(name)
    claims = sorted(texts)
    rng.shuffle(claims)
    chosen = [claim for claim in claims if not natural or len(texts[claim]) > 1][:_CLAIMS]
    rest = [texts[claim][0] for claim in claims if claim not in set(chosen)][:_OTHERS]
    reports = []
    for claim in chosen:
        mine = rng.sample(texts[claim], len(texts[claim]))
        reports += [Report(claim, mine[0]), Report(claim, mine[1] if natural else passed_on(mine[0], language, rng))]
    rng.shuffle(reports)
    return reports, rest


def _texts(name: str) -> Mapping[str, list[str]]:
    lines = (matching() / name / "queries.jsonl").read_text("utf-8").splitlines()
    said = {row["qid"]: row["text"] for row in map(json.loads, lines)}
    texts: dict[str, list[str]] = defaultdict(list)
    for query, claims in judgements(name).items():
        for claim in sorted(claims):
            if said[query] not in texts[claim]:
                texts[claim].append(said[query])
    return texts


def passed_on(text: str, language: str, rng: random.Random) -> str:
    """A text after its way through chats."""
    words, english = text.split(), language == "en"
    match rng.randrange(6):
        case 0:
            return f"{'FORWARDED' if english else 'Diteruskan berkali-kali'}: {text}"
        case 1:
            return f"{text.upper()}!!!"
        case 2:
            return " ".join(words[: max(5, int(len(words) * 0.7))])
        case 3:
            return " ".join(word for word in words if rng.random() > _LOST) or text
        case 4:
            return f"{'Is this true?' if english else 'Apakah ini benar?'} {text}"
    letters = list(text)
    for _ in range(max(1, len(letters) // 25)):
        at = rng.randrange(len(letters) - 1)
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def _pictures(kind: str, pairs: Sequence[tuple[Picture, Picture]]) -> Counter[str]:
    """Pictures of each claim twice, the second time passed on; `recycled` under the words of another claim."""
    rng, count = random.Random(7), len(pairs)
    texts = _texts("turnbackhoax_2024")
    claims = rng.sample(sorted(claim for claim in texts if len(texts[claim][0].split()) > _LONG), count * 2)
    reports: list[Report] = []
    for number, (first, second) in enumerate(pairs):
        claim, words = claims[number], texts[claims[number]][0]
        reports.append(Report(claim, words, first))
        if kind == "recycled":
            other = claims[count + number]
            reports.append(Report(other, texts[other][0], second))
        else:
            said = rng.choice(_ASKED) if kind == "asked about" else passed_on(words, "id", rng)
            reports.append(Report(claim, said, second))
    return grouped(reports, [], "id")


def _pairs(count: int) -> Iterator[tuple[Picture, Picture]]:
    import numpy as np  # noqa: PLC0415

    changes = list(VARIANTS.values())
    with TemporaryDirectory() as folder:
        for number, (_, image) in enumerate(made(KINDS, count, seed=11)):
            changed = changes[number % len(changes)](image, np.random.default_rng((11, number, 1)))
            pictures = []
            for name, one in (("a.png", image), ("b.png", changed)):
                path = Path(folder, name)
                one.save(path)
                pictures.append(picture_of(path.read_bytes()))
            yield pictures[0], pictures[1]


def _seen(picture: Picture, album: Sequence[tuple[str, Marks]]) -> Iterator[Seen]:
    hashes = gathered((n + 1, packed(marks)[HEAD : HEAD + HASHES * 8]) for n, (_, marks) in enumerate(album))

    def marks(numbers: Sequence[int]) -> dict[int, Marks]:
        return {number: album[number - 1][1] for number in numbers}

    for one in resemblances(picture, hashes.near, marks):
        yield Seen(album[one.number - 1][0], one.decision is PictureDecision.SAME, f"{one.likeness:.0%}")
