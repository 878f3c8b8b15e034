"""InProcessActions: Rasa's action endpoint, answered inside the server by the classes of actions/.

The same classes run under the ordinary action server: give its address in bot/endpoints.yml instead.
"""

from __future__ import annotations

import functools
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

SCHEME = "inprocess://"


class InProcessActions(EndpointConfig):
    """An endpoint that calls instead of sending."""

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Run the action of the request's body; returns its events and responses."""
        return await executor().run(kwargs["json"])


@functools.cache
def executor() -> ActionExecutor:
    """The executor that knows every action of actions/."""
    found = ActionExecutor()
    found.register_package("actions")
    return found


def in_process(endpoint: EndpointConfig | None) -> EndpointConfig | None:
    """The endpoint itself, or one that calls where its url begins with SCHEME."""
    if endpoint is None or not (endpoint.url or "").startswith(SCHEME):
        return endpoint
    return InProcessActions(endpoint.url, **endpoint.kwargs)
