"""A real WordPress publishes what the adapter sends: as an author, whose HTML the site filters."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve, frozen
from tests.live.conftest import Hold
from tests.live.material import attached, part, picture
from tests.live.wordpress import Site, wordpress

from govpr.errors import Misconfigured, NeedsHuman, Unauthorized
from govpr.http.calls import Flow
from govpr.models import Account, Media
from govpr.platforms._html import shows
from govpr.platforms.access import hosts, session
from govpr.platforms.protocol import Outgoing
from govpr.platforms.wordpress import WordPress

pytestmark = pytest.mark.live
PLATFORM = WordPress()
TEXT = (
    "Posko & dapur umum dibuka: <3 titik>, lihat https://contoh.go.id/banjir?a=1&b=2\nBaris kedua\n\nSiaga “banjir” 🌊"
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with wordpress() as one:
        yield one


@frozen
class Writer:
    """A user of the site, who asks by the adapter."""

    account: Account
    ask: Callable[[Flow[Any]], Any]


def writer(site: Site, hold: Hold, role: str, **options: str) -> Writer:
    """A user with a role and an application password."""
    name = f"{role}-{len(_got(site, 'users?context=edit&per_page=100'))}"
    fresh = {"username": name, "email": f"{name}@example.org", "password": "tidak-dipakai-masuk", "roles": [role]}
    user = _made(site, "users", fresh)
    password = _made(site, f"users/{user['id']}/application-passwords", {"name": "govpr"})["password"]
    account = Account(
        id="situs",
        platform="wordpress",
        handle=name,
        agency="contoh",
        server=site.url,
        credential="env:X",
        options=options,
    )
    own = session(PLATFORM, account, find=lambda _reference: password)
    return Writer(account, lambda flow: hold(flow, own, hosts(PLATFORM, account)))


def _made(site: Site, path: str, body: dict[str, Any]) -> Any:
    return (
        httpx.post(f"{site.url}/wp-json/wp/v2/{path}", json=body, auth=site.key, timeout=30).raise_for_status().json()
    )


def _got(site: Site, path: str) -> Any:
    return httpx.get(f"{site.url}/wp-json/wp/v2/{path}", auth=site.key, timeout=30).raise_for_status().json()


def prepared(one: Writer, **more: Any) -> Outgoing:
    fresh = part(TEXT, **{"title": "Siaga banjir", **more})
    return evolve(fresh, staged=one.ask(PLATFORM.stage(fresh, one.account)))


def test_an_article_is_published_once_found_edited_measured_and_put_into_the_trash(site: Site, hold: Hold) -> None:
    one = writer(site, hold, "author")
    post = prepared(one)
    assert one.ask(PLATFORM.find(post, one.account)) is None
    first, again = (one.ask(PLATFORM.publish(post, one.account)) for _ in range(2))
    assert (first.id, first.url) == (again.id, again.url)
    assert one.ask(PLATFORM.find(post, one.account)).id == first.id
    shown = _got(site, f"posts/{first.id}")
    assert shows(shown["content"]["rendered"], TEXT)
    assert 'href="https://contoh.go.id/banjir?a=1&amp;b=2"' in shown["content"]["rendered"]
    assert first.url.rstrip("/").endswith(shown["slug"])
    assert httpx.get(first.url).status_code == 200
    changed = one.ask(PLATFORM.edit(first, evolve(post, title="Siaga usai", text="Air surut"), one.account))
    assert changed.url == first.url
    assert shows(_got(site, f"posts/{first.id}")["content"]["rendered"], "Air surut")
    _made(site, "comments", {"post": int(first.id), "content": "Terima kasih", "status": "approved"})
    assert one.ask(PLATFORM.metrics(first, post.post, post.at, one.account)).replies == 1
    for _ in range(2):
        one.ask(PLATFORM.revoke(first, one.account))
    assert httpx.get(first.url).status_code == 404
    with pytest.raises(NeedsHuman, match="trash"):
        one.ask(PLATFORM.find(post, one.account))


def test_a_draft_is_seen_by_nobody_and_taken_up_again(site: Site, hold: Hold) -> None:
    one = writer(site, hold, "author")
    post = prepared(one)
    assert httpx.get(f"{site.url}/wp-json/wp/v2/posts/{post.staged}").status_code == 401
    assert one.ask(PLATFORM.stage(evolve(post, staged=""), one.account)) == post.staged
    assert one.ask(PLATFORM.find(evolve(post, staged=""), one.account)) is None


def test_pictures_carry_their_words_and_stay_when_the_words_change(site: Site, hold: Hold, tmp_path: Path) -> None:
    one = writer(site, hold, "author")
    media = [picture(tmp_path, shade) for shade in (20, 120, 220)]
    handles = [one.ask(PLATFORM.upload(file, one.account)) for file in media]
    receipt = one.ask(PLATFORM.publish(prepared(one, media=attached(handles, media)), one.account))
    one.ask(PLATFORM.edit(receipt, part("Air surut", title="Usai"), one.account))
    shown = _got(site, f"posts/{receipt.id}")
    above = _got(site, f"media/{shown['featured_media']}")
    assert above["alt_text"] == media[0].alt
    assert [f'alt="{file.alt}"' in shown["content"]["rendered"] for file in media] == [False, True, True]
    assert shows(shown["content"]["rendered"], "Air surut")


def test_the_site_says_who_may_not_publish(site: Site, hold: Hold) -> None:
    one, able = writer(site, hold, "contributor"), writer(site, hold, "author")
    standing = one.ask(PLATFORM.inspect(one.account))
    assert (standing.name, standing.can_post, standing.scopes) == (one.account.handle, False, ("contributor",))
    assert standing.notes == ("the user may not publish posts", "the user may not upload files")
    assert able.ask(PLATFORM.inspect(able.account)).can_post
    post = prepared(one)
    with pytest.raises(Misconfigured, match="publish"):
        one.ask(PLATFORM.publish(post, one.account))


def test_refusals_say_what_the_site_says(site: Site, hold: Hold, tmp_path: Path) -> None:
    one = writer(site, hold, "author")
    script = tmp_path / "skrip.svg"
    script.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(Misconfigured, match="file type"):
        one.ask(PLATFORM.upload(Media(file=str(script), alt="Skrip", type="image/svg+xml"), one.account))
    stranger = session(PLATFORM, one.account, find=lambda _reference: "bukan sandinya")
    with pytest.raises(Unauthorized) as caught:
        hold(PLATFORM.inspect(one.account), stranger, hosts(PLATFORM, one.account))
    assert "sandinya" not in str(caught.value)


def test_categories_are_the_accounts_own(site: Site, hold: Hold) -> None:
    number = _made(site, "categories", {"name": f"Siaran pers {hold.__name__}"})["id"]
    one = writer(site, hold, "author", categories=str(number))
    receipt = one.ask(PLATFORM.publish(prepared(one), one.account))
    assert _got(site, f"posts/{receipt.id}")["categories"] == [number]
