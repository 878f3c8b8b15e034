"""The pages that need no script, and the files of the widget. HTML is autoescaped; words come from content/."""

from __future__ import annotations

import datetime
import functools
from pathlib import Path
from typing import Any

import jinja2
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, html, raw
from sanic.response import json as json_response

from bot import routing
from bot.content import LiveContent, values
from bot.model import EMERGENCY, LOCALES, Content
from bot.rendering import render
from bot.settings import ROOT, Settings

WIDGET = ROOT / "widget"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(WIDGET), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )


def pages(routes: Blueprint, live: LiveContent, chosen: Settings) -> None:
    """Add `/`, `/helplines`, `/api/words`, `/pictures/…` and `/widget/…` to the routes."""

    @routes.get("/")
    async def demo(request: Request) -> HTTPResponse:
        return _page("index.html", live.now(), request)

    @routes.get("/helplines")
    async def helplines(request: Request) -> HTTPResponse:
        return _page("helplines.html", live.now(), request)

    @routes.get("/api/words")
    async def words(request: Request) -> HTTPResponse:
        return json_response(site_words(live.now(), wanted_locale(request, request.args.get("locale") or "")))

    @routes.get("/pictures/<name:str>")
    async def picture(request: Request, name: str) -> HTTPResponse:
        path = chosen.content_root / "pictures" / Path(name).name
        if path.suffix != ".svg" or not path.is_file():
            return html("", status=404)
        # A drawing styles itself and may do nothing else.
        headers = {
            "Cache-Control": "max-age=300",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        }
        return raw(path.read_bytes(), content_type=_TYPES[".svg"], headers=headers)

    @routes.get("/widget/<name:str>")
    async def widget(request: Request, name: str) -> HTTPResponse:
        path = WIDGET / Path(name).name
        if path.suffix not in _TYPES or not path.is_file():
            return html("", status=404)
        return raw(path.read_bytes(), content_type=_TYPES[path.suffix], headers={"Cache-Control": "max-age=300"})


def site_words(content: Content, locale: str, country: str | None = None) -> dict[str, str]:
    """The words that pages and the widget show, by their names without 'site_'."""
    given = values(content.countries, content.words[locale], country)
    return {
        key.removeprefix("site_"): render(text, given)
        for key, text in content.words[locale].items()
        if key.startswith("site_")
    }


def _page(name: str, content: Content, request: Request) -> HTTPResponse:
    locale = wanted_locale(request, request.args.get("locale") or "")
    country = (request.args.get("country") or "").upper()
    shown = [found for code, found in content.countries.items() if not country or code == country]
    now = datetime.datetime.now(datetime.UTC)
    context: dict[str, Any] = {
        "locale": locale,
        "locales": {code: named.titles[code] for code, named in content.names.locales.items()},
        "words": site_words(content, locale, country or None),
        "check": content.words[locale]["check_official_page"],
        "countries": [
            {
                "code": found.code,
                "name": content.names.countries[found.code].titles[locale],
                "emergency": found.emergency,
                "lines": [(line, routing.is_open(line, now)) for line in found.lines],
            }
            for found in shown
        ],
        "country_names": {code: named.titles[locale] for code, named in content.names.countries.items()},
        "country": country,
        "emergency_need": EMERGENCY,
    }
    page = _templates().get_template(name).render(context)
    return html(page, headers={"Content-Language": locale, "Vary": "Accept-Language"})


def wanted_locale(request: Request, asked: str = "") -> str:
    """The language asked for, else the shipped one that the browser prefers, else the main one."""
    accepted = [part.strip()[:2].lower() for part in (request.headers.get("accept-language") or "").split(",")]
    return next((locale for locale in (asked, *accepted) if locale in LOCALES), LOCALES[0])
