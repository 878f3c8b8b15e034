"""`secondlook rasa …`: Rasa's own command line, lean, at home in this tree."""

from __future__ import annotations

import functools
import os
import sys

from bot.settings import ROOT

PATHS = {
    "DEFAULT_CONFIG_PATH": "bot/config.yml",
    "DEFAULT_DOMAIN_PATH": "bot/domain.yml",
    "DEFAULT_DOMAIN_PATHS": ["bot/domain.yml"],
    "DEFAULT_ENDPOINTS_PATH": "bot/endpoints.yml",
    "DEFAULT_CREDENTIALS_PATH": "bot/credentials.yml",
}
"""Rasa's default paths, which it reads from this module of constants while it is imported, and ours."""


def main(arguments: list[str]) -> None:
    """Run Rasa with these arguments, from the project's root."""
    import rasa.shared.constants

    os.chdir(ROOT)
    for name, path in PATHS.items():
        if hasattr(rasa.shared.constants, name):
            setattr(rasa.shared.constants, name, path)
    _adapt()
    sys.argv = ["rasa", *arguments]
    import rasa.__main__

    rasa.__main__.main()


def _adapt() -> None:
    """What Rasa has no setting for: actions in this process, logs without words, and what Sanic changed since 21.12."""
    import rasa.core.utils
    import rasa.utils.log_utils
    import sanic.response

    from bot import logs
    from bot.adapters.actions import in_process

    read = rasa.core.utils.AvailableEndpoints.read_endpoints.__func__

    def read_endpoints(cls: type, endpoint_file: str) -> object:
        endpoints = read(cls, endpoint_file)
        endpoints.action = in_process(endpoints.action)
        return endpoints

    rasa.core.utils.AvailableEndpoints.read_endpoints = classmethod(read_endpoints)
    rasa.utils.log_utils.configure_structlog = logs.configure_for_rasa
    setattr(sanic.response, "stream", sanic.response.ResponseStream)  # noqa: B010 (gone in 22.12; the shell uses it)
    setattr(sanic.Sanic, "run", functools.partialmethod(sanic.Sanic.run, single_process=True))  # noqa: B010
