"""`workspace.accounts`: how the agency's accounts stand, and their connection to platforms."""

import secrets
from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from attrs import field, frozen

from govpr.content.rules import Rules
from govpr.errors import DeliveryError, InputError, NotFound, Problem
from govpr.http.calls import Call, Reply
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.sessions import Session, Tokens
from govpr.http.tokens import FileTokens
from govpr.models import Account
from govpr.platforms.access import app_of, credential_of, hosts, joining, keeping, not_connected
from govpr.platforms.inspection import AccountCheck, judged, problems_of
from govpr.platforms.oauth import CLIENT_ID, Connects, OAuth, at_server, consent_url
from govpr.platforms.protocol import Adapts, Inspects, Platform, Standing
from govpr.storage import people
from govpr.workspace.context import Context
from govpr.workspace.limits import keep_limits
from govpr.workspace.network import Lines

_RANDOM = 48


@frozen(kw_only=True)
class Consenting:
    """A question that the owner of an account has to answer on the platform's own page.

    Args:
        account: The account.
        url: The page: open it in a browser where the owner is signed in.
        redirect: Where the owner is sent afterwards.
        state: What comes back with the code.
        verifier: What proves that the answer belongs to this question.
    """

    account: Account
    url: str
    redirect: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


@frozen
class Accounts:
    """The agency's official accounts."""

    _context: Context
    _client: Client

    def all(self) -> tuple[Account, ...]:
        """Every official account, by id."""
        with self._context.database.read() as connection:
            return people.official_accounts(connection)

    def check(self, *accounts: str, ask: bool = True) -> tuple[AccountCheck, ...]:
        """How accounts stand: whether they can post, what their credentials may do and when those end.

        Nothing is posted. Services are asked with calls that change nothing, whether delivery is live or not.

        Args:
            accounts: Their ids; none means all.
            ask: Whether services are asked; else only what is written down and kept is looked at.

        Raises:
            NotFound: There is no such account.
        """
        lines = Lines(self._context, self._context.platforms(self.all())).sync(self._client)
        asked = inquiries(self._context, self.all(), accounts, ask=ask)
        return tuple(self._checked(one, lines) for one in asked)

    def limits(self, account: str) -> Rules:
        """The rules that hold for one account: where its platform can, its server is asked, whether live or not.

        What it says is remembered, and plans go by it.

        Args:
            account: Its id.

        Raises:
            NotFound: There is no such account, or its platform is not installed.
            DeliveryError: The server does not answer, or answers nonsense.
        """
        own, platform = on_platform(self._context, self.all(), account)
        if not isinstance(platform, Adapts):
            return platform.rules
        lines = Lines(self._context, {own.platform: platform}).sync(self._client)
        rules = run(platform.limits(own), lines(own))
        keep_limits(self._context, own, rules)
        return rules

    def consenting(self, account: str, redirect: str) -> Consenting:
        """The page on which the owner of an account lets the agency's app post: show it, then call `connect`.

        Args:
            account: Its id.
            redirect: Where the owner is sent afterwards, as the app is registered with the platform.

        Raises:
            NotFound: There is no such account.
            InputError: It is on a platform without OAuth, or names no app.
        """
        return consenting(self._context, self.all(), account, redirect)

    def connect(self, question: Consenting, code: str, state: str) -> datetime | None:
        """Trade the code that came back for tokens, and keep them encrypted.

        Args:
            question: What `consenting` gave.
            code: What came back.
            state: What came back with it.

        Returns:
            When the connection ends by itself, where the service says so.

        Raises:
            InputError: The state is that of another question: somebody else may have sent the code.
            DeliveryError: The service does not give tokens.
        """
        own, allowed = connection(self._context, question, code, state)
        return self._client.tokens(own, allowed).expires

    def disconnect(self, account: str) -> None:
        """Forget an account's tokens; the service is not asked.

        Raises:
            NotFound: There is no such account.
        """
        found = one_of(self.all(), account)
        kept_by(self._context).forget(keeping(found))

    def _checked(self, asked: "Inquiry", lines: Callable[[Account], Callable[[Call], Reply]]) -> AccountCheck:
        if not asked.ask or not isinstance(asked.platform, Inspects):
            return asked.answer(None)
        try:
            return asked.answer(run(asked.platform.inspect(asked.account), lines(asked.account)))
        except DeliveryError as error:
            return asked.answer(error)


