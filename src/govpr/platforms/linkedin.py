"""Pages of organisations on LinkedIn, through its versioned API.

LinkedIn has no key that would make a repeat harmless, but it names the post that has the same words already; and the
page's own posts can be read. Both settle a lost answer.
"""

from datetime import date, datetime, timedelta
from typing import Any

from attrs import frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.errors import InDoubt, NeedsHuman
from govpr.http.calls import Call, Effect, Flow, Json, Reply
from govpr.http.replies import required
from govpr.models import Account, Media, MediaKind, Metrics, Receipt
from govpr.platforms._answers import whole
from govpr.platforms._linkedin import HEADERS, VERSION, little, taken, urn
from govpr.platforms._linkedin_media import take_in_image, take_in_video
from govpr.platforms._linkedin_posts import elements, is_part, moment, post, since
from govpr.platforms.access import option
from govpr.platforms.oauth import OAuth, Pkce
from govpr.platforms.protocol import Option, Outgoing, Standing, Version

_API = "https://api.linkedin.com/rest"
_DOCS = "https://learn.microsoft.com/en-us/linkedin/marketing"
_PAGE = 50
_PAGES = 5
_GONE = 404
_ROLES = frozenset({"ADMINISTRATOR", "CONTENT_ADMIN", "CONTENT_ADMINISTRATOR", "DIRECT_SPONSORED_CONTENT_POSTER"})


@frozen
class LinkedIn:
    """LinkedIn as a platform; the credential is a token of somebody who may post for the page.

    Example:
        >>> LinkedIn().rules.markup, LinkedIn().version.name
        ('escaped', '202609')
    """

    name = "linkedin"
    hosts = frozenset({"api.linkedin.com", "www.linkedin.com"})
    rules = Rules(
        text=Length(limit=3_000, count=Count.UTF16),
        images=Files(most=20, pixels=36_152_319, types=("image/png", "image/jpeg", "image/gif")),
        videos=Files(most=1, bytes=500_000_000, types=("video/mp4",), seconds=(3, 1_800)),
        alt=4_086,
        markup="escaped",
        source=f"{_DOCS}/community-management/shares/posts-api, images-api, videos-api, multiimage-post-api",
    )
    # Each version is served for twelve months: 202509 ended on 15 September 2026, 202510 on 15 October.
    version = Version(name=VERSION, ends=date(2027, 9, 15), source=f"{_DOCS}/versioning")
    options = (Option(name="organization", help="the number of the page", example="1234567", required=True),)
    oauth = OAuth(
        authorize="https://www.linkedin.com/oauth/v2/authorization",
        token="https://www.linkedin.com/oauth/v2/accessToken",  # noqa: S106  (an address)
        scopes=("w_organization_social", "r_organization_social", "rw_organization_admin"),
        pkce=Pkce.NONE,
        lasts=timedelta(days=60),
        source="https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Take in one picture or film, and wait until a post may show it."""
        take_in = take_in_video if media.kind is MediaKind.VIDEO else take_in_image
        return (yield from take_in(media, _page(account), _API))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Post to the page; the answer names the post in a header, and is empty."""
        reply = yield Call("POST", f"{_API}/posts", Json(post(part, _page(account))), HEADERS, Effect.ONCE)
        if reply.status != 201:  # noqa: PLR2004
            taken(reply, 201)
        name = reply.headers.get("x-restli-id", "")
        if not name.startswith("urn:li:"):
            raise InDoubt("the answer does not name the post", where=self.name, status=reply.status)
        return _receipt(name, reply)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The part among the page's own posts, the last changed first, by its words."""
        page, headers = urn(_page(account)), {**HEADERS, "X-RestLi-Method": "FINDER"}
        for number in range(_PAGES):
            query = f"q=author&author={page}&count={_PAGE}&start={number * _PAGE}&sortBy=LAST_MODIFIED"
            reply = yield Call("GET", f"{_API}/posts?{query}", headers=headers)
            posts = elements(reply)
            for found in posts:
                if is_part(found, part, reply):
                    return _receipt(required(found, reply, "id"), reply)
            if not posts or moment(posts[-1], "lastModifiedAt", reply) < since(part):
                return None
        raise NeedsHuman("the page has too many newer posts to look through", where=self.name)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:  # noqa: ARG002  (the URN says where)
        """Put new words in place; files stay. The same words again change nothing."""
        headers = {**HEADERS, "X-RestLi-Method": "PARTIAL_UPDATE"}
        body = Json({"patch": {"$set": {"commentary": little(part.text)}}})
        reply = yield Call("POST", f"{_API}/posts/{urn(receipt.id)}", body, headers, Effect.KEYED)
        if reply.status != 204:  # noqa: PLR2004
            taken(reply)
        return receipt

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:  # noqa: ARG002  (the URN says where)
        """Delete the post; deleting twice is no error."""
        headers = {**HEADERS, "X-RestLi-Method": "DELETE"}
        for name in receipt.parts or (receipt.id,):
            reply = yield Call("DELETE", f"{_API}/posts/{urn(name)}", headers=headers, effect=Effect.KEYED)
            if reply.status not in (204, _GONE):
                taken(reply)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:
        """Views, reactions, reshares and comments of the last twelve months, without advertising."""
        kind = "ugcPosts" if ":ugcPost:" in receipt.id else "shares"
        query = f"q=organizationalEntity&organizationalEntity={urn(_page(account))}&{kind}=List({urn(receipt.id)})"
        reply = yield Call("GET", f"{_API}/organizationalEntityShareStatistics?{query}", headers=HEADERS)
        rows = elements(reply)
        counts = rows[0].get("totalShareStatistics") if rows else None
        read = counts if isinstance(counts, dict) else {}
        return Metrics(
            post=post,
            at=at,
            views=_count(read, "impressionCount"),
            likes=_count(read, "likeCount"),
            shares=_count(read, "shareCount"),
            replies=_count(read, "commentCount"),
        )

    def inspect(self, account: Account) -> Flow[Standing]:
        """Which page it is, and whether the token's owner may post there."""
        reply = yield Call("GET", f"{_API}/organizations/{urn(option(account, 'organization'))}", headers=HEADERS)
        name = required(taken(reply), reply, "localizedName")
        headers = {**HEADERS, "X-RestLi-Method": "FINDER"}
        query = "q=roleAssignee&state=APPROVED&count=100"
        reply = yield Call("GET", f"{_API}/organizationAcls?{query}", headers=headers)
        roles = [str(row.get("role")) for row in elements(reply) if _page(account) in row.values()]
        able = not _ROLES.isdisjoint(roles)
        need = "the token's owner needs the role ADMINISTRATOR or CONTENT_ADMINISTRATOR on this page"
        return Standing(name=name, can_post=able, scopes=tuple(roles), notes=() if able else (need,))


def _page(account: Account) -> str:
    return f"urn:li:organization:{option(account, 'organization')}"


def _receipt(name: str, reply: Reply) -> Receipt:
    return Receipt(id=name, url=f"https://www.linkedin.com/feed/update/{name}", at=reply.at)


def _count(counts: dict[str, Any], name: str) -> int | None:
    value = counts.get(name)
    return 0 if isinstance(value, int) and value < 0 else whole(value)  # below zero is none
