"""A model that knows a few words of like meaning, and needs no weights."""

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MEANS = {"doctor": "physician", "jab": "vaccine", "shot": "vaccine", "chip": "microchip"}


class Hashed:
    """Adds up a direction for each word, the same for words of like meaning; counts what it was asked."""

    def __init__(self, name: str = "hashed") -> None:
        self.name = name
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([self._vector(text) for text in texts], np.float32)

    def _vector(self, text: str) -> NDArray[np.float64]:
        words = {MEANS.get(word, word) for word in re.findall(r"\w{3,}", text.lower())}
        total = sum((np.random.default_rng(crc32(w.encode())).normal(size=64) for w in words), np.zeros(64))
        return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9))
