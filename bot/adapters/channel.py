"""WidgetChannel: the HTTP of the contract -> messages of a talk. Named in bot/credentials.yml.

No words are logged, no address kept, nothing answered with an empty 200. The routes and errors: docs/http.md.
"""

from __future__ import annotations

import datetime
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from bot.adapters.bot import CHANNEL, MAX_PASTED, Bot
from bot.adapters.pages import pages, wanted_locale
from bot.adapters.tracker_store import shared_store
from bot.content import live_content, say, unlisted, values
from bot.errors import PayloadError, SessionError
from bot.model import FORGET, LOCALES, NEEDS
from bot.payloads import Payload, read_payload
from bot.places import countries, zones
from bot.replies import Message, Reader, helplines
from bot.settings import Settings, settings
from bot.tokens import Tokens, read_key

log = structlog.get_logger(__name__)

MAX_BODY = 256 * 1024
"""Largest body read, in bytes; a text of MAX_PASTED characters fits."""

_AGES = frozenset(str(age) for age in range(121))


class HttpError(Exception):
    """An answer that is not 200: status, a name for programs, the key of the words for people."""

    def __init__(self, status: int, error: str, words: str, retry_s: int | None = None) -> None:
        super().__init__(error)
        self.status, self.error, self.words, self.retry_s = status, error, words, retry_s


