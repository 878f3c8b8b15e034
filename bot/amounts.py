"""Pay named in a text -> whether it is far above what simple work usually pays. No Rasa.

The limits are twice to three times what simple work pays in the EU and the United Kingdom, in each unit of time;
what a trade or a degree pays is told apart by the words beside it, not here. Reasons: docs/adr/0013-check.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_IN_EURO = {"euro": 1.0, "pound": 1.17, "dollar": 0.92, "zl": 0.23}
_CURRENCY = {
    "euro": r"€|eur(?:os?|o)?\b",
    "pound": r"£|gbp\b|pounds?\b|funt\w*|quid\b",
    "dollar": r"\$|usdt?\b|dollars?\b|dolar\w*|bucks\b",
    "zl": r"z[lł]\b|pln\b|z[lł]ot\w*",
}
_UNIT = {
    "hour": r"hour\b|hr\b|h\b|godz\w*",
    "day": r"day\b|daily\b|night\b|evening\b|shift\b|dziennie\b|dzie[nń]\b|noc\b|wiecz[oó]r\b|dni[oó]wk\w*",
    "week": r"week\b|weekly\b|wk\b|tydzie[nń]\b|tygodniowo\b|tyg\b",
    "month": r"month\b|monthly\b|mth\b|miesi\w+|mies\b|m-c\b",
}
HIGHEST = {"hour": 40.0, "day": 180.0, "week": 850.0, "month": 3400.0}
"""In euro: pay above it is far above the usual for simple work."""

_ENGLISH = r"hour|hr|day|daily|night|evening|shift|week|month"
_NUMBER = r"\d{1,3}(?:[ .,\u00a0]\d{3})+|\d+"
_ANY = "|".join(_CURRENCY.values())
_PAY = re.compile(
    rf"(?P<before>{_ANY})?\s?(?P<number>{_NUMBER})(?:[.,]\d{{1,2}})?\s?(?P<k>k\b|tys\w*\.?|thousand)?\s?(?P<after>{_ANY})?"
    rf"[^\n.!?;\d]{{0,24}}?\b(?P<unit>{'|'.join(_UNIT.values())})",
    re.IGNORECASE,
)


def high_pay(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the text that name pay above HIGHEST."""
    for found in _PAY.finditer(text):
        currency = _named(_CURRENCY, found["before"] or found["after"])
        unit = _named(_UNIT, found["unit"])
        if currency is None and found["unit"].isascii() and re.match(_ENGLISH, found["unit"], re.IGNORECASE):
            currency = "euro"  # "1100 a week": people leave it out; Polish amounts would be in złoty
        if currency and unit:
            amount = float(re.sub(r"\D", "", found["number"])) * (1000 if found["k"] else 1)
            if amount * _IN_EURO[currency] > HIGHEST[unit]:
                yield found.start("before") if found["before"] else found.start("number"), found.end()


def _named(table: dict[str, str], text: str | None) -> str | None:
    return next((name for name, form in table.items() if text and re.match(form, text, re.IGNORECASE)), None)
