"""What X accepts as a username, a list, a hashtag or an address, each as a whole text.

Source: the conformance cases of X's `twitter-text` (`validate.yml`), in rules of our own.
"""

import regex

_FLAGS = regex.IGNORECASE | regex.V1
_USERNAME = r"[@＠][a-z0-9_]{1,20}"
_HASHTAG = regex.compile(r"[#＃](?=[\p{Nd}_]*[\p{L}\p{M}])[\p{L}\p{M}\p{Nd}_\u200c\u200d]+", _FLAGS)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_WORD = r"[\p{L}\p{M}\p{N}\p{So}]"
_LABEL = rf"{_WORD}(?:[\p{{L}}\p{{M}}\p{{N}}\p{{So}}\-]*{_WORD})?"
_SUBDOMAIN = rf"{_WORD}(?:[\p{{L}}\p{{M}}\p{{N}}\p{{So}}_\-]*{_WORD})?"
_HOST = rf"(?:{_OCTET}(?:\.{_OCTET}){{3}}|\[[0-9a-f:.]+\]|(?:{_SUBDOMAIN}\.)*{_LABEL}\.{_LABEL}(?<!\.\p{{Nd}}+))"
_CHARACTER = r"[\p{L}\p{M}\p{N}\-._~!$\&'()*+,;=:@]|%[0-9a-f]{2}"
_ADDRESS = (
    rf"(?:(?:[a-z0-9\-._~!$\&'()*+,;=:]|%[0-9a-f]{{2}})*@)?{_HOST}(?::\d{{1,5}})?"
    rf"(?:/(?:{_CHARACTER}|/)*)?(?:\?(?:{_CHARACTER}|[/?])*)?(?:#(?:{_CHARACTER}|[/?])*)?"
)


def is_username(text: str) -> bool:
    """Whether the text is one username, such as `@komdigi`.

    Args:
        text: With its `@`.

    Example:
        >>> is_username("@kem_komdigi"), is_username("@kem-komdigi")
        (True, False)
    """
    return _whole(_USERNAME, text)


def is_list(text: str) -> bool:
    """Whether the text is one list, such as `@komdigi/humas`.

    Args:
        text: With its `@`.

    Example:
        >>> is_list("@komdigi/humas"), is_list("@komdigi/")
        (True, False)
    """
    return _whole(rf"{_USERNAME}/[a-z][a-z0-9_\-]{{0,24}}", text)


def is_hashtag(text: str) -> bool:
    """Whether the text is one hashtag; digits alone are none.

    Args:
        text: With its `#`.

    Example:
        >>> is_hashtag("#Siaga2026"), is_hashtag("#2026")
        (True, False)
    """
    return _HASHTAG.fullmatch(text) is not None


def is_address(text: str, *, scheme: bool = True) -> bool:
    """Whether the text is one web address.

    Args:
        text: The address.
        scheme: Whether `http://` or `https://` must be there.

    Example:
        >>> is_address("https://komdigi.go.id/"), is_address("komdigi.go.id"), is_address("komdigi.go.id", scheme=False)
        (True, False, True)
    """
    return _whole(f"https?://{_ADDRESS}" if scheme else f"(?:https?://)?{_ADDRESS}", text)


def _whole(pattern: str, text: str) -> bool:
    return regex.fullmatch(pattern, text, _FLAGS) is not None
