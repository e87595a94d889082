"""What a platform is: declarations, and flows that hold its conversations.

A platform needs `name`, `hosts`, `rules` and `publish`. Everything else is a capability: it exists when
the method or the declaration does.
"""

from datetime import date, datetime, timedelta
from typing import Protocol, runtime_checkable

from attrs import field, frozen

from govpr.content.rules import Rules
from govpr.http.calls import Flow
from govpr.http.sessions import Signing, Tokens
from govpr.models import Account, Media, MessageKind, Metrics, Receipt, Source


@frozen(kw_only=True)
class Attachment:
    """A file that the platform has taken in.

    Args:
        handle: What the platform calls it: an id, or a JSON text that the platform's own flows read.
        alt: What it shows.
        type: Its media type.
    """

    handle: str
    alt: str
    type: str


@frozen(kw_only=True)
class Outgoing:
    """One part of a post, ready to be sent. A post without a thread is one part.

    Args:
        post: The post's id.
        key: The same whenever this part is tried again, and another for other content: 32 hex digits.
        text: The exact words.
        at: A fixed time for this delivery, the same in each try.
        title: The headline.
        language: BCP 47 tag.
        media: What was taken in before.
        staged: What `stage` gave, for platforms that prepare a part before they publish it, or "".
        disclosure: The label in the text that says who speaks, or "".
        kind: What the message is.
        claim: For a clarification: the claim.
        label: For a clarification: the verdict as shown, as `Hoaks`, or "".
        factcheck: For a clarification: the cid of the fact-check.
        sources: What it rests on.
        appearances: For a clarification: addresses where the claim was seen. Never linked from a page or post.
        replaces: The id of the post that it corrects, or None: platforms that can put it in its place do so.
        correction: What was wrong there, for all to see, or "".
        agency: In whose name it speaks.
        first: The receipt of the thread's first part, from the second part on.
        previous: The receipt of the part before.
    """

    post: str
    key: str
    text: str
    at: datetime
    title: str = ""
    language: str = "id"
    media: tuple[Attachment, ...] = ()
    staged: str = field(default="", repr=False)
    disclosure: str = ""
    kind: MessageKind = MessageKind.SERVICE
    claim: str | None = None
    label: str = ""
    factcheck: str | None = None
    sources: tuple[Source, ...] = ()
    appearances: tuple[str, ...] = ()
    replaces: str | None = None
    correction: str = ""
    agency: str = ""
    first: Receipt | None = None
    previous: Receipt | None = None


@frozen(kw_only=True)
class Option:
    """Something that an account has to say besides its handle: an entry of its `options`.

    Args:
        name: As it is written.
        help: What it is, in a few words.
        example: What it may look like; nothing real.
        required: Whether nothing works without it.
        secret: Whether it is a reference to a secret, as `env:NAME`.
    """

    name: str
    help: str
    example: str = ""
    required: bool = False
    secret: bool = False


@frozen(kw_only=True)
class Version:
    """The version of an API that an adapter speaks.

    Args:
        name: As the service writes it.
        ends: The day on which the service switches it off, or None where it names none.
        source: Where the service says so.
    """

    name: str
    ends: date | None = None
    source: str = ""


@frozen(kw_only=True)
class Standing:
    """What a service says about an account and its credential.

    Args:
        name: Who it says this is.
        can_post: Whether it would take a post now.
        scopes: What the credential may do, in the service's words, where it says.
        expires: When the credential ends, where it says.
        used: How many posts of its quota are used, or None.
        quota: How many posts it takes in its period, or None.
        notes: What a person should know, in sentences.
    """

    name: str
    can_post: bool = True
    scopes: tuple[str, ...] = ()
    expires: datetime | None = None
    used: int | None = None
    quota: int | None = None
    notes: tuple[str, ...] = ()


@runtime_checkable
class Platform(Protocol):
    """The least that a platform has."""

    @property
    def name(self) -> str:
        """Its name, as in accounts and entry points."""

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts that its calls go to, besides the account's own server."""

    @property
    def rules(self) -> Rules:
        """What it accepts."""

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Publish one part."""


@runtime_checkable
class Uploads(Protocol):
    """It takes in media before the post that shows them."""

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Take in one file and give its handle."""


@runtime_checkable
class Stages(Protocol):
    """It prepares a part where nobody sees it; only then it is published.

    The handle is kept before `publish` runs, and comes back in `Outgoing.staged`, in `find` as well: whoever looks
    later sees what became of it. A flow that meets a handle that has ended raises `Stale`.
    """

    def stage(self, part: Outgoing, account: Account) -> Flow[str]:
        """Prepare one part and give its handle; nothing is published, and what is forgotten harms nobody."""


@runtime_checkable
class Mails(Protocol):
    """It writes to each subscriber alone: an account with the option `subscribers` sends mailings."""

    def send_to(self, part: Outgoing, recipient: str, account: Account) -> Flow[Receipt]:
        """Send one copy. The recipient is personal data: it stands in a body alone, in no error, address or repr."""


@runtime_checkable
class Finds(Protocol):
    """It can look whether a part is there: what decides a delivery in doubt."""

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The part's receipt if it is published, None if it is surely not."""


@runtime_checkable
class Remembers(Protocol):
    """It knows a repeat by its key, and forgets keys one day."""

    @property
    def remembers(self) -> timedelta | None:
        """For how long it knows a key after its first use; None where it names no end."""


@runtime_checkable
class Revokes(Protocol):
    """It can delete what was published."""

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete all parts; deleting what is gone already is no error."""


@runtime_checkable
class Edits(Protocol):
    """It can change the words of what was published, at the same address."""

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put the words of `part` in place of those of the first part."""


@runtime_checkable
class Measures(Protocol):
    """It counts what became of a post."""

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:
        """The counts of one post now."""


@runtime_checkable
class SignsIn(Protocol):
    """Its sessions begin with a sign-in and can be renewed."""

    def sign_in(self, account: Account) -> Flow[Tokens]:
        """Tokens for the account's credential, which the session puts in place of `Secret("password")`."""

    def renew(self, account: Account, tokens: Tokens) -> Flow[Tokens]:
        """New tokens for old ones; a call is signed with `token="refresh"`."""


@runtime_checkable
class Signs(Protocol):
    """Its calls are signed in another way than by `Authorization: Bearer`."""

    @property
    def signing(self) -> Signing:
        """How."""


@runtime_checkable
class Asks(Protocol):
    """Its accounts need more than a handle."""

    @property
    def options(self) -> tuple[Option, ...]:
        """What an account writes into its `options`."""


@runtime_checkable
class Speaks(Protocol):
    """Its calls do not go over HTTP: a line of the workspace answers them, chosen by their scheme."""

    @property
    def schemes(self) -> frozenset[str]:
        """What its addresses begin with, as `smtps`."""


@runtime_checkable
class Versioned(Protocol):
    """Its API has versions that are switched off one day."""

    @property
    def version(self) -> Version:
        """The one that the adapter speaks."""


@runtime_checkable
class Inspects(Protocol):
    """It can say what an account may do, without posting anything."""

    def inspect(self, account: Account) -> Flow[Standing]:
        """How the account stands: safe calls only."""


@runtime_checkable
class Adapts(Protocol):
    """Its limits differ from server to server, or from account to account, and it can read them."""

    def limits(self, account: Account) -> Flow[Rules]:
        """The rules that hold for this account: `rules` with what the server says."""


@runtime_checkable
class Shares(Protocol):
    """It has a link that opens its app with a text ready to be posted by a person."""

    def share_link(self, text: str, account: Account) -> str:
        """The link, for the owner of that account."""
