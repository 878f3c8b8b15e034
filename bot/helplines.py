"""content/helplines/<country>.yml -> Country. No Rasa, no network. The format: docs/content.md."""

from __future__ import annotations

import re
import zoneinfo
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from bot.fields import Fields, Problems, compose, read_text
from bot.model import EMERGENCY, HOLIDAY, LOCALES, NEEDS, Country, Helpline, Hours, Number

_KEYS = (
    "id name operator needs phones sms chat web email timezone hours languages cost anonymous ages for source seen_on "
    "verified_on confidence note"
).split()
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = re.compile(r"(?:([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))?|Holidays) (\d\d):(\d\d)-(\d\d):(\d\d)")
_FIXED = {"24/7": Hours(frozenset(range(7)), 0, 1440), "Holidays closed": Hours(frozenset({HOLIDAY}), 0, 0)}
_PHONE = re.compile(r"\+?\d[\d -]*")

LONGEST_SHORT_CODE = 6
"""Digits of the longest number that is dialled as it is and has no E.164 form, as 116 111."""

# Numbers of other kinds (free, shared cost …) are often refused when they are dialled with the country's prefix.
_FROM_EVERYWHERE = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


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
    emergency = fields.maybe("emergency", quoted=True)
    lines = tuple(_line(block, code) for block in fields.maps("lines"))
    said = {number.dialled for line in lines if EMERGENCY in line.needs for number in line.phones}
    if emergency and emergency not in said:
        fields.wrong("emergency", f"No line with the need 'emergency' has the phone '{emergency}'.", "Add that line.")
    return Country(code, emergency, lines)


def _line(fields: Fields, country: str) -> Helpline:
    fields.only(_KEYS, _KEYS)
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
        phones=_numbers(fields, "phones", country),
        sms=_numbers(fields, "sms", country),
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
        verified_on=fields.date("verified_on"),
        confidence=confidence,
        note=fields.by_locale("note", LOCALES),
    )


def _numbers(fields: Fields, key: str, country: str) -> tuple[Number, ...]:
    found = []
    for text, line in fields.lined(key, quoted=True):
        if not _PHONE.fullmatch(text):
            to_do = "Put remarks into 'note', one number an item."
            fields.problems.add(fields.path, line, f"'{text}' is not a number alone.", to_do)
        elif number := read_number(text, country):
            found.append(number)
        else:
            wrong = f"'{text}' is not a number that exists in '{country}'."
            fields.problems.add(fields.path, line, wrong, "Write it as it is dialled inside the country, or with '+'.")
    return tuple(found)


def read_number(text: str, country: str) -> Number | None:
    """
    A number as an editor wrote it.

    Args:
        text: digits, blanks and hyphens, perhaps a leading '+'.
        country: ISO 3166 code of the country in which it is dialled so; EU and INT have short codes alone.

    Returns:
        None where the numbering plan of the country has no such number.
    """
    digits = re.sub(r"[ -]", "", text)
    try:
        parsed = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed and phonenumbers.is_valid_number_for_region(parsed, country):
        e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
        from_everywhere = digits.startswith("+") or phonenumbers.number_type(parsed) in _FROM_EVERYWHERE
        return Number(text, e164, e164 if from_everywhere else digits)
    # Short codes are taken as they are: the lists of the library lack some that our sources name, as 1109 in Greece.
    return Number(text, None, digits) if len(digits) <= LONGEST_SHORT_CODE and digits.isdigit() else None


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
        if text in _FIXED:
            found.append(_FIXED[text])
        elif match and {match[1], match[2]} <= {*_DAYS, None}:
            first = _DAYS.index(match[1]) if match[1] else HOLIDAY
            last = _DAYS.index(match[2]) if match[2] else first
            since, until = int(match[3]) * 60 + int(match[4]), int(match[5]) * 60 + int(match[6])
            if not (first <= last and 0 <= since < until <= 1440):
                fields.wrong(
                    "hours", f"'{text}' ends before it begins.", "Split it, e.g. 'Fri 18:00-24:00', 'Sat 00:00-02:00'."
                )
            found.append(Hours(frozenset(range(first, last + 1)), since, until))
        else:
            to_do = 'Write "24/7", "Mon-Fri 09:00-17:00", "Holidays closed" or "Holidays 10:00-14:00"; [] = unknown.'
            fields.wrong("hours", f"'{text}' is no opening time.", to_do)
    return tuple(found) or None
