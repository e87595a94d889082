"""Campaign and crew to posts: what each account will say, word for word, and when."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from govpr.campaigns.schedule import Slot, holiday, slot
from govpr.campaigns.sharing import Speaker, deal
from govpr.content.compose import compose
from govpr.content.render import render
from govpr.content.rules import Rules
from govpr.content.tagging import Tags, tagged
from govpr.governance.consent import eligibility
from govpr.governance.disclosure import label
from govpr.http.guards import host_of
from govpr.models import (
    Account,
    Agency,
    Campaign,
    Consent,
    Finding,
    Message,
    Officer,
    Ownership,
    Post,
    Severity,
    Variant,
    Wave,
)
from govpr.models.posts import post_id
from govpr.settings import LinkSettings, Settings


@frozen(kw_only=True)
class Crew:
    """Who could speak for an agency.

    Args:
        agency: The agency.
        officers: Officers, by id.
        accounts: Accounts, official and personal.
        consents: All consents.
        settled: Posts that are approved or out: who says what in them stays.
    """

    agency: Agency
    officers: Mapping[str, Officer]
    accounts: tuple[Account, ...]
    consents: tuple[Consent, ...] = ()
    settled: tuple[Post, ...] = ()


@frozen(kw_only=True)
class Draft:
    """What planning gave for one account: a post, or the reason why there is none."""

    post: Post | None = None
    findings: tuple[Finding, ...] = ()


def draft(campaign: Campaign, crew: Crew, rules: Mapping[str, Rules], settings: Settings) -> Iterator[Draft]:
    """Every post of a campaign, one at a time.

    Args:
        campaign: The campaign.
        crew: Who could speak.
        rules: The rules of each platform, by name.
        settings: Labels, quiet hours, language.
    """
    for wave in campaign.waves:
        for place in range(len(wave.messages)):
            yield from _message(campaign, wave, place, crew, rules, settings)


def _message(
    campaign: Campaign, wave: Wave, place: int, crew: Crew, rules: Mapping[str, Rules], settings: Settings
) -> Iterator[Draft]:
    message = campaign.message(wave.messages[place])
    speakers: list[Speaker] = []
    refusals: list[Finding] = []
    for speaker in _speakers(campaign, crew, settings):
        moment = slot(wave, speaker.zone, 0, settings.quiet).due
        owner = crew.officers.get(speaker.account.officer or "")
        refusal = _gone(speaker.account, rules) or eligibility(speaker.account, owner, crew.consents, moment)
        if refusal is None:
            speakers.append(speaker)
        else:
            refusals.append(refusal)
    yield Draft(findings=tuple(refusals))
    kept = {p.account: p.variant for p in crew.settled if (p.wave, p.message) == (wave.id, message.id)}
    hands = deal(campaign.id, message, speakers, kept)
    silent = [speaker.account.id for speaker in speakers if speaker.account.id not in hands]
    yield Draft(findings=_unsuited(message, silent))
    talking = [speaker for speaker in speakers if speaker.account.id in hands]
    for turn, speaker in enumerate(talking):
        share = (place + turn / len(talking)) / len(wave.messages)
        when = slot(wave, speaker.zone, share, settings.quiet)
        variant = hands[speaker.account.id]
        yield _post(campaign, wave, message, variant, speaker, when, crew, rules, settings)


def _gone(account: Account, rules: Mapping[str, Rules]) -> Finding | None:
    if account.platform in rules:
        return None
    return Finding(
        code="platform.gone",
        severity=Severity.WARNING,
        message=f"nothing is planned for {account.id}: the platform {account.platform!r} is not installed any more",
        advice="install its adapter again, or take the account out",
        path=f"accounts[{account.id}]",
    )


def _speakers(campaign: Campaign, crew: Crew, settings: Settings) -> Iterator[Speaker]:
    wanted = campaign.participants
    units = frozenset().union(*(crew.agency.within(unit) for unit in wanted.units))
    for account in crew.accounts:
        if account.ownership is Ownership.OFFICIAL:
            if account.id in wanted.accounts:
                yield Speaker(account=account, languages=_any_language(campaign, settings), zone=campaign.zone)
            continue
        owner = crew.officers.get(account.officer or "")
        if owner is not None and (owner.id in wanted.officers or owner.unit in units):
            yield Speaker(
                account=account, languages=owner.languages, region=owner.region, zone=owner.zone, unit=owner.unit
            )


def _any_language(campaign: Campaign, settings: Settings) -> tuple[str, ...]:
    """Official accounts speak every language of the campaign, the workspace's own first."""
    spoken = {variant.language for message in campaign.messages for variant in message.variants}
    return (settings.language, *sorted(spoken - {settings.language}))