class WidgetChannel(InputChannel):
    """The door for the widget, the demo page and whoever speaks the contract."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def url_prefix(self) -> str:
        """Routes begin at the root."""
        return ""

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WidgetChannel:
        """The channel; its settings come from the environment."""
        return cls(settings())

    def __init__(self, chosen: Settings) -> None:
        self._settings = chosen
        self._live = live_content(chosen.content_root)
        self._store = shared_store(chosen.state / "talks.db", chosen.idle_hours * 3600)
        self._tokens = Tokens(read_key(chosen.state), chosen.idle_hours * 3600)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._rate, self._session_rate = parse_many(chosen.rate), parse_many(chosen.session_rate)
        self._salt = secrets.token_hex(8)  # addresses are counted, not kept: they are hashed with this
        self._under_way = 0

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. `on_new_message` is not used: replies carry more than Rasa's collector keeps."""
        routes = Blueprint("secondlook")

        @routes.post("/api/session")
        async def session(request: Request) -> HTTPResponse:
            self._limit(self._session_rate, str(hash((self._salt, request.client_ip))))
            body = _body(request, optional=True)
            locale = _choice(body, "locale", LOCALES) or LOCALES[0]
            country = _choice(body, "country", {*countries(locale), *self._live.now().names.countries})
            bot = _bot(request)
            talk = await bot.open(locale, country)
            messages = await bot.press(talk, Payload("greet", {}))
            token = self._tokens.sign(talk)
            return _json({"token": token, "expires_in": self._tokens.max_age_s, "messages": messages}, 201)

        @routes.post("/api/messages")
        async def messages(request: Request) -> HTTPResponse:
            talk = self._talk(request)
            self._limit(self._rate, talk)
            body = _body(request)
            text, payload = _text(body, self._longest(talk)), body.get("payload")
            if (text is None) == (payload is None) or not isinstance(payload, str | None):
                raise HttpError(400, "text_or_payload", "bad_request")
            return _json({"messages": await self._replies(_bot(request), talk, text, payload)})

        @routes.delete("/api/session")
        async def forget(request: Request) -> HTTPResponse:
            self._store.delete(self._talk(request))
            return empty(204)

        @routes.get("/api/helplines")
        async def lines(request: Request) -> HTTPResponse:
            content = self._live.now()
            query = dict(request.query_args)
            locale = _choice(query, "locale", LOCALES) or LOCALES[0]
            country = (_choice(query, "country", None) or "").upper() or None
            need, age = _choice(query, "need", NEEDS), _choice(query, "age", _AGES)
            speaks, zone = _choice(query, "speaks", None), _choice(query, "zone", zones())
            if country and country not in {*countries(locale), *content.countries}:
                raise HttpError(400, "unknown_country", "bad_request")
            reader = Reader(
                locale, country, speaks=(speaks,) if speaks else (), age=int(age) if age else None, zone=zone
            )
            found = helplines(content, (need,) if need else NEEDS, reader, _now(), most=10)
            return _json(
                {
                    "helplines": found,
                    "emergency": values(content.countries, content.words[locale], country)["emergency"],
                    "unlisted": unlisted(content, locale, country),
                }
            )

        @routes.get("/healthz")
        async def healthz(request: Request) -> HTTPResponse:
            return _json({"status": "alive"})

        @routes.get("/readyz")
        async def readyz(request: Request) -> HTTPResponse:
            ready = getattr(request.app.ctx, "bot", None) is not None
            return _json({"status": "ready" if ready else "loading"}, 200 if ready else 503)

        pages(routes, self._live, self._settings)
        return routes

    def guard(self, app: Sanic) -> None:
        """Answer every error of the app in the form of the contract, and give every answer strict headers."""
        app.exception(HttpError)(self._refused)
        app.exception(Exception)(self._broken)
        app.on_response(_headers)

    async def _replies(self, bot: Bot, talk: str, text: str | None, payload: str | None) -> list[Message]:
        if self._under_way >= self._settings.max_waiting:
            raise HttpError(503, "busy", "busy", retry_s=5)
        self._under_way += 1
        try:
            if payload is not None:
                pressed = read_payload(payload, self._live.now())
                replies = await bot.press(talk, pressed)
            else:
                replies = await bot.hear(talk, text or "")
            if any(reply["answer"] == FORGET for reply in replies):
                self._store.delete(talk)  # the answer says that it is done
        except PayloadError as error:
            raise HttpError(400, "unknown_payload", "bad_request") from error
        finally:
            self._under_way -= 1
        return replies or await bot.press(talk, Payload("something_broke", {}))

    def _talk(self, request: Request) -> str:
        scheme, _, token = (request.headers.get("authorization") or "").partition(" ")
        try:
            if scheme.lower() != "bearer":
                raise SessionError("There is no session token.")
            talk = self._tokens.read(token.strip())
            if self._store.read(talk) is None:
                raise SessionError("The talk is over.")
        except SessionError as error:
            raise HttpError(401, "session_over", "session_over") from error
        return talk

    def _longest(self, talk: str) -> int:
        """Characters a message may have: more while an offer or a chat is being checked."""
        return MAX_PASTED if (self._store.read(talk) or {}).get("checking") else self._settings.max_chars

    def _limit(self, rates: list[Any], who: str) -> None:
        for rate in rates:
            if not self._limiter.hit(rate, who):
                raise HttpError(429, "too_many_requests", "too_many", retry_s=max(1, rate.get_expiry() // 10))

    async def _refused(self, request: Request, error: HttpError) -> HTTPResponse:
        return self._error(request, error.status, error.error, error.words, error.retry_s)

    async def _broken(self, request: Request, error: Exception) -> HTTPResponse:
        """The last resort: an id in the log, a helpline for the person, and the server goes on."""
        if isinstance(error, SanicException) and error.status_code < 500:
            named = {404: ("not_found", "not_found"), 405: ("not_found", "not_found"), 413: ("too_long", "too_long")}
            name, words = named.get(error.status_code, ("bad_request", "bad_request"))
            return self._error(request, 404 if error.status_code == 405 else error.status_code, name, words)
        incident = secrets.token_hex(4)
        # The type and place of the error, not its message: that could hold words of a user.
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
        log.error("channel.broken", incident=incident, error=type(error).__name__, where=where)
        return self._error(request, 503, "something_broke", "busy", 5, incident)

    def _error(
        self,
        request: Request,
        status: int,
        error: str,
        words: str,
        retry_s: int | None = None,
        incident: str | None = None,
    ) -> HTTPResponse:
        content = self._live.now()
        locale = wanted_locale(request)
        reader = Reader(locale)
        message = say(content, content.words[locale][words], locale)
        body: dict[str, Any] = {"error": error, "message": message}
        if status in (413, 429, 503):
            body["helplines"] = helplines(content, ("emergency", "child"), reader, _now())
        if incident:
            body["incident"] = incident
        return _json(body, status, {"Retry-After": str(retry_s)} if retry_s else None)


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> HTTPResponse:
    return json_response(body, status=status, headers=headers)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _bot(request: Request) -> Bot:
    bot: Bot | None = getattr(request.app.ctx, "bot", None)
    if bot is None and getattr(request.app.ctx, "agent", None):  # under `rasa run`, which keeps its agent there
        bot = request.app.ctx.bot = Bot(request.app.ctx.agent, settings().max_chars)
    if bot is None:
        raise HttpError(503, "loading", "busy", retry_s=5)
    return bot


def _body(request: Request, optional: bool = False) -> dict[str, Any]:
    if optional and not request.body:
        return {}
    if (request.content_type or "").partition(";")[0].strip().lower() != "application/json":
        raise HttpError(415, "not_json", "wrong_type")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise HttpError(400, "invalid_json", "bad_request") from error
    if not isinstance(body, dict):
        raise HttpError(400, "not_an_object", "bad_request")
    return body


def _choice(body: dict[str, Any], key: str, allowed: Any) -> str | None:
    value = body.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > 40 or (allowed is not None and value not in allowed):
        raise HttpError(400, f"unknown_{key}", "bad_request")
    return value


def _text(body: dict[str, Any], max_chars: int) -> str | None:
    text = body.get("text")
    if text is None:
        return None
    if not isinstance(text, str) or not text.strip():
        raise HttpError(400, "empty_text", "bad_request")
    if len(text) > max_chars:
        raise HttpError(413, "too_long", "too_long")
    return text


async def _headers(request: Request, response: HTTPResponse) -> None:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'",
    )
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
