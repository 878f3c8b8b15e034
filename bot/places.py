"""Codes of countries, languages and clocks -> what they are called. The names are those of CLDR, by Babel."""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Mapping
from types import MappingProxyType

import babel

# Codes of CLDR that no reader lives in: unions, islands that belong to a country, places for tests.
_NO_COUNTRY = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
_WORLD = {"INT": "001"}  # our code of the world-wide helplines -> that of CLDR


@functools.cache
def countries(locale: str) -> Mapping[str, str]:
    """ISO 3166 code -> name in a language, for every country of the earth (and XK, Kosovo), in order of the code."""
    names = babel.Locale(locale).territories
    return MappingProxyType(
        {code: names[code] for code in sorted(names) if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY}
    )


def country(code: str, locale: str) -> str:
    """What a country, the EU or the world (INT) is called in a language; the code where nobody knows."""
    name = babel.Locale(locale).territories.get(_WORLD.get(code, code), code)
    return name[0].upper() + name[1:]


def language(code: str, locale: str) -> str:
    """What a language (ISO 639-1) is called in another one; the code where nobody knows."""
    return babel.Locale(locale).languages.get(code, code)


@functools.cache
def zones() -> frozenset[str]:
    """IANA names of clocks."""
    return frozenset(zoneinfo.available_timezones())
