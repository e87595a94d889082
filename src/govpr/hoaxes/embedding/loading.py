"""A sentence-embedding model from a folder or an installed package. Nothing is ever downloaded."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from govpr.errors import InputError, Problem
from govpr.hoaxes.embedding.encoder import Encoder, Numbers

PACKAGE = "package:"
_LONGEST = 128
_TOGETHER = 8
_FILES = ("config.json", "model.safetensors", "tokenizer.json")


class Embedder(Protocol):
    """Turns texts into vectors; bring one of your own, if you like."""

    @property
    def name(self) -> str:
        """Tells this model's vectors from another's."""

    def embed(self, texts: Sequence[str]) -> Numbers:
        """One row of length one for each text, as float32."""


class Model:
    """A small BERT-like sentence encoder, such as all-MiniLM-L6-v2, from a folder.

    Args:
        folder: Has config.json, model.safetensors and tokenizer.json, as Hugging Face lays them out.

    Raises:
        InputError: The extra is missing, or the model is not there or of another kind.
    """

    def __init__(self, folder: Path) -> None:
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise _unfit(str(folder), f"has no {', '.join(missing)}")
        try:
            from safetensors.numpy import load_file  # noqa: PLC0415  (an extra)
            from tokenizers import Tokenizer  # noqa: PLC0415  (an extra)
        except ImportError:
            raise InputError((Problem("matching.model", "needs an extra", "pip install govpr[embeddings]"),)) from None
        try:
            weights = {name: np.asarray(value, np.float32) for name, value in load_file(folder / _FILES[1]).items()}
            self._encoder = _encoder(json.loads((folder / "config.json").read_text("utf-8")), weights)
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._tokenizer.no_padding()
            self._tokenizer.enable_truncation(_LONGEST)
            self._encoder.vectors([self._tokenizer.encode("").ids])
        except Exception as error:  # noqa: BLE001  (the libraries' own, and whatever a damaged model leads to)
            raise _unfit(str(folder), f"is no model of this kind ({type(error).__name__})") from None
        self.name = _named(folder, weights)

    def embed(self, texts: Sequence[str]) -> Numbers:
        """One row of length one for each text.

        Args:
            texts: The texts; what is beyond 128 tokens of one does not count.
        """
        ids = [one.ids for one in self._tokenizer.encode_batch([_clean(text) for text in texts])]
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))  # like lengths together: less to fill up
        rows: list[Any] = [None] * len(ids)
        for start in range(0, len(order), _TOGETHER):
            some = order[start : start + _TOGETHER]
            for place, vector in zip(some, self._encoder.vectors([ids[place] for place in some]), strict=True):
                rows[place] = vector
        return np.array(rows, np.float32) if rows else np.empty((0, 0), np.float32)


def load_embedder(place: Path | str) -> Embedder:
    """Load a model that is on this machine.

    Args:
        place: Its folder, or `package:NAME` for an installed package that ships one.

    Raises:
        InputError: It is not there, of another kind, or the extra is missing.

    Example:
        >>> load_embedder("package:no_such_package")
        Traceback (most recent call last):
        govpr.errors.InputError: package:no_such_package is not installed; pip install it, or name a model's folder
    """
    if not str(place).startswith(PACKAGE):
        return Model(Path(place))
    name = str(place).removeprefix(PACKAGE)
    spec = None
    with suppress(ImportError, ValueError):  # the package itself is never imported: some load much
        spec = find_spec(name) if name.isidentifier() else None
    if spec is None:
        problem = Problem(str(place), "is not installed", "pip install it, or name a model's folder")
        raise InputError((problem,))
    folders = [Path(root) for root in spec.submodule_search_locations or ()]
    inside = [folder for root in folders for folder in (root, root / "model") if (folder / _FILES[1]).is_file()]
    if not inside:
        raise _unfit(str(place), f"has no {_FILES[1]}")
    return Model(inside[0])


def _encoder(config: Any, weights: Mapping[str, Numbers]) -> Encoder:
    if config["model_type"] != "bert" or config.get("hidden_act", "gelu") != "gelu":
        raise ValueError
    return Encoder(weights=weights, heads=config["num_attention_heads"], epsilon=config["layer_norm_eps"])


def _named(folder: Path, weights: Mapping[str, Numbers]) -> str:
    """A model's own name. Every weight counts, by a sum for each tensor: a digest of all bytes takes ten times longer.

    A model that was tuned a little has the same settings and the same size, and blocks taken here and there may miss
    what was tuned. Weights of equal sums, made on purpose, do no harm: the name only keeps vectors apart.
    """
    digest = blake2b((folder / "config.json").read_bytes() + (folder / "tokenizer.json").read_bytes(), digest_size=8)
    for name in sorted(weights):
        total = int(weights[name].view(np.uint32).sum(dtype=np.uint64))
        digest.update(f"{name} {weights[name].shape} {total}".encode())
    return digest.hexdigest()


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _unfit(place: str, message: str) -> InputError:
    advice = "name the folder of a BERT-like sentence encoder, such as all-MiniLM-L6-v2"
    return InputError((Problem(place, message, advice),))
