"""Templates of messages: a text with `{{ names }}`, `{% if %}` and a few filters, and nothing that can run away."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import regex

from govpr.errors import InputError, Problem

if TYPE_CHECKING:
    from jinja2 import Template, nodes
    from jinja2.sandbox import SandboxedEnvironment

LONGEST = 100_000
DEEPEST = 40
FILTERS = frozenset({"capitalize", "default", "lower", "title", "trim", "upper"})
_TEXT = {"Template", "Output", "TemplateData", "Name", "Const", "Concat", "Filter", "Keyword"}
_CHOICE = {"If", "CondExpr", "Compare", "Operand", "And", "Or", "Not", "Test"}
# What a reader cannot see: ignorable characters, bidirectional controls and lone surrogates. Joiners and variation
# selectors stay, because emoji and Javanese or Arabic words are made with them.
_INVISIBLE = regex.compile(r"[[\p{DI}\p{Bidi_C}\p{Cs}]--[\u200c\u200d\ufe0e\ufe0f]]", regex.V1)
_CONTROL = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}]+")


def render(template: str, variables: Mapping[str, str], markup: str = "plain") -> str:
    r"""Fill in a template.

    Values lose line breaks, outer blanks, control characters and invisible text: a value is the words that it shows.

    Args:
        template: Text with `{{ name }}`, `{% if name %}` and the filters of `FILTERS`.
        variables: Values by name.
        markup: `plain`, or `html` where values are escaped.

    Raises:
        InputError: The syntax is wrong, something else than the above is used, names are unknown (all at once), or
            the result is longer than 100,000 characters.

    Example:
        >>> render("Halo {{ kota }}!", {"kota": "Ambon\u202e\n"}), render("{{ a }}", {"a": "<b>"}, "html")
        ('Halo Ambon!', '&lt;b&gt;')
        >>> render("Halo {{ kotta }}", {"kota": "Ambon"})
        Traceback (most recent call last):
        ...
        govpr.errors.InputError: line 1: template names kotta, which is unknown; use one of: kota
    """
    unknown = sorted(variables_in(template) - set(variables))
    if unknown:
        choices = f"use one of: {', '.join(sorted(variables))}" if variables else "there are no variables here"
        raise InputError([_unknown(_parsed(template), name, choices) for name in unknown])
    text = _filled(template, variables, html=markup == "html")
    if len(text) > LONGEST:
        raise _problem(f"gives {len(text)} characters", f"keep it under {LONGEST}")
    return text


@lru_cache(maxsize=256)
def variables_in(template: str) -> frozenset[str]:
    """The names that a template uses.

    Args:
        template: As for `render`.

    Raises:
        InputError: The syntax is wrong, or something is used that templates do not have.

    Example:
        >>> sorted(variables_in("{% if provinsi %}{{ provinsi }}: {% endif %}{{ pesan|trim }}"))
        ['pesan', 'provinsi']
    """
    return frozenset(_names(_parsed(template)))


def _filled(template: str, variables: Mapping[str, str], *, html: bool) -> str:
    from jinja2 import TemplateError  # noqa: PLC0415  (only those who render pay for loading it)

    try:
        text = _prepared(template, html=html).render({name: _visible(value) for name, value in variables.items()})
        text.encode()
    except (TemplateError, TypeError, ValueError, ArithmeticError):
        advice = "compare values with text in quotes, and give filters and tests only what they take"
        raise _problem("cannot be filled in", advice) from None
    return text


@lru_cache(maxsize=256)
def _prepared(template: str, *, html: bool) -> "Template":
    """Checked and compiled once: a campaign renders the same few templates for thousands of accounts."""
    return _environment(html=html).from_string(_parsed(template))


def _parsed(template: str) -> "nodes.Template":
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415  (only those who render pay for loading it)

    if len(template) > LONGEST:
        raise _problem(f"has {len(template)} characters", f"keep it under {LONGEST}")
    try:
        tree = _environment(html=False).parse(template)
    except TemplateSyntaxError as error:
        raise _problem(f"has wrong syntax: {error.message}", "mend the braces", error.lineno) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise _problem("has a number that is too long", "write numbers as plain text") from None
    problems = list(_foreign(tree))
    if problems:
        raise InputError(problems)
    return tree


def _foreign(tree: "nodes.Template") -> Iterator[Problem]:
    """Loops, calls, arithmetic and the like: none is needed to say something, and each can run away."""
    advice = f"use {{{{ name }}}}, {{% if %}} and the filters {', '.join(sorted(FILTERS))}"
    for node in _walk(tree):
        kind = type(node).__name__
        if kind not in _TEXT | _CHOICE:
            yield Problem("template", f"uses {kind.lower()}, which templates do not have", advice, node.lineno)
        elif kind == "Filter" and getattr(node, "name", "") not in FILTERS:
            name = getattr(node, "name", "")
            yield Problem("template", f"uses the filter {name}, which is unknown", advice, node.lineno)


def _walk(tree: "nodes.Template") -> Iterator["nodes.Node"]:
    """Every node in the order of the text; a stack of our own, since a deep tree would exhaust Python's."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            raise _too_deep()
        yield node
        waiting += reversed([(child, depth + 1) for child in node.iter_child_nodes()])


def _names(tree: "nodes.Template") -> Iterator[str]:
    return (str(getattr(node, "name", "")) for node in _walk(tree) if type(node).__name__ == "Name")


def _unknown(tree: "nodes.Template", name: str, advice: str) -> Problem:
    line = next(node.lineno for node in _walk(tree) if getattr(node, "name", None) == name)
    return Problem("template", f"names {name}, which is unknown", advice, line)


def _visible(value: str) -> str:
    return str(_INVISIBLE.sub("", _CONTROL.sub(" ", value))).strip()


def _too_deep() -> InputError:
    return _problem("is nested too deeply", "write it with fewer brackets, conditions and filters inside one another")


def _problem(message: str, advice: str, line: int | None = None) -> InputError:
    return InputError([Problem("template", message, advice, line)])


@cache
def _environment(*, html: bool) -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined  # noqa: PLC0415  (only those who render pay for loading it)
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=html, cache_size=400)
