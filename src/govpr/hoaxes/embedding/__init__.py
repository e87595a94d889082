"""Re-ranking by meaning, with a sentence-embedding model.

Needs the extra `embeddings`: `pip install govpr[embeddings]`.
"""

from govpr.hoaxes.embedding.loading import Embedder, load_embedder
from govpr.hoaxes.embedding.meanings import gather
from govpr.hoaxes.embedding.remembering import Remembered
from govpr.hoaxes.embedding.reranking import Reranked

__all__ = ["Embedder", "Remembered", "Reranked", "gather", "load_embedder"]
