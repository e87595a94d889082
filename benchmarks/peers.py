"""Other people's search, for comparison: `build(texts) -> search(query, top) -> places of the texts found`.

Each gets words that Snowball stemmed beforehand, and nothing else that govpr knows: it stands for what a developer
would put together in an afternoon. A query's words count once each: repeated ones cost time and gain nothing.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import snowballstemmer

Search = Callable[[str, int], list[int]]
Build = Callable[..., Search]
_WORD = re.compile(r"\w+")
_HEAP = 128_000_000  # bytes that tantivy may fill before it writes a segment
_LANGUAGES = {"id": "indonesian", "en": "english"}


def tantivy(texts: Iterable[str], language: str = "id", folder: Path | None = None) -> Search:
    """Tantivy's BM25 (Rust): an OR of the terms, in one thread; in memory, or in a folder as a program keeps it."""
    import tantivy as rust  # noqa: PLC0415  (an extra: the other peers work without it)

    stems = stemming(language)
    schema = rust.SchemaBuilder()
    schema.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    schema.add_integer_field("place", fast=True)
    index = rust.Index(schema.build(), path=None if folder is None else str(folder))
    writer = index.writer(_HEAP, 1)
    for place, text in enumerate(texts):
        writer.add_document(rust.Document(words=" ".join(stems(text)), place=place))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher, made = index.searcher(), index.schema

    def search(query: str, top: int = 10) -> list[int]:
        terms = [rust.Query.term_query(made, "words", stem, "freq") for stem in dict.fromkeys(stems(query))]
        found = rust.Query.boolean_query([(rust.Occur.Should, term) for term in terms])
        hits = searcher.search(found, top, count=False).hits
        places = searcher.fast_field_values("place", [address for _, address in hits])
        return [int(place) for place in places if place is not None]

    return search


def fts5(texts: Iterable[str], language: str = "id", folder: Path | None = None) -> Search:
    """SQLite's own full-text search: an OR of the terms, by its bm25()."""
    stems = stemming(language)
    connection = sqlite3.connect(":memory:" if folder is None else folder / "fts5.db")
    connection.execute("CREATE VIRTUAL TABLE search USING fts5(words, content='', tokenize='unicode61')")
    rows = ((place, " ".join(stems(text))) for place, text in enumerate(texts))
    connection.executemany("INSERT INTO search(rowid, words) VALUES (?, ?)", rows)
    connection.execute("INSERT INTO search(search) VALUES ('optimize')")
    connection.commit()

    def search(query: str, top: int = 10) -> list[int]:
        terms = " OR ".join(f'"{stem}"' for stem in dict.fromkeys(stems(query)))
        asked = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?"
        return [place for (place,) in connection.execute(asked, (terms, top))] if terms else []

    return search


def bm25s(texts: Iterable[str], language: str = "id") -> Search:
    """BM25 as sparse matrices in numpy: every score is worked out beforehand."""
    import bm25s as sparse  # noqa: PLC0415  (an extra: the other peers work without it)

    stems = stemming(language)
    index = sparse.BM25()
    index.index([stems(text) for text in texts], show_progress=False)

    def search(query: str, top: int = 10) -> list[int]:
        terms = [stem for stem in dict.fromkeys(stems(query)) if stem in index.vocab_dict]
        if not terms:
            return []
        found, scores = index.retrieve([terms], k=min(top, index.scores["num_docs"]), show_progress=False)
        return [int(place) for place, score in zip(found[0], scores[0], strict=True) if score > 0]

    return search


def rapidfuzz(texts: Iterable[str], language: str = "id") -> Search:
    """Edit distance over sets of words, each text in turn: for small sets only."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (an extra: the other peers work without it)

    stems = stemming(language)
    known = [" ".join(stems(text)) for text in texts]

    def search(query: str, top: int = 10) -> list[int]:
        asked = " ".join(dict.fromkeys(stems(query)))
        return [place for _, _, place in process.extract(asked, known, scorer=fuzz.token_set_ratio, limit=top)]

    return search


PEERS: Mapping[str, Build] = {"tantivy": tantivy, "fts5": fts5, "bm25s": bm25s, "rapidfuzz": rapidfuzz}


def stemming(language: str) -> Callable[[str], Sequence[str]]:
    """Small letters, runs of letters and digits, Snowball; each word is stemmed once."""
    stemmer = snowballstemmer.stemmer(_LANGUAGES[language])
    known: dict[str, str] = {}

    def stems(text: str) -> list[str]:
        words = _WORD.findall(text.lower())
        for word in words:
            if word not in known:
                known[word] = stemmer.stemWord(word) or word
        return [known[word] for word in words]

    return stems
