"""govpr: the Python SDK for government public communication.

Public names load when they are first used, so that `import govpr` is light.

Example:
    >>> import govpr
    >>> govpr.Workspace.__name__
    'Workspace'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.metadata import version

    from govpr.errors import (
        DeliveryError,
        GovprError,
        InDoubt,
        InputError,
        InvalidFile,
        InvalidValue,
        NotAllowed,
        NotFound,
        Problem,
        StoreError,
    )
    from govpr.workspace import AsyncWorkspace, Workspace

    __version__ = version("govpr")

__all__ = [
    "AsyncWorkspace",
    "DeliveryError",
    "GovprError",
    "InDoubt",
    "InputError",
    "InvalidFile",
    "InvalidValue",
    "NotAllowed",
    "NotFound",
    "Problem",
    "StoreError",
    "Workspace",
    "__version__",
]

_WORKSPACES = ("AsyncWorkspace", "Workspace")

if not TYPE_CHECKING:  # a type checker shall still find a misspelt name

    def __getattr__(name: str) -> Any:
        """Load a public name when it is first used (PEP 562)."""
        if name == "__version__":
            return import_module("importlib.metadata").version("govpr")
        if name not in __all__:
            raise AttributeError(f"module 'govpr' has no attribute {name!r}")
        value = getattr(import_module("govpr.workspace" if name in _WORKSPACES else "govpr.errors"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
