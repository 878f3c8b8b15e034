"""Helpline and hour -> what a reader sees of it: links to tap, hours, languages and ages in words."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Mapping
from typing import Any

from babel import dates

from bot import places, rendering, routing
from bot.model import EMERGENCY, Helpline, Number

VALID_DAYS = 180
"""A number that nobody has called for so long is to be checked on the official page."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEK_DAYS = 6  # a weekday alone names a day of the next six; later ones need their date


def shown(
    found: routing.Found, words: Mapping[str, str], locale: str, at: datetime.datetime, zone: str | None = None
) -> dict[str, Any]:
    """
    A helpline as the contract shows it.

    Args:
        words: those of content/words.<locale>.yml.
        at: an aware moment, the one `found` was found for.
        zone: IANA name of the reader's clock; None = not known, then times are told by the clock of the line.

    Returns:
        JSON-ready. `phones` and `sms` as dialled inside the country; `links` also with E.164 and the address to tap;
        `opens_at`, `closes_at` in ISO 8601; `opening` says hours and state in words.
    """
    line = found.line
    closes = routing.closes_at(line, at)
    opening = (hours(line, words, locale), _state(found, closes, words, locale, at, zone))
    return {
        "id": line.id,
        "name": line.name[locale],
        "country": line.country,
        "phones": [number.dialled for number in line.phones],
        "sms": [number.dialled for number in line.sms],
        "chat": line.chat,
        "web": line.web,
        "email": line.email,
        "links": links(line, words),
        "needs": list(line.needs),
        "languages": list(line.languages),
        "language_names": [places.language(code, locale) for code in line.languages],
        "open_now": found.open_now,
        "opens_at": found.opens_at and found.opens_at.isoformat(),
        "closes_at": closes and closes.isoformat(),
        "opening": " · ".join(filter(None, opening)),
        "hours": list(line.hours_text),
        "timezone": line.timezone,
        "cost": line.cost,
        "anonymous": line.anonymous,
        "ages": list(line.ages),
        "for": line.audience,
        "whom": ", ".join(_whom(line, words)),
        "note": line.note.get(locale),
        "check": _check(line, words, locale, at.date()),
        "check_link": line.web or line.chat,
    }


def is_fresh(line: Helpline, on: datetime.date) -> bool:
    """Whether somebody has called the line within VALID_DAYS before that day."""
    return line.verified_on is not None and (on - line.verified_on).days <= VALID_DAYS


def hours(line: Helpline, words: Mapping[str, str], locale: str) -> str:
    """The opening hours in words, by the clock of the line; "" where they are not known."""
    told = [_span(text, words, locale) for text in line.hours_text]
    if not told or line.hours_text == ("24/7",):
        return "".join(told)
    city = dates.get_timezone_location(line.timezone, locale=locale, return_city=True)
    return f"{', '.join(told)} ({rendering.render(words['line_clock'], {'city': city})})"


def _span(text: str, words: Mapping[str, str], locale: str) -> str:
    days, _, times = text.partition(" ")
    if not times:
        return words["line_always"]
    if days == "Holidays":
        days = words["line_holidays"]
    else:
        names = dates.get_day_names("abbreviated", locale=locale)
        days = "–".join(names[_DAYS.index(day)] for day in days.split("-"))
    return f"{days} {words['line_closed'] if times == 'closed' else times.replace('-', '–')}"


def _state(
    found: routing.Found,
    closes: datetime.datetime | None,
    words: Mapping[str, str],
    locale: str,
    at: datetime.datetime,
    zone: str | None,
) -> str:
    if found.open_now is None:
        return words["line_holiday" if found.line.hours else "site_hours_unknown"]
    change = closes if found.open_now else found.opens_at
    if change is None:
        return words["site_open_now" if found.open_now else "site_closed_now"]
    clock = zoneinfo.ZoneInfo(zone or found.line.timezone)
    when = _when(change.astimezone(clock), at.astimezone(clock), locale)
    if zone and change.astimezone(clock).utcoffset() != change.utcoffset():
        when += f" ({words['line_your_time']})"
    return rendering.render(words["line_open_until" if found.open_now else "line_opens"], {"when": when})


def _when(moment: datetime.datetime, now: datetime.datetime, locale: str) -> str:
    days = (moment.date() - now.date()).days
    shape = "HH:mm" if days == 0 else "EEE HH:mm" if days <= _WEEK_DAYS else "EEE d MMM HH:mm"
    return dates.format_datetime(moment, shape, tzinfo=moment.tzinfo, locale=locale)


def links(line: Helpline, words: Mapping[str, str]) -> list[dict[str, str | None]]:
    """Ways to reach the line, as `way` (tel, sms, chat, web, email), `title`, `href` and, of numbers, `e164`."""

    def number(way: str, word: str, one: Number) -> dict[str, str | None]:
        # Both forms where they differ: from abroad only the second one works.
        text = one.dialled if one.e164 is None or one.dialled.startswith("+") else f"{one.dialled} ({one.e164})"
        return {"way": way, "title": f"{words[word]} {text}", "href": f"{way}:{one.link}", "e164": one.e164}

    ways = [number("tel", "site_call", one) for one in line.phones]
    ways += [number("sms", "site_text", one) for one in line.sms]
    for way, word, address in (("chat", "site_chat", line.chat), ("web", "site_web", line.web)):
        ways += [{"way": way, "title": words[word], "href": address, "e164": None}] if address else []
    if line.email:
        ways.append({"way": "email", "title": line.email, "href": f"mailto:{line.email}", "e164": None})
    return ways


def _whom(line: Helpline, words: Mapping[str, str]) -> list[str]:
    youngest, oldest = line.ages
    told = [words[f"line_for_{line.audience}"]] if line.audience != "anyone" else []
    if youngest and oldest:
        told.append(rendering.render(words["line_ages_between"], {"youngest": str(youngest), "oldest": str(oldest)}))
    elif youngest:
        told.append(rendering.render(words["line_ages_from"], {"youngest": str(youngest)}))
    elif oldest:
        told.append(rendering.render(words["line_ages_to"], {"oldest": str(oldest)}))
    return told


def _check(line: Helpline, words: Mapping[str, str], locale: str, on: datetime.date) -> str | None:
    if is_fresh(line, on) or not (line.phones or line.sms):
        return None
    if EMERGENCY in line.needs and not (line.web or line.chat):
        return None  # nothing to compare it with, and in danger a doubt costs more than it saves
    if line.verified_on is None:
        return words["check_official_page" if line.web or line.chat else "check_no_page"]
    day = dates.format_date(line.verified_on, "long", locale=locale)
    return rendering.render(words["check_again"], {"date": day})
