"""A worker that is killed at a given step of its work, as by `kill -9`; nothing in it is changed but that.

A step is an instant before or after a statement, before a transaction ends, or before or after bytes that go to the
server or come from it. So the n-th worker of a sweep dies at its n-th step, until one has fewer steps than that.
"""

import os
import signal
import socket
from collections.abc import Callable
from itertools import count
from typing import Any

from sqlalchemy import Engine, event

from benchmarks._crew import Begun, tell

_AROUND = ("sendall", "send", "recv", "recv_into")
_STATEMENTS = ("before_cursor_execute", "after_cursor_execute", "commit")


def dying_at(step: int) -> Begun:
    """What lets a worker begin that is killed at this step, counted from 1.

    Args:
        step: The step; steps of all its threads count.
    """

    def begun(writer: int) -> None:
        steps = count(1)

        def stepped(*_arguments: Any) -> None:
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        for name in _STATEMENTS:
            event.listen(Engine, name, stepped)
        for name in _AROUND:
            setattr(socket.socket, name, _with_steps(getattr(socket.socket, name), stepped))
        tell(writer)

    return begun


def _with_steps(real: Callable[..., Any], stepped: Callable[[], None]) -> Callable[..., Any]:
    def around(*arguments: Any) -> Any:
        stepped()
        result = real(*arguments)
        stepped()
        return result

    return around
