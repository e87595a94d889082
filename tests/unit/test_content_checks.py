"""What a platform would refuse."""

from govpr.content.checks import check
from govpr.content.rules import Count, Files, Length, Rules
from govpr.models import Media, MediaKind, Severity

RULES = Rules(
    text=Length(limit=40, bytes=60),
    parts=2,
    title=10,
    images=Files(most=1, bytes=100, types=("image/png",)),
    alt=5,
    links=1,
    hashtags=1,
    mentions=0,
)


def _codes(*parts: str, media: tuple[Media, ...] = (), title: str = "") -> list[str]:
    return [finding.code for finding in check(parts, media, RULES, title=title)]


def test_a_post_within_all_limits() -> None:
    media = (Media(file="peta.png", alt="Peta", size=100),)
    assert _codes("Siaga #Banjir https://bmkg.go.id", "Ayo", media=media, title="Siaga") == []


def test_every_limit_of_the_text() -> None:
    assert _codes() == ["text.empty"]
    assert _codes("  \n") == ["text.empty"]
    assert _codes("a " * 21) == ["text.too-long"]
    assert _codes("é" * 31) == ["text.bytes"]
    assert _codes("a", "b", "c") == ["thread.too-long"]
    assert _codes("a", title="Siaga banjir") == ["title.too-long"]
    assert _codes("http://a.id http://b.id #c #d @e") == ["links.too-many", "hashtags.too-many", "mentions.too-many"]


def test_every_limit_of_media() -> None:
    wrong = Media(file="peta.gif", alt="Peta banjir", type="image/gif", size=101)
    film = Media(file="film.mp4", alt="Film", kind=MediaKind.VIDEO, type="video/mp4")
    assert _codes("a", media=(wrong,)) == ["media.type", "media.too-large", "media.alt-too-long"]
    assert _codes("a", media=(film,)) == ["media.too-many"]


def test_files_may_be_too_large_together_though_none_is_alone() -> None:
    rules = Rules(text=Length(limit=9), images=Files(most=3, bytes=100), media_bytes=150)
    one, two = (Media(file=f"{name}.png", alt=name, size=75) for name in "ab")
    unmeasured = Media(file="c.png", alt="c")
    assert check(["a"], (one, two, unmeasured), rules) == ()
    (finding,) = check(["a"], (one, Media(file="b.png", alt="b", size=76)), rules)
    assert (finding.code, finding.message) == ("media.too-large", "the files have 151 of at most 150 bytes together")


def test_a_platform_without_titles_ignores_them() -> None:
    assert check(["a"], (), Rules(text=Length(limit=1)), title="Siaga banjir") == ()


def test_a_finding_says_where_and_what_to_do() -> None:
    rules = Rules(text=Length(limit=30, link=23), parts=4)
    parts = ["Awas!", "Air naik cepat. Lihat https://bmkg.go.id"]
    (finding,) = check(parts, (), rules, path="messages[banjir]", post="post-1")
    assert finding.message == "part 2 of 2 has 45 of at most 30 graphemes, each link counted as 23"
    assert finding.advice == "shorten it by 15, or post it as a thread of 3 parts"
    assert (finding.path, finding.post, finding.severity) == ("messages[banjir]", "post-1", Severity.ERROR)


def test_no_thread_is_proposed_where_none_can_be() -> None:
    (no_threads,) = check(["Air naik cepat"], (), Rules(text=Length(limit=10)))
    (unbreakable,) = check(["a" * 11], (), Rules(text=Length(limit=10), parts=9))
    assert (no_threads.advice, unbreakable.advice) == ("shorten it by 4", "shorten it by 1")


def test_x_counts_in_weights() -> None:
    rules = Rules(text=Length(limit=280, count=Count.WEIGHTED))
    assert check(["の" * 140], (), rules) == ()
    assert [finding.code for finding in check(["の" * 141], (), rules)] == ["text.too-long"]
