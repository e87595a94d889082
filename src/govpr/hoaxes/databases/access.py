"""Where a database's calls may go, and the session that signs them: what a client's `sender` is given."""

from collections.abc import Callable
from functools import partial

from govpr.errors import InputError, Misconfigured, NotAllowed, Problem
from govpr.hoaxes.databases.protocol import HoaxDatabase, ReadsWhole, Signing, Signs
from govpr.http.credentials import resolve
from govpr.http.guards import host_of
from govpr.http.sessions import Session
from govpr.settings import DatabaseSettings

_DIGITS = 5


def hosts(adapter: HoaxDatabase, database: DatabaseSettings) -> frozenset[str]:
    """Hosts that the calls of a database may go to: the adapter's own and the one of `url`.

    Args:
        adapter: What declares hosts.
        database: What names an address.
    """
    own = host_of(database.url) if database.url else ""
    return adapter.hosts | ({own} if own else frozenset())


def base(database: DatabaseSettings, default: str = "") -> str:
    """The address of a database, without a slash at its end.

    Args:
        database: What names it.
        default: Where the settings name none.

    Raises:
        Misconfigured: It is needed and nobody names it.

    Example:
        >>> base(DatabaseSettings(name="cek", kind="wordpress", url="https://cek.example/"))
        'https://cek.example'
    """
    address = (database.url or default).rstrip("/")
    if not address:
        raise Misconfigured("it has no address; write url = the address of the service", where=database.name)
    return address


def session(
    adapter: HoaxDatabase, database: DatabaseSettings, *, find: Callable[[str], str] = resolve
) -> Session | None:
    """The session that signs a database's calls, or None where nothing has to be signed.

    The key is read when the first call is signed. It goes where the adapter's `signing` says: into a header of any name
    (`Authorization: Bearer` where the adapter says nothing), into a form through `Secret("key")`, or into the path in
    place of `{key}` for a call with `fills="key"`.

    Args:
        adapter: What says where the key goes.
        database: What refers to a key.
        find: Gives the key that a reference stands for.
    """
    signing = adapter.signing if isinstance(adapter, Signs) else Signing()
    if not database.credential and not signing.required:
        return None
    key = partial(_key, database, find)
    return Session(key, name=database.name, header=signing.header, scheme=signing.scheme)


def owner_session(database: DatabaseSettings, *, find: Callable[[str], str] = resolve) -> Session:
    """The session that signs what the owner of a site writes: with the OAuth token that the option `markup` refers to.

    Args:
        database: What refers to the token.
        find: Gives the token that a reference stands for.

    Raises:
        NotAllowed: Nobody has switched it on.
    """
    reference = database.options.get("markup", "")
    if not reference:
        advice = f'write options = {{ markup = "env:NAME" }} under [databases.{database.name}]: an OAuth token'
        raise NotAllowed("markup.off", f"publishing markup through {database.name} is switched off", advice)
    return Session(partial(find, reference), name=database.name)


def whole_every(adapter: HoaxDatabase, database: DatabaseSettings) -> int | None:
    """After how many days a database is read as a whole again: as its option `full` says, else its adapter.

    Args:
        adapter: The adapter.
        database: Which database.

    Raises:
        InputError: The option is no number of days.
    """
    said = database.options.get("full", "")
    if said == "off":
        return None
    if said.isdecimal() and said.isascii() and 0 < len(said) <= _DIGITS and int(said):
        return int(said)
    if said:
        advice = 'write a number of days, as full = "30", or full = "off"'
        raise InputError([Problem(f"databases.{database.name}.options.full", "is no number of days", advice)])
    return adapter.whole_every if isinstance(adapter, ReadsWhole) else None


def _key(database: DatabaseSettings, find: Callable[[str], str]) -> str:
    if not database.credential:
        advice = 'name it in govpr.toml, as credential = "env:NAME"'
        raise Misconfigured(f"it answers nobody without a key; {advice}", where=database.name)
    return find(database.credential)
