"""For the reference: the section `Example:` of a docstring is code, as `Examples:` is to Griffe."""

from typing import Any

import griffe


class Examples(griffe.Extension):
    """Rename the section before Griffe parses it."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Do it for every docstring."""
        if obj.docstring is not None:
            obj.docstring.value = obj.docstring.value.replace("\nExample:\n", "\nExamples:\n")
