"""Recomputes the moments of work orders with another calendar (chinesecalendar, PyPI) and counts what differs.

Reads the lines of `cargo run -p domain --example clocks` from standard input.
"""

import sys
from datetime import date, datetime, timedelta, timezone

from chinese_calendar import is_workday

CHINA = timezone(timedelta(hours=8))
DAY = timedelta(days=1)


def day_of(ms: int) -> date:
    return datetime.fromtimestamp(ms / 1000, CHINA).date()


def start(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=CHINA).timestamp()) * 1000


def end(day: date) -> int:
    return start(day + DAY)


def working(day: date, left: int) -> date:
    while left:
        day += DAY
        left -= is_workday(day)
    return day


def moments(began: int, long: bool) -> list[int]:
    first = day_of(began)
    contact = first if is_workday(first) else working(first, 1)
    last = first + (15 if long else 7) * DAY
    before = last - DAY
    while not is_workday(before):
        before -= DAY
    return [end(contact), max(start(before), began), end(last), end(working(first, 5))]


def main() -> int:
    count = wrong = 0
    for line in sys.stdin:
        began, long, *ours = map(int, line.split(","))
        theirs = moments(began, bool(long))
        count += 1
        if ours != theirs:
            wrong += 1
            if wrong <= 5:
                print(f"began {datetime.fromtimestamp(began / 1000, CHINA)}: ours {ours}, theirs {theirs}")
    print(f"{count} timelines, {wrong} differ")
    return wrong > 0 or count == 0


sys.exit(main())
