"""Figures of an evaluation -> one HTML page that stands alone: tables and plots in SVG, no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

from bot.measuring import Comparison

_TEMPLATE = "report.html"


def render(figures: Mapping[str, Any], comparisons: Sequence[Comparison]) -> str:
    """
    The page.

    Args:
        figures: as bot.adapters.evaluation gives them.
        comparisons: with those last accepted.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda share: f"{share * 100:.1f}"
    return environment.get_template(_TEMPLATE).render(figures=figures, comparisons=comparisons)
