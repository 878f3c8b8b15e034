"""The HTTP server: WidgetChannel on Sanic, with a trained model. One process, one event loop."""

from __future__ import annotations

import asyncio
import secrets
import socket
from pathlib import Path

import structlog
from rasa.core.channels.channel import register
from sanic import Sanic

from bot.adapters.bot import Bot
from bot.adapters.channel import MAX_BODY, WidgetChannel
from bot.adapters.tracker_store import StateTrackerStore, shared_store
from bot.errors import SettingsError
from bot.settings import Settings

log = structlog.get_logger(__name__)

SWEEP_S = 300


def make_app(chosen: Settings, model: Path) -> Sanic:
    """The application; the model is loaded before it accepts its first request."""
    app = Sanic(f"secondlook-{secrets.token_hex(4)}", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.REQUEST_TIMEOUT = 20
    app.config.ACCESS_LOG = False
    app.config.MOTD = False
    channel = WidgetChannel(chosen)
    register([channel], app, route=None)
    channel.guard(app)

    @app.before_server_start
    async def load(app: Sanic) -> None:
        app.ctx.bot = Bot.load(model, chosen.max_chars, StateTrackerStore())
        app.ctx.agent = app.ctx.bot.agent
        app.add_task(_sweep(chosen))

    return app


async def _sweep(chosen: Settings) -> None:
    """Delete idle talks every few minutes, also when nobody writes."""
    store = shared_store(chosen.state / "talks.db", chosen.idle_hours * 3600)
    while True:
        await asyncio.sleep(SWEEP_S)
        store.sweep()


def serve(chosen: Settings, model: Path) -> None:
    """
    Serve until stopped.

    Raises:
        SettingsError: the port is taken.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.host, chosen.port))
        except OSError as error:
            raise SettingsError(
                f"PORT is {chosen.port}, which is taken or not allowed on {chosen.host}. "
                f"Choose another, for example: make run PORT={chosen.port + 1}"
            ) from error
    app = make_app(chosen, model)
    log.info("server.starting", url=f"http://{chosen.host}:{chosen.port}")
    app.run(chosen.host, chosen.port, single_process=True, access_log=False, motd=False)
