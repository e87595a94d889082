"""The figures as Prometheus reads them (extra `prometheus`).

Names and units follow https://prometheus.io/docs/practices/naming/. Labels are names of platforms, states and outcomes:
never an account, a post or a person.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import frozen

from govpr.errors import Misconfigured
from govpr.models import DeliveryState
from govpr.observing.figures import Figures
from govpr.observing.holding import Held

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric

HERE = "127.0.0.1"


@frozen
class _Collector:
    """What a registry asks for metrics."""

    _figures: Callable[[], Figures]

    def collect(self) -> "Iterator[Metric]":
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415  (an extra)

        now = self._figures()
        depth = GaugeMetricFamily("govpr_deliveries", "Deliveries in each state.", labels=["platform", "state"])
        ended = CounterMetricFamily(
            "govpr_attempts", "Tries to deliver, by how they ended.", labels=["platform", "outcome"]
        )
        again = CounterMetricFamily("govpr_retries", "Tries that were not their post's first.", labels=["platform"])
        for one in now.platforms:
            for state in DeliveryState:  # those that do not occur too: a series that comes and goes cannot be graphed
                depth.add_metric([one.platform, state.value], one.deliveries.get(state, 0))
            for outcome, count in one.outcomes.items():
                ended.add_metric([one.platform, outcome], count)
            again.add_metric([one.platform], one.retries)
        yield depth
        late = "How long the oldest delivery waits that is approved and due; 0 where none does."
        yield GaugeMetricFamily("govpr_oldest_due_seconds", late, value=now.late)
        yield ended
        yield again

    def describe(self) -> "Iterator[Metric]":
        """Nothing: a registry would else count once to learn the names."""
        return iter(())


def exposition(figures: Callable[[], Figures]) -> str:
    """The figures as text in Prometheus' exposition format.

    Args:
        figures: Counts them.

    Raises:
        Misconfigured: The extra is not installed.
    """
    registry = _registry(figures)
    from prometheus_client import generate_latest  # noqa: PLC0415

    return generate_latest(registry).decode()


@contextmanager
def serving(figures: Callable[[], Figures], port: int, host: str = HERE) -> Iterator[int]:
    """Serve the figures over HTTP at `/metrics` for the length of a `with` block, in a thread of its own.

    Args:
        figures: Counts them; it is called from other threads. Millions of posts are not counted at each reading.
        port: The port; 0 takes a free one.
        host: The address that it listens on: this machine alone unless another is given. Nobody has to sign in.

    Yields:
        The port.

    Raises:
        Misconfigured: The extra is not installed, or the port is taken.
    """
    held = Held(figures)
    registry = _registry(held)
    from prometheus_client import start_http_server  # noqa: PLC0415

    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise Misconfigured(
            f"metrics cannot be served at {host}:{port} ({error.strerror}); take another port"
        ) from None
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        held.close()


def _registry(figures: Callable[[], Figures]) -> "CollectorRegistry":
    try:
        from prometheus_client import CollectorRegistry  # noqa: PLC0415
    except ImportError:
        raise Misconfigured("metrics for Prometheus need an extra; pip install govpr[prometheus]") from None
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(figures))
    return registry
