"""The pages that need no script, and the files of the widget. HTML is autoescaped; words come from content/."""

from __future__ import annotations

import datetime
import functools
import hashlib
from pathlib import Path
from typing import Any

import jinja2
from markdown_it import MarkdownIt
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, html, raw
from sanic.response import json as json_response

from bot import places, routing
from bot.checking import checks
from bot.content import LiveContent, say, unlisted
from bot.model import EMERGENCY, LOCALES, Content
from bot.replies import Reader
from bot.settings import ROOT, Settings
from bot.showing import shown
from bot.text import plain

WIDGET = ROOT / "widget"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(WIDGET), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )


def pages(routes: Blueprint, live: LiveContent, chosen: Settings) -> None:
    """Add `/`, `/helplines`, `/check`, `/api/words`, `/pictures/…` and `/widget/…` to the routes."""

    @routes.get("/")
    async def demo(request: Request) -> HTTPResponse:
        return _page("index.html", live.now(), request)

    @routes.get("/helplines")
    async def helplines(request: Request) -> HTTPResponse:
        return _cacheable(_helplines(live.now(), request), request)

    @routes.get("/check")
    async def ask_text(request: Request) -> HTTPResponse:
        return _page("check.html", live.now(), request, kind="offer", reply="", lines=[])

    @routes.post("/check")
    async def check(request: Request) -> HTTPResponse:
        # Nothing of it is stored or logged, and the page does not show the text again but for the quotes.
        content, form = live.now(), request.form
        kind = "chat" if form and form.get("kind") == "chat" else "offer"
        text = str(form.get("text") or "").strip() if form else ""
        if not text:
            return _page("check.html", content, request, kind=kind, reply="", lines=[])
        reader = Reader(wanted_locale(request, request.args.get("locale") or ""), request.args.get("country"))
        found = checks(live, chosen.models).check(kind, text, reader, datetime.datetime.now(datetime.UTC))
        reply = MarkdownIt("zero", {"html": False}).enable(["emphasis", "list"]).render(found["text"])
        return _page("check.html", content, request, kind=kind, reply=reply, lines=found["helplines"])

    @routes.get("/api/words")
    async def words(request: Request) -> HTTPResponse:
        return json_response(site_words(live.now(), wanted_locale(request, request.args.get("locale") or "")))

    @routes.get("/pictures/<name:str>")
    async def picture(request: Request, name: str) -> HTTPResponse:
        # A drawing styles itself and may do nothing else.
        policy = "default-src 'none'; style-src 'unsafe-inline'"
        return _file(chosen.content_root / "pictures", name, {"Content-Security-Policy": policy})

    @routes.get("/widget/<name:str>")
    async def widget(request: Request, name: str) -> HTTPResponse:
        return _file(WIDGET, name, {})


def _file(folder: Path, name: str, headers: dict[str, str]) -> HTTPResponse:
    """A file of a folder that a page may load, or 404; never one outside the folder or of another kind."""
    path = folder / Path(name).name
    if path.suffix not in _TYPES or not path.is_file():
        return html("", status=404)
    return raw(path.read_bytes(), content_type=_TYPES[path.suffix], headers={"Cache-Control": "max-age=300", **headers})


def site_words(content: Content, locale: str, country: str | None = None) -> dict[str, str]:
    """The words that pages and the widget show, by their names without 'site_'."""
    return {
        key.removeprefix("site_"): say(content, text, locale, country)
        for key, text in content.words[locale].items()
        if key.startswith("site_")
    }


def _page(template: str, content: Content, request: Request, country: str | None = None, **more: Any) -> HTTPResponse:
    locale = wanted_locale(request, request.args.get("locale") or "")
    context: dict[str, Any] = {
        "locale": locale,
        "locales": {code: named.titles[code] for code, named in content.names.locales.items()},
        "words": site_words(content, locale, country),
        "country": country,
        **more,
    }
    page = _templates().get_template(template).render(context)
    return html(page, headers={"Content-Language": locale, "Vary": "Accept-Language"})


def _helplines(content: Content, request: Request) -> HTTPResponse:
    """The helplines of one country and of those its people may use too, or of all countries."""
    locale = wanted_locale(request, request.args.get("locale") or "")
    known = places.countries(locale)
    country = (request.args.get("country") or "").upper()
    country = country if country in {*known, *content.countries} else ""
    asked = request.args.get("zone") or ""
    zone = asked if asked in places.zones() else None
    now = datetime.datetime.now(datetime.UTC)
    wanted = routing.reachable(content.countries, country) if country else list(content.countries)
    sections = [
        {
            "code": code,
            "name": places.country(code, locale),
            "lines": [
                shown(
                    routing.look(line, now),
                    content.words[locale],
                    locale,
                    now,
                    zone if zone in places.zones() else None,
                )
                for line in content.countries[code].lines
            ],
        }
        for code in wanted
    ]
    return _page(
        "helplines.html",
        content,
        request,
        country=country or None,
        sections=sections,
        unlisted=unlisted(content, locale, country or None),
        offered=content.names.offered,
        all_countries=sorted(known.items(), key=lambda named: plain(named[1])),
        name=functools.partial(places.country, locale=locale),
        emergency_need=EMERGENCY,
    )


def _cacheable(page: HTTPResponse, request: Request) -> HTTPResponse:
    """The page with a tag of its bytes; 304 without them where the reader has these already."""
    body = page.body or b""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    page.headers.update({"ETag": tag, "Cache-Control": "public, max-age=60, stale-if-error=604800"})
    if tag in [given.strip().removeprefix("W/") for given in (request.headers.get("if-none-match") or "").split(",")]:
        page.headers.pop("content-type", None)
        return raw(b"", status=304, headers=dict(page.headers))
    return page


def wanted_locale(request: Request, asked: str = "") -> str:
    """The language asked for, else the shipped one that the browser prefers, else the main one."""
    accepted = [part.strip()[:2].lower() for part in (request.headers.get("accept-language") or "").split(",")]
    return next((locale for locale in (asked, *accepted) if locale in LOCALES), LOCALES[0])
