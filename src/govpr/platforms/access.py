"""Where an account's calls may go, and the session that signs them: what a client's `sender` is given."""

import hashlib
from collections.abc import Callable, Mapping
from functools import partial

from govpr.errors import Misconfigured, Unauthorized
from govpr.http.calls import Flow
from govpr.http.credentials import resolve
from govpr.http.guards import host_of
from govpr.http.sessions import Session, Signing, Tokens
from govpr.http.tokens import FileTokens
from govpr.models import Account
from govpr.platforms.oauth import CLIENT_ID, CLIENT_SECRET, Connects, OAuth, at_server, exchange, lengthen, renew
from govpr.platforms.protocol import Platform, Signs, SignsIn


def hosts(platform: Platform, account: Account) -> frozenset[str]:
    """Hosts that the account's calls may go to: the platform's own and the account's server.

    Args:
        platform: What declares hosts.
        account: What names a server.
    """
    own = host_of(account.server) if account.server else ""
    return platform.hosts | ({own} if own else frozenset())


def server(account: Account, default: str = "") -> str:
    """The address of the account's server, without a slash at its end.

    Args:
        account: What names it.
        default: Where the account names none.

    Raises:
        Misconfigured: It is needed and nobody names it.

    Example:
        >>> humas = Account(id="a", platform="b", handle="c", agency="komdigi", server="https://sosial.example/")
        >>> server(humas)
        'https://sosial.example'
    """
    address = (account.server or default).rstrip("/")
    if not address:
        raise Misconfigured(f"account {account.id} names no server; write server = the address of its server")
    return address


def session(
    platform: Platform, account: Account, *, kept: FileTokens | None = None, find: Callable[[str], str] = resolve
) -> Session:
    """The session that signs an account's calls; the credential itself is read when the first call is signed.

    Args:
        platform: What knows how to sign in, where that is needed.
        account: What refers to a credential.
        kept: Where tokens are kept between runs; None forgets them.
        find: Gives the credential that a reference stands for.
    """
    credential = partial(credential_of, account, find)
    how = platform.signing if isinstance(platform, Signs) else Signing()
    made = partial(
        Session,
        credential,
        name=account.id,
        scheme=how.scheme,
        header=how.header,
        user=account.handle if how.basic else "",
        seal=how.seal,
    )
    if isinstance(platform, Connects) and CLIENT_ID in account.options:
        oauth = at_server(platform.oauth, account)
        sign_in, renew = partial(_not_connected, account), partial(_renewed, oauth, account)
        made = partial(made, app=partial(app_of, account, find), ahead=platform.oauth.ahead)
    elif isinstance(platform, SignsIn):
        sign_in, renew = partial(platform.sign_in, account), partial(platform.renew, account)
    else:
        return made()
    if kept is None:
        return made(sign_in=sign_in, renew=renew)
    file = keeping(account)
    load, save = partial(kept.load, file), partial(kept.save, file)
    return made(sign_in=sign_in, renew=renew, load=load, save=save)


def joining(
    oauth: OAuth,
    account: Account,
    *,
    redirect: str,
    given: Mapping[str, str],
    kept: FileTokens,
    find: Callable[[str], str] = resolve,
) -> Session:
    """The session of an account that is being connected: signing in trades the code, and keeps what comes of it.

    Args:
        oauth: How its platform does it.
        account: The account.
        redirect: Where its owner was sent.
        given: The `code` that came back and its `verifier`.
        kept: Where tokens are kept.
        find: Gives the credential that a reference stands for.
    """
    return Session(
        lambda: "",
        sign_in=partial(exchange, oauth, account, redirect),
        lengthen=[partial(lengthen, oauth, account, address) for address in (oauth.longer, oauth.own) if address],
        save=partial(kept.save, keeping(account)),
        app=partial(app_of, account, find),
        given=given,
        name=account.id,
    )


def app_of(account: Account, find: Callable[[str], str] = resolve) -> tuple[str, str]:
    """The id and the secret of the OAuth app that an account is connected with; "" for an app without a secret.

    Args:
        account: What names them in its options.
        find: Gives the credential that a reference stands for.

    Raises:
        Misconfigured: The id is missing, or the secret's reference leads nowhere.
    """
    reference = account.options.get(CLIENT_SECRET, "")
    return option(account, CLIENT_ID), find(reference) if reference else ""


def not_connected(account: Account) -> Unauthorized:
    """What is said of an account that its owner has still to connect.

    Args:
        account: The account.
    """
    what = f"account {account.id} is not connected, or its connection has ended; run govpr account connect {account.id}"
    return Unauthorized(what)


def _not_connected(account: Account) -> Flow[Tokens]:
    yield from ()  # it is a flow like the others, which asks nothing
    raise not_connected(account)


def _renewed(oauth: OAuth, account: Account, tokens: Tokens) -> Flow[Tokens]:
    return renew(oauth, account) if oauth.renewal or tokens.refresh else _not_connected(account)


def option(account: Account, name: str, default: str = "") -> str:
    """What an account says in its options.

    Args:
        account: The account.
        name: Which option.
        default: What holds where the account says nothing.

    Raises:
        Misconfigured: It is needed and not there.

    Example:
        >>> humas = Account(id="a", platform="b", handle="c", agency="komdigi", options={"page": "1234"})
        >>> option(humas, "page")
        '1234'
    """
    value = account.options.get(name, default)
    if not value:
        raise Misconfigured(f"account {account.id} needs an option; write options = {{ {name} = ... }}")
    return value


def credential_of(account: Account, find: Callable[[str], str] = resolve) -> str:
    """The credential that an account refers to.

    Args:
        account: The account.
        find: Gives the credential that a reference stands for.

    Raises:
        Misconfigured: It names none, or the reference leads nowhere.
    """
    if account.credential is None:
        raise Misconfigured(f"account {account.id} has no credential; name one, as env:NAME")
    return find(account.credential)


def keeping(account: Account) -> str:
    """The name under which an account's tokens are kept.

    Another server, handle, credential or app is another session: tokens of one must never sign for the other.

    Args:
        account: The account.
    """
    app = account.options.get(CLIENT_ID, "")
    parts = (account.platform, account.server or "", account.handle, account.credential or "", app)
    whose = "\n".join(parts)
    return f"{account.id}-{hashlib.sha256(whose.encode()).hexdigest()[:12]}"
