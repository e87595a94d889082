"""For the reference, what Griffe does not know about this code: attrs classes, and sections called `Example:`."""

from collections.abc import Iterator
from typing import Any

import griffe

_KEYWORD, _EITHER = griffe.ParameterKind.keyword_only, griffe.ParameterKind.positional_or_keyword


class Attrs(griffe.Extension):
    """Give attrs classes the signatures that attrs gives them."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rename the section, so that code in it is shown as code."""
        if obj.docstring is not None:
            obj.docstring.value = obj.docstring.value.replace("\nExample:\n", "\nExamples:\n")

    def on_class_members(self, *, cls: griffe.Class, **_: Any) -> None:
        """Add the `__init__` that attrs writes."""
        decorator = next((str(one.value) for one in cls.decorators if str(one.value).startswith("frozen")), None)
        if decorator is None:
            return
        kind = _KEYWORD if "kw_only=True" in decorator else _EITHER
        fields = [
            one for one in cls.members.values() if isinstance(one, griffe.Attribute) and one.annotation is not None
        ]
        parameters = [
            griffe.Parameter(one.name.lstrip("_"), annotation=one.annotation, kind=kind, default=_default(one.value))
            for one in fields
            if "instance-attribute" in one.labels
        ]
        init = griffe.Function(
            "__init__", parameters=griffe.Parameters(griffe.Parameter("self", kind=_EITHER), *parameters)
        )
        cls.set_member("__init__", init)

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Document a method that is a function of another module (`plan = plans.plan`) as the method that it is."""
        for cls in _classes(pkg):
            for name, member in list(cls.members.items()):
                found = _function(member, pkg)
                if found is not None:
                    cls.set_member(name, found)


def _classes(module: griffe.Module) -> Iterator[griffe.Class]:
    yield from (one for one in module.members.values() if isinstance(one, griffe.Class))
    for inner in module.members.values():
        if isinstance(inner, griffe.Module):
            yield from _classes(inner)


def _function(member: Any, package: griffe.Module) -> griffe.Function | None:
    """The function that an attribute of a class is a name of, if it is one."""
    if not isinstance(member, griffe.Attribute) or not isinstance(member.value, griffe.ExprAttribute):
        return None
    path = member.value.canonical_path
    if not path.startswith(f"{package.path}."):
        return None
    try:
        target = package[path.removeprefix(f"{package.path}.")]
    except KeyError:
        return None
    if not isinstance(target, griffe.Function):
        return None
    parameters = griffe.Parameters(*target.parameters)
    parameters[0].annotation = None  # what `self` has to be says nothing to a reader
    made = griffe.Function(member.name, parameters=parameters, returns=target.returns, docstring=target.docstring)
    made.lineno, made.endlineno = member.lineno, member.endlineno
    return made


def _default(value: Any) -> Any:
    """What a field is when nothing is given; None where something must be."""
    if not isinstance(value, griffe.ExprCall) or str(value.function) != "field":
        return value
    given = {one.name: one.value for one in value.arguments if isinstance(one, griffe.ExprKeyword)}
    return given.get("default", "..." if "factory" in given else None)
