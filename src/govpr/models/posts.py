"""The campaign made concrete: every post, for which account, when."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property

from attrs import field, frozen

from govpr.identifiers import stable_id
from govpr.models import _checks as check
from govpr.models.findings import Finding, Severity
from govpr.models.messages import Media, MessageKind
from govpr.models.sources import Source


def post_id(campaign: str, wave: str, message: str, account: str) -> str:
    """The id of what a message says on an account in a wave.

    Args:
        campaign: The campaign's id.
        wave: The wave's id.
        message: The message's id.
        account: The account's id.
    """
    return stable_id("post", (campaign, wave, message, account))


@frozen(kw_only=True)
class Post:
    """The exact words and media for one account. What is approved is its content hash.

    Args:
        campaign: Campaign id.
        wave: Wave id.
        message: Message id.
        variant: Variant id.
        account: Account id.
        platform: The account's platform.
        officer: The owner of a personal account, or None.
        due: When it goes out.
        language: BCP 47 tag.
        title: A headline, for platforms that have one.
        parts: The rendered text, disclosure and links included: one part, or the parts of a thread.
        disclosure: The label that the parts contain, or "" where it is missing.
        media: Attached to the first part.
        kind: What the message is.
        claim: For a clarification: the claim that it answers.
        label: For a clarification: the verdict as shown, as `Hoaks`, or "".
        factcheck: For a clarification: the cid of the fact-check that it answers.
        sources: What it rests on; published by channels that can.
        appearances: For a clarification: addresses where the claim was seen. Never linked from the text.
        replaces: The id of the post that it corrects, for channels that can put it in its place, or None.
        correction: What was wrong there, for all to see, or "".
        instead_of: The id of the post for which it stands by: it goes out only if that one cannot; or None.
        after: How long the service of that one must have been out of reach, or None.
    """

    campaign: str = field(validator=check.slug)
    wave: str = field(validator=check.slug)
    message: str = field(validator=check.slug)
    variant: str = field(validator=check.slug)
    account: str = field(validator=check.slug)
    platform: str = field(validator=check.slug)
    officer: str | None = None
    due: datetime = field(validator=check.aware)
    language: str = field(default="id", validator=check.language)
    title: str = ""
    parts: tuple[str, ...] = field(validator=check.some)
    disclosure: str = ""
    media: tuple[Media, ...] = ()
    kind: MessageKind = MessageKind.SERVICE
    claim: str | None = None
    label: str = ""
    factcheck: str | None = None
    sources: tuple[Source, ...] = ()
    appearances: tuple[str, ...] = ()
    replaces: str | None = None
    correction: str = ""
    instead_of: str | None = None
    after: timedelta | None = None

    @cached_property
    def id(self) -> str:
        """The same whenever the same message goes to the same account in the same wave: planning twice adds nothing."""
        return post_id(self.campaign, self.wave, self.message, self.account)

    @property
    def text(self) -> str:
        """All parts, with an empty line between them."""
        return "\n\n".join(self.parts)

    @cached_property
    def content_hash(self) -> str:
        """A fingerprint of all that a reader will see and where; the time is not part of it.

        Of a post that stands by, the rule by which it goes out is part of it.
        """
        return hashlib.sha256(canonical(self).encode()).hexdigest()


def canonical(post: Post) -> str:
    """All that a reader will see of a post, and where, as one text; the account comes first in it.

    Args:
        post: The post.
    """
    seen: dict[str, object] = {
        "account": post.account,
        "platform": post.platform,
        "language": post.language,
        "title": post.title,
        "parts": post.parts,
        "media": [(media.digest or media.file, media.alt) for media in post.media],
        "kind": post.kind,
        "claim": post.claim,
        "label": post.label,
        "factcheck": post.factcheck,
        "sources": [(source.title, source.url, source.publisher) for source in post.sources],
    }
    more: dict[str, object] = {
        "appearances": post.appearances,
        "replaces": post.replaces,
        "correction": post.correction,
    }
    if post.instead_of is not None:
        more |= {"instead_of": post.instead_of, "after": "" if post.after is None else post.after.total_seconds()}
    seen |= {name: value for name, value in more.items() if value}
    return json.dumps(seen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@frozen(kw_only=True)
class Change:
    """How a post differs from what was planned before.

    Args:
        post: Its id.
        kind: `added`, `changed`, `moved` (only the time), `removed`, or `sent` (an edit after sending).
        before: The text or time before, or "".
        after: The text or time now, or "".
    """

    post: str
    kind: str
    before: str = ""
    after: str = ""


@frozen(kw_only=True)
class Plan:
    """All posts of a campaign, and all findings.

    Args:
        campaign: Campaign id.
        author: Who wrote the campaign.
        posts: In the order of their times.
        findings: What the checks found.
        changes: What differs from the plan before; empty when nothing does.
    """

    campaign: str = field(validator=check.slug)
    author: str = field(validator=check.slug)
    posts: tuple[Post, ...]
    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def stopped(self) -> frozenset[str]:
        """Ids of posts that an error stops."""
        return frozenset(f.post for f in self.findings if f.severity is Severity.ERROR and f.post is not None)

    @property
    def ready(self) -> tuple[Post, ...]:
        """Posts that no error stops."""
        stopped = self.stopped
        return tuple(post for post in self.posts if post.id not in stopped)

    def findings_for(self, post: Post) -> Iterator[Finding]:
        """What was found about one post."""
        return (finding for finding in self.findings if finding.post == post.id)
