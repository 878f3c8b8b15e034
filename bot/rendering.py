"""A card's template and the reader's country -> the words of a reply.

Replies are plain text with a little Markdown, never HTML, so nothing is escaped here: pages escape in their own
templates. What a template may name is in `VARIABLES`; anything else is an error (StrictUndefined), and the
sandbox keeps templates from reaching Python. Why: docs/adr/0005-rendering.md.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import jinja2
from jinja2.sandbox import SandboxedEnvironment

VARIABLES = ("emergency",)
"""emergency: the number to call when life is in danger, in the reader's country."""

_environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)


@functools.lru_cache(maxsize=4096)
def template(text: str) -> jinja2.Template:
    """
    The compiled template of a text.

    Raises:
        jinja2.TemplateSyntaxError: with the line inside the text.
    """
    return _environment.from_string(text)


def render(text: str, values: Mapping[str, str]) -> str:
    """
    The text with its variables filled in.

    Raises:
        jinja2.UndefinedError: the text names something that `values` does not hold.
        jinja2.exceptions.SecurityError: the text tries to reach into Python.
    """
    return template(text).render(values) if "{" in text else text
