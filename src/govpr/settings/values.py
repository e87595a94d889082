"""The settings of a workspace, as values."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import NewType

from attrs import field, frozen

from govpr.settings.hooks import HookSettings
from govpr.settings.office import Office
from govpr.settings.rates import Rate
from govpr.settings.store import StoreSettings

Count = NewType("Count", int)
"""A number from one up."""


@frozen(kw_only=True)
class Labels:
    """Disclosure labels by language; `{agency}` stands for the agency's short name.

    Args:
        official: On accounts of the agency.
        personal: On accounts of officers.
    """

    official: Mapping[str, str] = field(
        factory=lambda: {"id": "Akun resmi {agency}", "en": "Official account of {agency}"}
    )
    personal: Mapping[str, str] = field(
        factory=lambda: {
            "id": "Saya pegawai {agency}, ini akun pribadi",
            "en": "I work for {agency}, this is my own account",
        }
    )


@frozen(kw_only=True)
class Quiet:
    """When nothing is posted.

    Args:
        start: From this hour, in the zone of each account.
        end: Until this hour; before `start` means the next morning. Equal means never quiet.
        holidays: Whether a post on an Indonesian public holiday is a warning.
        clarifications: Whether a clarification that is approved at night goes out at once.
    """

    start: time = time(21)
    end: time = time(6)
    holidays: bool = True
    clarifications: bool = False


@frozen(kw_only=True)
class SiteSettings:
    """The newsroom.

    Args:
        title: Its title.
        url: Where it will be served.
        description: What it is, in a sentence.
    """

    title: str = "Ruang berita"
    url: str = "https://example.go.id/newsroom"
    description: str = ""


@frozen(kw_only=True)
class Caps:
    """What protects the public and the platforms from too much.

    Args:
        identical: On how many accounts of one platform the same wording may stand.
        similarity: From which likeness on two wordings count as the same, between 0 and 1.
        gap: Minutes between two posts of one account; closer ones are a warning.
        attempts: How many times a delivery is tried before it counts as failed.
    """

    identical: int = 4
    similarity: float = 0.85
    gap: int = 15
    attempts: Count = Count(8)


@frozen(kw_only=True)
class LinkSettings:
    """Links in posts.

    Args:
        utm: Whether links say from which campaign and message a visit comes, by UTM parameters; never from whom.
        hosts: Links to these hosts, and to hosts below them, are changed; where none is named, those to the agency's
            own site.
        shortener: What shortens links on request: an entry point in `govpr.shorteners`, as `shlink`; "" for nothing.
        server: The address of its server.
        credential: A reference to its key, as `env:SHLINK_KEY`, or "".
    """

    utm: bool = False
    hosts: tuple[str, ...] = ()
    shortener: str = ""
    server: str = ""
    credential: str = ""


@frozen(kw_only=True)
class Pacing:
    """How fast posts go out.

    Args:
        platforms: How many posts all accounts of a platform may begin together, as `60/h`, by platform.
        accounts: How many an account may begin, by account.
        campaigns: How many a campaign may begin, by campaign.
        documented: Whether the limits that platforms document hold where none is given here.
        troubles: How often in a row a platform or account may be out of reach; after that it is left alone for a while.
        cooling: For how long first; twice as long each further time, half an hour at most.
        at_once: How many conversations with services a worker holds at the same time, so that a slow one keeps no
            other post waiting; with 1, one after the other.
    """

    platforms: Mapping[str, Rate] = field(factory=dict)
    accounts: Mapping[str, Rate] = field(factory=dict)
    campaigns: Mapping[str, Rate] = field(factory=dict)
    documented: bool = True
    troubles: Count = Count(5)
    cooling: timedelta = timedelta(minutes=1)
    at_once: Count = Count(4)


@frozen(kw_only=True)
class Bars:
    """From which probability on a fact-check is called the same claim, or a related one.

    Args:
        same: For the same claim, between 0 and 1; None for what holds in general.
        related: For a related one.
    """

    same: float | None = None
    related: float | None = None


@frozen(kw_only=True)
class Thresholds:
    """How sure matching has to be. The defaults are measured: `govpr hoax evaluate` suggests others for your own texts.

    Args:
        same: From which probability on a fact-check is called the same claim.
        related: From which on it is called related.
        languages: Others for texts in a language, by BCP 47 tag.
        sources: Others for fact-checks of a database or publisher, by name; they come before those of a language.
        model: A sentence-embedding model that ranks by meaning too: a folder, or `package:NAME`; "" for none.
        model_languages: BCP 47 tags of the languages that the model is good for.

    Example:
        >>> Thresholds(languages={"en": Bars(same=0.9)}).of("en-GB", "Contoh")
        (0.9, 0.4)
    """

    same: float = 0.75
    related: float = 0.4
    languages: Mapping[str, Bars] = field(factory=dict)
    sources: Mapping[str, Bars] = field(factory=dict)
    model: str = ""
    model_languages: tuple[str, ...] = ("en",)

    def of(self, language: str, source: str) -> tuple[float, float]:
        """What holds for a text and a fact-check: for the same claim, and for a related one.

        Args:
            language: BCP 47 tag of the text.
            source: The fact-check's database or publisher.
        """
        tables = (self.sources.get(source), self.languages.get(language.partition("-")[0]))
        same = (bars.same for bars in tables if bars and bars.same is not None)
        related = (bars.related for bars in tables if bars and bars.related is not None)
        return next(same, self.same), next(related, self.related)


@frozen(kw_only=True)
class DatabaseSettings:
    """One hoax database, as a workspace uses it.

    Args:
        name: What the workspace calls it.
        kind: The adapter: an entry point in `govpr.hoaxes`, as `wordpress`.
        url: Where it is, for adapters that serve many places.
        credential: A reference to its key, as `env:MAFINDO_KEY`, or "".
        language: BCP 47 tag of what it holds, or "" to guess.
        publisher: Who checks, where entries do not say.
        licence: Terms of use, where the adapter does not know them.
        attribution: The words that the licence wants beside each entry.
        independent: False where the publisher is the government itself.
        options: What a single adapter understands besides, as `feed`.
    """

    name: str
    kind: str
    url: str = ""
    credential: str = ""
    language: str = ""
    publisher: str = ""
    licence: str = ""
    attribution: str = ""
    independent: bool = True
    options: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class DeskSettings:
    """The hoax desk.

    Args:
        within: How soon a report is to be answered; Jabar Saber Hoaks answers within about three hours
            (regional.kompas.com/read/2019/09/02/16004851).
        reach: From how many who have seen a claim on a public answer is right. Below, it would spread the claim.
        reports: From how many reporters on it is right, whatever the reach.
        officers: Who works at the desk, and how many cases each can have at once.
        keep_contacts: For how long the contacts of reporters are kept who wait for nothing, counted from their report
            or their last answer; None keeps them until somebody forgets them.
        grouping: From which probability on a report says the same as a case, or something related, by language; the
            measured ones hold where none is given.
        office: When the desk works: then only that time counts for `within`. None counts day and night.
    """

    within: timedelta = timedelta(hours=3)
    reach: int = 1_000
    reports: int = 3
    officers: Mapping[str, int] = field(factory=dict)
    keep_contacts: timedelta | None = None
    grouping: Mapping[str, Bars] = field(factory=dict)
    office: Office | None = None


@frozen(kw_only=True)
class Settings:
    """Everything that a workspace lets its owners choose.

    Args:
        agency: The id of the agency that the workspace belongs to.
        language: Language of what people see: `id` or `en`.
        live: Whether posts may leave this machine. Off until somebody switches it on.
        labels: Disclosure labels.
        quiet: Quiet hours.
        newsroom: The newsroom.
        caps: Limits of our own.
        pacing: How fast posts go out.
        platforms: Which installed platforms may be loaded, or None for all.
        hoax_databases: Which kinds of hoax databases may be loaded, or None for all that are installed.
        matching: How sure matching has to be.
        databases: The hoax databases that are asked and read through, by name.
        desk: The hoax desk.
        links: Links in posts.
        store: The database and its workers.
        hooks: Who is told what becomes of posts.
    """

    agency: str = ""
    language: str = "id"
    live: bool = False
    labels: Labels = Labels()
    quiet: Quiet = Quiet()
    newsroom: SiteSettings = SiteSettings()
    caps: Caps = Caps()
    pacing: Pacing = Pacing()
    platforms: tuple[str, ...] | None = None
    hoax_databases: tuple[str, ...] | None = None
    matching: Thresholds = Thresholds()
    databases: Mapping[str, DatabaseSettings] = field(factory=dict)
    desk: DeskSettings = DeskSettings()
    links: LinkSettings = LinkSettings()
    store: StoreSettings = field(factory=StoreSettings)
    hooks: tuple[HookSettings, ...] = ()