@frozen(kw_only=True)
class Inquiry:
    """One account that is looked at.

    Args:
        account: The account.
        platform: Its platform.
        ask: Whether its service is asked.
        now: The time.
        kept: Where its tokens are kept.
    """

    account: Account
    platform: Platform
    ask: bool
    now: datetime
    kept: FileTokens

    def answer(self, standing: Standing | DeliveryError | None) -> AccountCheck:
        """How it stands, with what the service said."""
        tokens = self.kept.load(keeping(self.account))  # only now: asking may have renewed them
        expires = None if tokens is None else tokens.expires
        wrong = problems_of(self.platform, self.account)
        said = self._lacking(tokens) if standing is None and not wrong else standing
        return judged(self.platform, self.account, self.now, standing=said, expires=expires)

    def _lacking(self, tokens: Tokens | None) -> DeliveryError | None:
        """What nobody has to be asked for: a credential that leads nowhere, a connection that was never made."""
        try:
            if isinstance(self.platform, Connects) and CLIENT_ID in self.account.options:
                app_of(self.account)
                return not_connected(self.account) if tokens is None else None
            if self.account.credential is not None:
                credential_of(self.account)
        except DeliveryError as error:
            return error
        return None


def inquiries(context: Context, known: Collection[Account], wanted: Collection[str], *, ask: bool) -> Iterator[Inquiry]:
    """What is asked about each account."""
    chosen = [one_of(known, name) for name in wanted] or list(known)
    platforms = context.platforms(tuple(chosen))
    for account in chosen:
        platform = platforms.get(account.platform)
        if platform is None:
            raise NotFound("platform", account.platform, context.installed(), "install its adapter")
        yield Inquiry(
            account=account,
            platform=platform,
            ask=ask and not problems_of(platform, account),
            now=context.clock(),
            kept=kept_by(context),
        )


def consenting(context: Context, known: Collection[Account], name: str, redirect: str) -> Consenting:
    """The page on which an account's owner lets the agency's app post."""
    account = one_of(known, name)
    oauth = oauth_of(context, account)
    state, verifier = secrets.token_urlsafe(_RANDOM), secrets.token_urlsafe(_RANDOM)
    url = consent_url(oauth, account.options[CLIENT_ID], redirect, state, verifier)
    return Consenting(account=account, url=url, redirect=redirect, state=state, verifier=verifier)


def connection(context: Context, question: Consenting, code: str, state: str) -> tuple[Session, frozenset[str]]:
    """The session that trades a code, and the hosts that it may call.

    Raises:
        InputError: The state is that of another question.
    """
    if not secrets.compare_digest(state.encode(), question.state.encode()):
        raise InputError((Problem("state", "belongs to another question", "begin again: govpr account connect"),))
    account, oauth = question.account, oauth_of(context, question.account)
    given = {"code": code, "verifier": question.verifier}
    own = joining(oauth, account, redirect=question.redirect, given=given, kept=kept_by(context))
    return own, hosts(context.platforms((account,))[account.platform], account)


def oauth_of(context: Context, account: Account) -> OAuth:
    """How an account is connected.

    Raises:
        InputError: Its platform has no OAuth, or it names no app.
    """
    platform: object = context.platforms((account,)).get(account.platform)
    if not isinstance(platform, Connects):
        advice = "write credential = a reference to its token or password"
        raise InputError((Problem(account.id, f"is on {account.platform}, which is not connected by OAuth", advice),))
    if not account.options.get(CLIENT_ID):
        advice = 'write options = { client_id = "...", client_secret = "env:NAME" }, as the platform gave them'
        raise InputError((Problem(account.id, "names no app to be connected with", advice),))
    return at_server(platform.oauth, account)


def on_platform(context: Context, known: Collection[Account], name: str) -> tuple[Account, Platform]:
    """An account and its platform.

    Raises:
        NotFound: There is no such account, or its platform is not installed.
    """
    account = one_of(known, name)
    platform = context.platforms((account,)).get(account.platform)
    if platform is None:
        raise NotFound("platform", account.platform, context.installed(), "install its adapter")
    return account, platform


def kept_by(context: Context) -> FileTokens:
    """Where the workspace keeps tokens."""
    return FileTokens(context.home.sessions, context.key)


def one_of(known: Collection[Account], name: str) -> Account:
    """The account of that id.

    Raises:
        NotFound: There is none.
    """
    found = next((account for account in known if account.id == name), None)
    if found is None:
        raise NotFound("account", name, [account.id for account in known])
    return found
