"""Reads calendars with a parser that knows nothing of hansei, and tells what stands in them.

In: a JSON list of calendars, as texts. Out: for each its name and its events.
"""

import json
import sys

from icalendar import Calendar


def read(text):
    calendar = Calendar.from_ical(text.encode())
    assert not calendar.errors, calendar.errors
    events = []
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        events.append(
            {
                "uid": str(event["UID"]),
                "stamp": event.decoded("DTSTAMP").strftime("%Y-%m-%dT%H:%M:%SZ"),
                "day": event.decoded("DTSTART").isoformat(),
                "summary": str(event["SUMMARY"]),
            }
        )
    return {"name": str(calendar["NAME"]), "events": events}


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
