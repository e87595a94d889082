"""Whether to answer in public at all: an answer shows the claim to everybody who never saw it."""

from attrs import frozen


@frozen
class Advice:
    """Whether a public answer does more good than harm.

    Args:
        public: Whether to answer in public.
        why: In words, with what to do.
    """

    public: bool
    why: str


def advise(*, reach: int, reports: int, least_reach: int, least_reports: int) -> Advice:
    """Whether enough people have seen a claim to answer it in public.

    Below both thresholds the desk answers those who asked, and waits: a public answer would be the first that most
    people hear of it (the Debunking Handbook 2020, doi.org/10.17910/b7.1182: do not debunk what few have heard of).

    Args:
        reach: How many have seen it, as far as anybody counted.
        reports: How many reported it.
        least_reach: From which reach on a public answer is right.
        least_reports: From how many reports on it is right, whatever the reach.

    Example:
        >>> advise(reach=40, reports=1, least_reach=1000, least_reports=3).public
        False
    """
    if reach >= least_reach:
        return Advice(public=True, why=f"{reach} have seen it; from {least_reach} on a public answer is right")
    if reports >= least_reports:
        return Advice(public=True, why=f"{reports} reported it; from {least_reports} on a public answer is right")
    seen = f"{reach} have seen it and {reports} reported it"
    return Advice(public=False, why=f"{seen}: a public answer would spread it; answer those who asked, and watch it")
