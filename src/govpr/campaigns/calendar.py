"""A plan as iCalendar (RFC 5545), for the calendars that people already use."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from govpr.models import Plan, Post

_LENGTH = timedelta(minutes=5)


def to_ical(plan: Plan, *, stamp: datetime) -> bytes:
    """An iCalendar file with an event for each post, its text as the description; not of those that only stand by.

    Args:
        plan: The plan.
        stamp: When the file is made, an aware time.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//govpr//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", plan.campaign)
    for post in (one for one in plan.posts if one.instead_of is None):
        calendar.add_component(_event(post, stamp))
    return bytes(calendar.to_ical())


def _event(post: Post, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{post.id}@govpr")
    event.add("dtstamp", stamp)
    event.add("dtstart", post.due)
    event.add("duration", _LENGTH)
    event.add("summary", f"{post.account}: {post.title or post.message}")
    event.add("description", post.text)
    event.add("categories", [post.platform, post.wave])
    return event
