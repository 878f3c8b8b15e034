"""content/helplines/<country>.yml -> Country. No Rasa, no network. The format: docs/content.md."""

from __future__ import annotations

import re
import zoneinfo
from pathlib import Path

from bot.fields import Fields, Problems, compose, read_text
from bot.model import EMERGENCY, LOCALES, NEEDS, Country, Helpline, Hours

_KEYS = (
    "id name operator needs phones sms chat web email timezone hours languages cost anonymous ages for source seen_on "
    "verified_on confidence note"
).split()
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = re.compile(r"([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))? (\d\d):(\d\d)-(\d\d):(\d\d)")
_PHONE = re.compile(r"\+?\d[\d -]*")
_ALWAYS = Hours(frozenset(range(7)), 0, 1440)


def read_country(path: Path, root: Path, problems: Problems) -> Country | None:
    """The helplines of one country; None where the file is too broken, problems say why."""
    shown = Path(root.name) / path.relative_to(root)
    text = read_text(path, shown, problems)
    fields = compose(text, shown, 1, problems) if text is not None else None
    if fields is None:
        return None
    fields.only(("country", "emergency", "lines"), ("country", "emergency", "lines"))
    code = fields.text("country", quoted=True)
    if code != path.stem.upper():
        fields.wrong("country", f"country is '{code}' but the file is named '{path.name}'.", "Make the two the same.")
    emergency = fields.text("emergency", quoted=True)
    lines = tuple(_line(block, code) for block in fields.maps("lines"))
    if not any(EMERGENCY in line.needs and emergency in line.phones for line in lines):
        fields.wrong("emergency", f"No line with the need 'emergency' has the phone '{emergency}'.", "Add that line.")
    return Country(code, emergency, lines)


def _line(fields: Fields, country: str) -> Helpline:
    fields.only(_KEYS, _KEYS)
    for key in ("phones", "sms"):
        for number, line in fields.lined(key, quoted=True):
            if not _PHONE.fullmatch(number):
                fields.problems.add(
                    fields.path,
                    line,
                    f"'{number}' is not a number alone.",
                    "Put remarks into 'note', one number an item.",
                )
    confidence = fields.choice("confidence", ("high", "medium", "low"))
    if confidence == "low":
        fields.wrong("confidence", "A line of low confidence is never shown.", "Confirm the number or remove the line.")
    if not any(fields.texts(key) for key in ("phones", "sms")) and not any(map(fields.maybe, ("chat", "web", "email"))):
        fields.wrong("id", "This line offers no way to reach it.", "Give a phone, sms, chat, web or email.")
    hours_text = fields.texts("hours", quoted=True)
    return Helpline(
        id=fields.text("id"),
        country=country,
        name=fields.by_locale("name", LOCALES),
        operator=fields.text("operator"),
        needs=fields.choices("needs", NEEDS, "need of a helpline"),
        phones=fields.texts("phones"),
        sms=fields.texts("sms"),
        chat=_address(fields, "chat"),
        web=_address(fields, "web"),
        email=fields.maybe("email"),
        timezone=str(fields.read("timezone", zoneinfo.ZoneInfo, "Use a name such as Europe/Warsaw.") or "UTC"),
        hours=_hours(fields, hours_text),
        hours_text=hours_text,
        languages=fields.texts("languages", quoted=True),
        cost=fields.choice("cost", ("free", "local", "paid", "unknown")),
        anonymous=fields.choice("anonymous", ("yes", "no", "unknown")),
        ages=_ages(fields),
        audience=fields.choice("for", ("anyone", "women", "men", "professionals", "parents")),
        source=fields.text("source"),
        seen_on=fields.maybe("seen_on"),
        verified_on=fields.maybe("verified_on"),
        confidence=confidence,
        note=fields.by_locale("note", LOCALES),
    )


def _address(fields: Fields, key: str) -> str | None:
    value = fields.maybe(key)
    if value and not re.fullmatch(r"https?://\S+", value):
        fields.wrong(
            key, f"'{key}' is '{value}'; expected an address that starts with https://.", "Correct it, or null."
        )
    return value


def _ages(fields: Fields) -> tuple[int | None, int | None]:
    items = fields.texts("ages")
    if len(items) != 2 or not all(item == "null" or item.isdigit() for item in items):
        fields.wrong("ages", "'ages' should be youngest and oldest.", "Write [0, 18], or [18, null] for no upper end.")
        return None, None
    youngest, oldest = (None if item == "null" else int(item) for item in items)
    return youngest, oldest


def _hours(fields: Fields, texts: tuple[str, ...]) -> tuple[Hours, ...] | None:
    found = []
    for text in texts:
        match = _HOURS.fullmatch(text)
        if text == "24/7":
            found.append(_ALWAYS)
        elif match and match[1] in _DAYS and (match[2] or match[1]) in _DAYS:
            first, last = _DAYS.index(match[1]), _DAYS.index(match[2] or match[1])
            since, until = int(match[3]) * 60 + int(match[4]), int(match[5]) * 60 + int(match[6])
            if not (first <= last and 0 <= since < until <= 1440):
                fields.wrong(
                    "hours", f"'{text}' ends before it begins.", "Split it, e.g. 'Fri 18:00-24:00', 'Sat 00:00-02:00'."
                )
            found.append(Hours(frozenset(range(first, last + 1)), since, until))
        else:
            fields.wrong(
                "hours", f"'{text}' is no opening time.", 'Write "24/7" or "Mon-Fri 09:00-17:00", [] = unknown.'
            )
    return tuple(found) or None
