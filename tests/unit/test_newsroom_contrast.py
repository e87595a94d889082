"""Colours of all pages: WCAG 2.2 AA asks for 4.5 to 1 between text and what it stands on."""

import re
from importlib.resources import files

import pytest

SHEETS = ["newsroom/templates/site.css", "sharekit/templates/kit.css", "reporting/templates/report.css"]
TEXT, GROUND = ("ink", "soft", "red", "blue"), ("paper", "sheet", "wash")


def schemes(sheet: str) -> list[dict[str, str]]:
    """The light and the dark colours."""
    css = files("govpr").joinpath(sheet).read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block)) for block in blocks]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("sheet", SHEETS)
def test_text_is_readable_in_light_and_dark(sheet: str) -> None:
    pairs = schemes(sheet)
    assert len(pairs) == 2
    for colours in pairs:
        weak = [
            (text, ground)
            for text in TEXT
            for ground in GROUND
            if {text, ground} <= colours.keys() and contrast(colours[text], colours[ground]) < 4.5
        ]
        assert weak == []
        assert contrast(colours["focus"], colours["paper"]) >= 3
