"""Re-ranking by meaning, with a sentence-embedding model.

Needs the extra `embeddings`: `pip install govpr[embeddings]`.
"""

from govpr.hoaxes.embedding.loading import Embedder, load_embedder
from govpr.hoaxes.embedding.reranking import Reranked

__all__ = ["Embedder", "Reranked", "load_embedder"]
