"""Words in pictures, by Tesseract: the extra `ocr`, and the program itself with Indonesian and English."""

from pathlib import Path
from typing import Any

from govpr.errors import InputError, Problem
from govpr.hoaxes.images.reading import library, opened, read_bytes

_SMALL = 1000
_LARGE = 4000
_SECONDS = 60


def read_text(path: Path, languages: str = "ind+eng") -> str:
    """The words in a picture, line by line; "" where there are none.

    Args:
        path: As for `read_picture`.
        languages: Tesseract's names of languages, joined with `+`.

    Raises:
        InvalidFile: It is no picture that can be read.
        InputError: Pytesseract, Tesseract or a language is missing, or it took longer than a minute.
    """
    tesseract = _tesseract(languages)
    with opened(read_bytes(path), path.name) as image:
        grey = image.convert("L")
        grey.thumbnail((_LARGE, _LARGE))
        if max(grey.size) < _SMALL:  # Tesseract wants capitals of twenty pixels and more
            grey = grey.resize((grey.width * 2, grey.height * 2), library("PIL.Image").Resampling.LANCZOS)
        try:
            text: str = tesseract.image_to_string(grey, lang=languages, timeout=_SECONDS)
        except (RuntimeError, tesseract.TesseractError) as error:
            what = f"could not be read by Tesseract ({type(error).__name__})"
            raise InputError((Problem(path.name, what, "try a smaller or clearer picture"),)) from None
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def _tesseract(languages: str) -> Any:
    try:
        import pytesseract  # noqa: PLC0415  (an extra: most installations have none)
    except ImportError:
        raise InputError((Problem("words in pictures", "need an extra", "pip install govpr[ocr]"),)) from None
    try:
        known = set(pytesseract.get_languages(config=""))
    except (OSError, RuntimeError, pytesseract.TesseractNotFoundError):
        advice = "install it from your system, as apt-get install tesseract-ocr tesseract-ocr-ind"
        raise InputError((Problem("words in pictures", "need the program tesseract", advice),)) from None
    missing = [name for name in languages.split("+") if name not in known]
    if missing:
        advice = f"install it from your system, as apt-get install tesseract-ocr-{missing[0] or 'ind'}"
        raise InputError((Problem("tesseract", f"does not know the language {missing[0]!r}", advice),))
    return pytesseract
