"""Templates."""

import pytest

from govpr.content.render import LONGEST, render, variables_in
from govpr.errors import InputError


def test_values_conditions_and_filters() -> None:
    template = "{% if kota %}{{ kota|upper }}{% else %}Indonesia{% endif %}: {{ pesan|default('siaga', true) }}"
    assert render(template, {"kota": "Ambon", "pesan": ""}) == "AMBON: siaga"
    assert variables_in(template) == {"kota", "pesan"}


def test_all_unknown_names_at_once_with_their_lines() -> None:
    with pytest.raises(InputError) as caught:
        render("{{ a }}\n{{ c }}{{ b }}", {"b": "x", "d": "y"})
    assert [(problem.message, problem.line) for problem in caught.value.problems] == [
        ("names a, which is unknown", 1),
        ("names c, which is unknown", 2),
    ]
    assert all(problem.advice == "use one of: b, d" for problem in caught.value.problems)


def test_wrong_syntax_names_its_line() -> None:
    with pytest.raises(InputError, match="line 2: template has wrong syntax"):
        render("Siaga\n{{ kota", {"kota": "Ambon"})


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(99999) %}{% endfor %}",
        "{{ kota * 9999999999 }}",
        "{{ kota|center(9999999999) }}",
        "{{ kota.__class__ }}",
        "{{ kota['x'] }}",
        "{{ kota.format(1) }}",
        "{% set kota = kota ~ kota %}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% include 'rahasia' %}",
        "{{ 9 ** 9 ** 9 }}",
    ],
)
def test_nothing_can_run_away_or_look_inside(template: str) -> None:
    with pytest.raises(InputError, match="which"):
        render(template, {"kota": "Ambon"})


def test_the_result_has_a_longest_length() -> None:
    with pytest.raises(InputError, match="keep it under"):
        render("{{ kota }}" * 2, {"kota": "a" * LONGEST})
    with pytest.raises(InputError, match="keep it under"):
        render("a" * (LONGEST + 1), {})


@pytest.mark.parametrize(
    "template",
    [
        "{{ " + "(" * 20_000 + "kota" + ")" * 20_000 + " }}",
        "{{ kota" + "|upper" * 5_000 + " }}",
        "{{ kota" + " and kota" * 5_000 + " }}",
    ],
)
def test_deep_nesting_is_an_error_and_no_traceback(template: str) -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        render(template, {"kota": "Ambon"})


def test_values_cannot_smuggle_anything_invisible() -> None:
    value = "Satu\n\nDua\t\u202eTiga\u200b\u2066\U000e0041\ud800\x00"
    assert render("{{ a }}", {"a": value}) == "Satu Dua Tiga"
    assert render("{{ a }}", {"a": "👨‍👩‍👧 ❤️"}) == "👨‍👩‍👧 ❤️"
    assert render("{{ a }}", {"a": "{{ b }}"}) == "{{ b }}"


def test_html_escapes_values_and_not_the_template() -> None:
    assert render("<b>{{ a }}</b>", {"a": "<i>&"}, "html") == "<b>&lt;i&gt;&amp;</b>"
    assert render("{{ a }}", {"a": "<i>&"}) == "<i>&"
