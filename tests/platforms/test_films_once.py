"""A film that is prepared before it is published goes out once, however late a lost answer is settled."""

from datetime import timedelta

import pytest

from govpr.delivery.dispatch import Job, dispatch
from govpr.errors import InDoubt, Submitted
from govpr.http.calls import Call, Effect, Reply
from govpr.http.drivers import run
from govpr.models import Media, Post, Receipt
from govpr.testing import Routes, Subject, answer, scripted
from govpr.testing.conversations import NOON
from tests.platforms import facebook_film, slack_film

STILL: dict[str, Routes] = {
    "facebook": {
        f"GET /v26.0/{facebook_film.VIDEO}": answer(
            {**facebook_film.WAITING, "description": facebook_film.SUBJECT.part.text}
        )
    },
    "slack": {"GET /api/files.info": answer({"ok": True, "file": slack_film.FILE})},
}
FILMS = {"facebook": (facebook_film.SUBJECT, facebook_film.FILM), "slack": (slack_film.SUBJECT, slack_film.FILM)}


@pytest.mark.parametrize("name", FILMS)
def test_a_lost_answer_is_settled_hours_later_without_a_second_film(name: str) -> None:
    subject, film = FILMS[name]
    calls: list[Call] = []
    handles: dict[str, str] = {}

    def lost(call: Call) -> Reply:
        calls.append(call)
        if call.effect is Effect.ONCE:
            raise InDoubt("the answer was lost")
        return started(call)

    started = scripted(subject.routes)
    with pytest.raises(InDoubt):
        run(dispatch(job(subject, film, handles), handles.__setitem__), lost)
    sent = len(calls)

    def later(routes: Routes) -> Receipt:
        usual = {pattern: reply for pattern, reply in subject.routes.items() if pattern not in routes}
        server = scripted({**routes, **usual})

        def send(call: Call) -> Reply:
            calls.append(call)
            return server(call)

        return run(dispatch(job(subject, film, handles, hours=3), handles.__setitem__), send)

    with pytest.raises(Submitted):
        later(STILL[name])
    assert later({}).id == subject.receipt().id
    assert sum(call.effect is Effect.ONCE for call in calls) == 1
    assert {call.method for call in calls[sent:]} == {"GET"}


def job(subject: Subject, film: Media, handles: dict[str, str], hours: int = 0) -> Job:
    account = subject.account
    post = Post(
        campaign="k",
        wave="w",
        message="m",
        variant="v",
        account=account.id,
        platform=account.platform,
        due=NOON,
        parts=(subject.part.text,),
        media=(film,),
    )
    now = NOON + timedelta(hours=hours)
    return Job(
        post=post, account=account, platform=subject.platform, at=NOON, now=now, handles=handles, again=hours > 0
    )
