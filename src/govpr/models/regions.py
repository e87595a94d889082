"""Indonesia's provinces (ISO 3166-2:ID) and the time zone of each (Keppres 41/1987)."""

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
ZONE_NAMES = {WIB: "WIB", WITA: "WITA", WIT: "WIT"}

_BY_ZONE = {
    WIB: "AC SU SB RI JA SS BE LA BB KR JK JB JT YO JI BT KB KT",
    WITA: "BA NB NT KS KI KU SA ST SN SG GO SR",
    WIT: "MA MU PA PB PD PE PS PT",
}
ZONES = {f"ID-{code}": zone for zone, codes in _BY_ZONE.items() for code in codes.split()}


def zone_of(region: str) -> str:
    """The time zone of a province; of the whole country, Jakarta's.

    Args:
        region: An ISO 3166-2 code, or `ID`.

    Example:
        >>> zone_of("ID-PA"), zone_of("ID")
        ('Asia/Jayapura', 'Asia/Jakarta')
    """
    return ZONES.get(region, WIB)
