"""A sentence encoder of the BERT family, in numpy: small models need no deep-learning framework to answer.

The layers are those of https://arxiv.org/abs/1810.04805; a text's vector is the mean of its tokens' vectors at length
one, as https://www.sbert.net describes. Vectors differ from those of Hugging Face's transformers by less than 1e-6.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
_ROOT_HALF = np.float32(0.5**0.5)
_REACH = np.float32(0.3275911)
_TERMS = tuple(np.float32(term) for term in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592))
"""The error function by formula 7.1.26 of Abramowitz and Stegun, right to 2e-7, as float32 is: numpy has none."""


def _turned(weights: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
    """With the matrices of the layers the other way round in memory: a text is read a fifth faster."""
    return {
        name: np.ascontiguousarray(value.T) if name.startswith("encoder.layer.") and value.ndim > 1 else value
        for name, value in weights.items()
    }


@frozen(kw_only=True, eq=False)
class Encoder:
    """A model with its weights.

    Args:
        weights: By the names that safetensors files use, and as they stand there.
        heads: How many heads attend.
        epsilon: Keeps a norm from dividing by nothing.
    """

    weights: Mapping[str, Numbers] = field(repr=False, converter=_turned)
    heads: int
    epsilon: float = 1e-12

    def vectors(self, tokens: Sequence[Sequence[int]]) -> Numbers:
        """One vector of length one for each text.

        Args:
            tokens: The numbers of each text's tokens, the special ones included; none is empty.
        """
        longest = max(map(len, tokens))
        ids = np.zeros((len(tokens), longest), np.int64)
        there = np.zeros((len(tokens), longest), np.float32)
        for place, one in enumerate(tokens):
            ids[place, : len(one)] = one
            there[place, : len(one)] = 1
        state = self._embedded(ids)
        unseen = ((1 - there) * np.float32(-1e9))[:, None, None, :]
        for layer in range(self._layers()):
            state = self._layer(f"encoder.layer.{layer}.", state, unseen)
        mean = (state * there[..., None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
        vectors: Numbers = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), np.float32(1e-12))
        return vectors

    def _layers(self) -> int:
        return len({name.split(".")[2] for name in self.weights if name.startswith("encoder.layer.")})

    def _embedded(self, ids: NDArray[np.int64]) -> Numbers:
        name = "embeddings.{}_embeddings.weight".format
        words = self.weights[name("word")][ids] + self.weights[name("position")][: ids.shape[1]]
        return self._normed("embeddings.LayerNorm", words + self.weights[name("token_type")][0])

    def _layer(self, name: str, state: Numbers, unseen: Numbers) -> Numbers:
        heard = self._linear(f"{name}attention.output.dense", self._attended(f"{name}attention.self.", state, unseen))
        state = self._normed(f"{name}attention.output.LayerNorm", state + heard)
        inner = _gelu(self._linear(f"{name}intermediate.dense", state))
        return self._normed(f"{name}output.LayerNorm", state + self._linear(f"{name}output.dense", inner))

    def _attended(self, name: str, state: Numbers, unseen: Numbers) -> Numbers:
        texts, length, width = state.shape
        query, key, value = (
            self._linear(name + part, state).reshape(texts, length, self.heads, -1).swapaxes(1, 2)
            for part in ("query", "key", "value")
        )
        weights = query @ key.swapaxes(2, 3) / np.float32((width // self.heads) ** 0.5) + unseen
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        heard: Numbers = (weights @ value).swapaxes(1, 2).reshape(texts, length, width)
        return heard

    def _linear(self, name: str, state: Numbers) -> Numbers:
        flat = state.reshape(-1, state.shape[-1]) @ self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        result: Numbers = flat.reshape(*state.shape[:-1], -1)
        return result

    def _normed(self, name: str, state: Any) -> Numbers:
        middle = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((middle * middle).mean(axis=-1, keepdims=True) + np.float32(self.epsilon))
        normed: Numbers = middle / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return normed


def _gelu(value: Numbers) -> Numbers:
    far = np.abs(value)  # in place from here: the widest array of all
    far *= _ROOT_HALF
    near = np.reciprocal(_REACH * far + np.float32(1))
    rest: Numbers = near * _TERMS[0]
    for term in _TERMS[1:]:
        rest += term
        rest *= near
    far *= far
    rest *= np.exp(np.negative(far, out=far), out=far)
    np.subtract(1, rest, out=rest)
    np.copysign(rest, value, out=rest)
    rest += 1
    rest *= value
    rest *= np.float32(0.5)
    return rest