def _unsuited(message: Message, accounts: list[str]) -> tuple[Finding, ...]:
    if not accounts:
        return ()
    return (
        Finding(
            code="variant.none",
            severity=Severity.INFO,
            message=f"no variant of {message.id} suits {', '.join(accounts)}",
            advice="add a variant in their language or for their platform, if they should speak",
            path=f"messages[{message.id}].variants",
        ),
    )


def _post(
    campaign: Campaign,
    wave: Wave,
    message: Message,
    variant: Variant,
    speaker: Speaker,
    when: Slot,
    crew: Crew,
    rules: Mapping[str, Rules],
    settings: Settings,
) -> Draft:
    account, day = speaker.account, when.due.date()
    disclosure = label(settings.labels, account, crew.agency, variant.language, day)
    names = {"agency": crew.agency.name_on(day), "officer_unit": _unit_name(crew.agency, speaker.unit)}
    platform = rules[account.platform]
    values = {**campaign.variables, **names, "disclosure": disclosure}
    text = render(variant.text, values, platform.markup)
    parts = compose(text, disclosure=disclosure, links=message.links, forbidden=platform.forbidden)
    tags = Tags(source=account.platform, campaign=campaign.id, content=message.id)
    post = Post(
        campaign=campaign.id,
        wave=wave.id,
        message=message.id,
        variant=variant.id,
        account=account.id,
        platform=account.platform,
        officer=account.officer,
        due=when.due,
        language=variant.language,
        title=render(message.title, values),
        parts=_counted(parts, settings.links, tags, crew, platform),
        disclosure=disclosure,
        media=message.media,
        kind=message.kind,
        claim=message.claim,
        label=message.label,
        factcheck=message.factcheck,
        sources=message.sources,
        appearances=message.appearances,
        replaces=post_id(message.corrects, wave.id, message.id, account.id) if message.corrects else None,
        correction=message.correction,
    )
    return Draft(post=post, findings=tuple(_about_time(post, when, settings)))


def _counted(parts: tuple[str, ...], links: LinkSettings, tags: Tags, crew: Crew, platform: Rules) -> tuple[str, ...]:
    """The parts with links that say where they were posted, where the settings want that."""
    site = host_of(crew.agency.website or "").removeprefix("www.")
    hosts = links.hosts or ((site,) if site else ())
    if not links.utm or not hosts:
        return parts
    return tuple(tagged(part, tags, hosts, escaped=platform.markup == "html") for part in parts)


def _unit_name(agency: Agency, unit: str) -> str:
    return agency.unit(unit).name if unit else agency.name


def _about_time(post: Post, when: Slot, settings: Settings) -> Iterator[Finding]:
    path = f"waves[{post.wave}].at"
    if when.moved:
        message = f"{post.account} would post in quiet hours; it moves to {when.due:%d %b %H:%M}"
        yield Finding(code="time.quiet", severity=Severity.INFO, message=message, path=path, post=post.id)
    name = holiday(when.due.date()) if settings.quiet.holidays else None
    if name:
        yield Finding(
            code="time.holiday",
            severity=Severity.WARNING,
            message=f"{when.due:%d %b %Y} is a public holiday: {name}",
            advice="choose another day, or leave it if the post is about that day",
            path=path,
            post=post.id,
        )
