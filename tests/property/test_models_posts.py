"""What a post's id and content hash depend on, and which posts of a plan are ready."""

from datetime import timedelta
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import findings, posts
from tests.values import moments, slugs

from govpr.models import Finding, MessageKind, Plan, Post, Severity, Source

SEEN: dict[str, Any] = {
    "account": "akun-lain",
    "platform": "lain",
    "language": "ban",
    "title": "Judul yang lain sekali",
    "parts": ("Teks yang lain sekali",),
    "media": (),
    "claim": "Klaim yang lain sekali",
    "factcheck": "lain-sekali-1",
    "sources": (Source(title="Lain sekali", url="https://lain.go.id", publisher="Lain"),),
}


@given(posts, st.sampled_from(sorted(SEEN)))
def test_the_hash_changes_with_everything_that_a_reader_sees(post: Post, name: str) -> None:
    other = attrs.evolve(post, **{name: SEEN[name]})
    assert (other.content_hash == post.content_hash) == (getattr(other, name) == getattr(post, name))


@given(posts, st.sampled_from(MessageKind))
def test_the_hash_changes_with_the_kind(post: Post, kind: MessageKind) -> None:
    assert (attrs.evolve(post, kind=kind).content_hash == post.content_hash) == (kind is post.kind)


@given(posts, moments, slugs)
def test_neither_the_time_nor_the_variants_name_is_content(post: Post, due: Any, variant: str) -> None:
    assert attrs.evolve(post, due=due, variant=variant).content_hash == post.content_hash


@given(posts, st.text(min_size=1, max_size=5).filter(str.strip))
def test_text_does_not_slip_from_one_part_to_the_next(post: Post, word: str) -> None:
    split, joined = attrs.evolve(post, parts=("a", word)), attrs.evolve(post, parts=("a" + word,))
    assert split.content_hash != joined.content_hash


@given(posts)
def test_the_id_is_that_of_message_account_and_wave_alone(post: Post) -> None:
    edited = attrs.evolve(post, parts=("lain",), due=post.due + timedelta(1), variant="z", language="en")
    assert edited.id == post.id
    for name in ("campaign", "wave", "message", "account"):
        change: dict[str, Any] = {name: "sebuah-nama-lain"}
        assert attrs.evolve(post, **change).id != post.id


@given(
    st.lists(posts, min_size=1, max_size=4, unique_by=lambda post: post.id), st.lists(findings, max_size=4), st.data()
)
def test_a_plan_is_ready_but_for_the_posts_that_an_error_stops(
    planned: list[Post], found: list[Finding], data: st.DataObject
) -> None:
    ids = st.sampled_from([post.id for post in planned])
    about = tuple(attrs.evolve(finding, post=data.draw(ids)) for finding in found)
    plan = Plan(campaign="c", author="a", posts=tuple(planned), findings=about)
    assert plan.stopped == {finding.post for finding in about if finding.severity is Severity.ERROR}
    assert {post.id for post in plan.ready} | plan.stopped == {post.id for post in planned}
    assert not {post.id for post in plan.ready} & plan.stopped
    for post in planned:
        assert all(finding.post == post.id for finding in plan.findings_for(post))
