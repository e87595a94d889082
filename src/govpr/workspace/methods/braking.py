"""The methods of `Workspace` that stop deliveries and let them go on."""

from govpr.models.brakes import Brake
from govpr.workspace import braking
from govpr.workspace.methods.opened import Opened


def pause(self: Opened, what: str = "", *, by: str) -> Brake:
    """Stop deliveries. All workers heed it within a second, before their next call that publishes.

    Args:
        what: A platform, an account or a campaign; everything when left out. `platform:NAME`, `account:NAME` and
            `campaign:NAME` tell things of one name apart.
        by: The officer who decides.

    Raises:
        NotFound: There is nothing of that name.
        InputError: Several things have that name.
        NotAllowed: The officer is unknown.
    """
    return braking.pause(self._context, what, by=by)


def resume(self: Opened, what: str = "", *, by: str) -> Brake:
    """Let go on what `pause` has stopped, or what was left alone because it could not be reached.

    Args:
        what: As for `pause`; each stop is lifted by its own name.
        by: The officer who decides.

    Raises:
        NotFound: There is nothing of that name.
        InputError: Several things have that name.
        NotAllowed: The officer is unknown.
    """
    return braking.resume(self._context, what, by=by)


def brakes(self: Opened) -> tuple[Brake, ...]:
    """What keeps posts back now: stops, services out of reach, limits that are used up."""
    return braking.holding(self._context)
