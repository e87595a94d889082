"""The page about platform adapters names everything that an adapter may declare, and every fault and error."""

import inspect
from pathlib import Path

import pytest

from govpr import errors
from govpr.http.calls import Effect
from govpr.platforms import handles, oauth, protocol
from govpr.testing._faults import FAULTS

PAGES = Path(__file__).parents[2] / "docs" / "reference"
UNSENT = {errors.DeliveryError, errors.NoAnswer}  # the root of them, and what databases alone raise


def said(language: str) -> str:
    return (PAGES / f"adapters.{language}.md").read_text("utf-8")


def members() -> set[str]:
    """What the protocols of platforms have."""
    kinds = [
        kind
        for kind in (*vars(protocol).values(), oauth.Connects, handles.Names)
        if getattr(kind, "_is_protocol", False)
    ]
    return {name for kind in kinds for name in vars(kind) if not name.startswith("_")}


@pytest.mark.parametrize("language", ["id", "en"])
def test_everything_that_an_adapter_may_declare_is_named(language: str) -> None:
    assert {"publish", "stage", "send_to", "oauth", "remembers"} <= members()
    assert not [name for name in members() if f"| `{name}" not in said(language) and f"`{name}(" not in said(language)]


@pytest.mark.parametrize("language", ["id", "en"])
def test_effects_errors_and_faults_are_named(language: str) -> None:
    raised = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.DeliveryError)]
    names = [kind.__name__ for kind in raised if kind not in UNSENT]
    assert not [name for name in (*names, *(effect.name for effect in Effect)) if f"`{name}" not in said(language)]
    plain = [fault.name for fault in FAULTS if not fault.name.startswith("429, ")]
    assert not [name for name in plain if f"`{name}`" not in said(language)]
