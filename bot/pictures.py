"""content/pictures/<id>.<locale>.svg -> Picture: what it is called, and what it shows in words."""

from __future__ import annotations

import html
import re
from pathlib import Path

from bot.fields import Problems, read_text
from bot.model import LOCALES, Picture

_PART = re.compile(r"<(title|desc)\b[^>]*>([^<]+)</\1>")
_NOT_DRAWN = re.compile(
    r"""<script|<foreignObject|\son\w+=|(?:href|src)=["'](?!\#)|@import|url\((?!\#)""", re.IGNORECASE
)


def read_picture(path: Path, root: Path, problems: Problems) -> Picture | None:
    """The picture's words; None where the file cannot be shown, problems say why."""
    shown = Path(root.name) / path.relative_to(root)
    name, _, locale = path.stem.rpartition(".")
    if locale not in LOCALES:
        problems.add(shown, 1, f"The file name '{path.name}' is not '<id>.<language>.svg'.", "Rename it.")
        return None
    text = read_text(path, shown, problems)
    if text is None:
        return None
    parts = {found[1]: html.unescape(found[2]).strip() for found in _PART.finditer(text)}
    if set(parts) != {"title", "desc"}:
        problems.add(shown, 1, "The picture has no <title> and <desc>.", "Say in words what it shows.")
        return None
    bad = _NOT_DRAWN.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        problems.add(
            shown, line, "The picture holds a script or names another file.", "Draw with shapes and text alone."
        )
    return Picture(name, locale, parts["title"], " ".join(parts["desc"].split()))
