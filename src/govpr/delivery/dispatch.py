"""One delivery as one conversation: take in media, publish part after part, and keep each answer at once.

`dispatch` is a flow like a platform's own, so the synchronous and the asynchronous driver run the same code. What a
finished step left is given to `keep` before the next step begins; a delivery that is taken up again goes on from there.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count, takewhile

from attrs import evolve, frozen

from govpr.delivery.mailing import Journal, mail
from govpr.delivery.marks import Keep, known, marked, refuse_forgotten
from govpr.errors import (
    DeliveryError,
    Duplicate,
    InDoubt,
    NeedsHuman,
    Outcome,
    Partial,
    Rejected,
    Stale,
    Submitted,
    Throttled,
    Unreachable,
)
from govpr.http.calls import Flow
from govpr.models import Account, Post, Receipt
from govpr.models.converter import from_data, to_data
from govpr.models.deliveries import DOUBT, MEDIA, MOVED, OPEN, PART, STAGE, TRIED
from govpr.platforms.abilities import Abilities, abilities
from govpr.platforms.protocol import Attachment, Edits, Finds, Outgoing, Platform, Uploads

_FRESH = timedelta(minutes=10)


@frozen(kw_only=True)
class Job:
    """Everything that a delivery needs.

    Args:
        post: The post, as approved.
        account: Where it goes.
        platform: The account's platform.
        at: A time that is the same in each try.
        now: When this try begins.
        handles: What earlier tries left.
        again: Whether there was a try before, which may have published the next part.
        journal: For a mailing: who is left to be written to.
        wrong: For a correction: the receipts of the parts that were wrong and are out.
        able: What the platform can do, where that was looked up before.
    """

    post: Post
    account: Account
    platform: Platform
    at: datetime
    now: datetime
    handles: Mapping[str, str]
    again: bool = False
    journal: Journal | None = None
    wrong: tuple[Receipt, ...] = ()
    able: Abilities | None = None

    @property
    def can(self) -> Abilities:
        """What the platform can do."""
        return self.able or abilities(self.platform)

    @property
    def answers(self) -> tuple[Receipt, ...]:
        """What the post is tied to as a thread is, where the platform has threads: what it corrects."""
        return self.wrong if self.platform.rules.parts > 1 else ()


def dispatch(job: Job, keep: Keep) -> Flow[Receipt]:
    """Publish all parts of a post and give one receipt.

    Args:
        job: What to publish.
        keep: Called after each step that has an effect.

    Raises:
        Partial: Some parts are out; the handles say which.
        DeliveryError: Anything else that went wrong.
    """
    done = receipts(job.handles)
    media = () if done else (yield from _take_in(job, keep))
    if job.journal is not None and job.can.mails is not None:
        whole = evolve(_outgoing(job, 0, media, done), text=job.post.text)
        return (yield from mail(job.can.mails, whole, job.account, job.journal, lambda: keep(MOVED, "")))
    edited = None if done or not job.wrong else (yield from _edited(job, _outgoing(job, 0, media, done)))
    if edited is not None:
        return edited
    look_first = job.again  # only the first part without a receipt can be the one whose answer was lost
    for index in range(len(done), len(job.post.parts)):
        try:
            receipt = yield from _part(job, _outgoing(job, index, media, done), keep, index, look_first=look_first)
        except (InDoubt, Submitted):
            raise
        except DeliveryError as trouble:
            if not done:
                raise
            raise Partial(trouble.message, done=[one.id for one in done], cause=trouble) from trouble
        keep(f"{PART}{index}", json.dumps(to_data(receipt)))
        done.append(receipt)
        look_first = False
    return evolve(done[0], parts=tuple(receipt.id for receipt in done))


def receipts(handles: Mapping[str, str]) -> list[Receipt]:
    """The receipts of the parts that are out, in order.

    Args:
        handles: What earlier tries left.
    """
    kept = (handles.get(f"{PART}{index}") for index in count())
    return [from_data(json.loads(text), Receipt) for text in takewhile(bool, kept) if text]


def _edited(job: Job, part: Outgoing) -> Flow[Receipt | None]:
    """A correction in place, where the platform can; an edit may be repeated. None where it has to be said anew."""
    if not isinstance(job.platform, Edits) or len(job.wrong) != 1 or len(job.post.parts) != 1:
        return None
    try:
        receipt = yield from job.platform.edit(job.wrong[0], part, job.account)
    except (Rejected, NeedsHuman):  # too late, or not this post: the correction is said below it, or anew
        return None
    return evolve(receipt, note=receipt.note or "corrected in place")


def _take_in(job: Job, keep: Keep) -> Flow[tuple[Attachment, ...]]:
    attachments = []
    for index, media in enumerate(job.post.media):
        name = f"{MEDIA}{index}"
        handle = _fresh(job, name)
        if handle is None and isinstance(job.platform, Uploads):
            handle = yield from job.platform.upload(media, job.account)
            keep(name, json.dumps({"handle": handle, "at": job.now.isoformat()}))
        if handle is not None:
            attachments.append(Attachment(handle=handle, alt=media.alt, type=media.type))
    return tuple(attachments)


def _fresh(job: Job, name: str) -> str | None:
    """What an upload left not long ago: platforms throw files away that no post shows."""
    if name not in job.handles:
        return None
    kept = json.loads(job.handles[name])
    handle: str = kept["handle"]
    return handle if job.now - datetime.fromisoformat(kept["at"]) < _FRESH else None


def _outgoing(job: Job, index: int, media: tuple[Attachment, ...], done: list[Receipt]) -> Outgoing:
    post, before = job.post, (*job.answers, *done)
    return Outgoing(
        post=post.id,
        key=_key(post, index),
        text=post.parts[index],
        at=job.at,
        title=post.title,
        language=post.language,
        media=media if index == 0 else (),
        staged=job.handles.get(f"{STAGE}{index}", ""),
        disclosure=post.disclosure,
        kind=post.kind,
        claim=post.claim,
        label=post.label,
        factcheck=post.factcheck,
        sources=post.sources,
        appearances=post.appearances,
        replaces=post.replaces,
        correction=post.correction,
        agency=job.account.agency,
        first=before[0] if before else None,
        previous=before[-1] if before else None,
    )


def _key(post: Post, index: int) -> str:
    """The same in each try, another for other content: what services with keys recognise a repeat by."""
    return hashlib.sha256(f"{post.id}:{post.content_hash}:{index}".encode()).hexdigest()[:32]


def _part(job: Job, part: Outgoing, keep: Keep, index: int, *, look_first: bool) -> Flow[Receipt]:
    if look_first and job.can.finds is not None:
        found = yield from _looked_up(job.can.finds, part, job.account)
        if found is not None:
            return found
        if job.handles.get(DOUBT):
            keep(DOUBT, "")
    stage, mark, tried = (f"{name}{index}" for name in (STAGE, OPEN, TRIED))
    refuse_forgotten(job.platform.name, job.can.memory, job.handles.get(tried, ""), job.now)
    first = "" if job.can.memory is None or job.handles.get(tried) else job.now.isoformat()
    try:
        part = yield from _prepared(job, part, keep, stage)
        return (yield from marked(job.platform.publish(part, job.account), keep, mark, tried, first))
    except Duplicate as existing:
        if not job.again:  # nobody tried before: what is there with these words is another post
            raise
        return known(existing)
    except (InDoubt, Submitted):
        raise
    except DeliveryError as trouble:
        keep(mark, "")  # its fate is known: it is not published
        if first and not isinstance(trouble, Unreachable):
            keep(tried, "")  # it has answered no, and nobody tried before: no key is used
        if isinstance(trouble, Stale) or not isinstance(trouble, Unreachable | Throttled):
            keep(stage, "")  # what was prepared is of no more use
        raise


def _looked_up(platform: Finds, part: Outgoing, account: Account) -> Flow[Receipt | None]:
    """What cannot be looked up stays in doubt: it may be published, whatever the reason is."""
    try:
        return (yield from platform.find(part, account))
    except DeliveryError as trouble:
        if trouble.outcome not in {Outcome.HUMAN, Outcome.PERMANENT}:
            raise
        raise InDoubt(f"it cannot be looked up: {trouble.message}", where=trouble.where) from trouble


def _prepared(job: Job, part: Outgoing, keep: Keep, stage: str) -> Flow[Outgoing]:
    """Prepare a part where nobody sees it, unless an earlier try did; the handle is kept first."""
    if part.staged or job.can.stages is None:
        return part
    handle = yield from job.can.stages.stage(part, job.account)
    keep(stage, handle)
    return evolve(part, staged=handle)
