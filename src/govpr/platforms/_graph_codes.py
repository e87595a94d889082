"""What the numbers in Meta's error objects mean, as data. The subcode counts before the code.

Sources, under https://developers.facebook.com: general numbers and duplicates, docs/graph-api/guides/error-handling;
throttles, docs/graph-api/overview/rate-limiting; 2207xxx, documentation/instagram-platform/instagram-graph-api/
reference/error-codes (2 June 2026); 13xxxx, documentation/business-messaging/whatsapp/support/error-codes (15 May
2026); 1363xxx and 6000, of films, documentation/video-api/reference/error-codes and Facebook's own SDKs; words,
documentation/threads. Subcodes of Pages that Meta lists nowhere are those that Postiz's adapter met.
"""

from collections.abc import Mapping

from govpr.errors import (
    DeliveryError,
    Duplicate,
    Misconfigured,
    NeedsHuman,
    Rejected,
    Stale,
    Throttled,
    Unauthorized,
    Unreachable,
)

_HOUR = 3_600.0
_DIGITS = 9
_KINDS: Mapping[type[DeliveryError], tuple[int, ...]] = {
    # 6000 a film's upload, 131000 "something went wrong", 131057 maintenance, 134102 template unavailable
    Unreachable: (1, 2, 6000, 131000, 131016, 131057, 133004, 133015, 134101, 134102),
    Throttled: (
        4,
        9,
        17,
        32,
        341,
        613,
        9007,
        80001,
        80002,
        80006,
        80007,
        80008,
        130429,
        131048,
        131049,
        131056,
        132069,
    ),
    Unauthorized: (0, 102, 190),
    Misconfigured: (
        # 104 an app secret proof is asked for, 2635 the version is switched off, 9004 a file's address is not served
        *(3, 10, 33, 104, 2635, 9004, *range(200, 300)),
        # The number or its business account: permission, name, payment, registration, country
        *(130497, 131005, 131037, 131042, 131045, 131063, 133005, 133006, 133008, 133009, 133010, 133016, 134011),
        # The template: parameters, language, paused, switched off, its flow
        *(132000, 132001, 132012, 132015, 132016, 132018, 132068),
    ),
    NeedsHuman: (25, 368, 131031),
    Duplicate: (506,),
    Rejected: (
        *(100, 352, 36000, 36001, 36003, 36004, 1609005),
        # For this recipient: blocked, in an experiment, the same number, not on WhatsApp, not listed for tests, window
        *(130403, 130472, 131021, 131026, 131030, 131047, 131050),
        *(131008, 131009, 131051, 131052, 131053, 131055, 132005, 132007, 134100, 135000),
    ),
}
_SUBKINDS: Mapping[type[DeliveryError], tuple[int, ...]] = {
    Unauthorized: (458, 459, 460, 463, 464, 467, 492),
    # 33 no such object, or not for this credential; 1404078 the page needs publishing authorisation
    Misconfigured: (33, 1363005, 1363042, 1404078, 2207052),
    # 1366051 the photos are in a post already: the one whose answer was lost
    Duplicate: (1455006, 1366051),
    Rejected: (
        # 1363020 no film, 1363022 too small, 1363023 too large, 1363031 another kind of file
        *(1363020, 1363022, 1363023, 1363031),
        *(1346003, 1349125, 1366046, 1404102, 1609005, 1609008, 2061006),
        *(2207004, 2207005, 2207009, 2207010, 2207023, 2207026, 2207028, 2207035, 2207036, 2207037, 2207040, 2207057),
    ),
    NeedsHuman: (1404006, 1404112, 2207050, 2207051, 4279013, 4854002),
    Throttled: (1390008, 2207027, 2207042),
    Unreachable: (
        *(6000, 1363019, 1363021, 1363030, 1363033, 1363037, 1363041),  # a piece of a film was lost on its way
        *(1363047, 1609010, 2207001, 2207003),
    ),
    # The container or the upload has to be made anew
    Stale: (2207006, 2207008, 2207020, 2207032, 2207053, 2207082),
}
_WORDS: Mapping[str, type[DeliveryError]] = {
    "THREADS_API__LINK_LIMIT_EXCEEDED": Rejected,
    "THREADS_API__FEATURE_NOT_AVAILABLE": Misconfigured,
    "FAILED_DOWNLOADING_VIDEO": Stale,
    "FAILED_PROCESSING_AUDIO": Rejected,
    "FAILED_PROCESSING_VIDEO": Rejected,
    "INVALID_ASPEC_RATIO": Rejected,  # their spelling
    "INVALID_BIT_RATE": Rejected,
    "INVALID_DURATION": Rejected,
    "INVALID_FRAME_RATE": Rejected,
    "INVALID_AUDIO_CHANNELS": Rejected,
    "INVALID_AUDIO_CHANNEL_LAYOUT": Rejected,
    "UNKNOWN": Stale,
}
_BY_CODE = {number: kind for kind, numbers in _KINDS.items() for number in numbers}
_BY_SUBCODE = {number: kind for kind, numbers in _SUBKINDS.items() for number in numbers}
_WAITS = {
    9007: 60.0,
    2207027: 60.0,
    2207042: _HOUR,  # a rolling day of posts is full: the oldest leaves it at a time that nobody says
    131049: 24 * _HOUR,
    131056: _HOUR,
    134101: 600.0,
    133015: 300.0,
}
OPT_OUTS = frozenset({"131050", "130403"})
"""WhatsApp's codes for people who want no more of it: they stopped marketing messages, or blocked the sender."""


def kind_of(code: str, subcode: str = "") -> type[DeliveryError] | None:
    """The class of error that a code and its subcode stand for, or None where no document names them.

    Args:
        code: A number, or a word.
        subcode: A number, or "".

    Example:
        >>> kind_of("4").__name__, kind_of("4", "2207051").__name__
        ('Throttled', 'NeedsHuman')
    """
    for text, known in ((subcode, _BY_SUBCODE), (code, _BY_CODE)):
        kind = known.get(_number(text))
        if kind is not None:
            return kind
    return _WORDS.get(code)


def wait_of(code: str, subcode: str = "") -> float | None:
    """Seconds that a code asks to wait, where the documents say so.

    Args:
        code: A number.
        subcode: A number, or "".

    Example:
        >>> wait_of("9007", "2207027"), wait_of("17")
        (60.0, None)
    """
    return _WAITS.get(_number(subcode)) or _WAITS.get(_number(code))


def _number(text: str) -> int:
    """Instagram's -1 and -2 are the general 1 and 2."""
    plain = text.removeprefix("-")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= _DIGITS else -1
