"""Words as matching sees them: normalised, stemmed, in a guessed language."""

from govpr.text.forwarded import without_forwarding
from govpr.text.languages import guess_language
from govpr.text.normal import normalise
from govpr.text.stems import Stems, plain_words, words

__all__ = ["Stems", "guess_language", "normalise", "plain_words", "without_forwarding", "words"]
