"""Markdown files of content/ -> Card. No Rasa, no network. The format: docs/content.md."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2

from bot import rendering
from bot.fields import Fields, Problems, compose, read_text
from bot.model import KINDS, LOCALES, NEEDS, Card

MAX_WORDS = 120
MAX_TITLE = 60
MORE = "[more]"

_ANSWER = ("id", "title", "questions", "needs", "sources", "next", "reviewed_on", "reviewed_by")
_CRISIS = ("id", "title", "needs", "sources", "next", "reviewed_on", "reviewed_by")
_REPLY = ("id", "kind", "needs", "next", "buttons")
_FORMS = {
    "answers": ((*_ANSWER, "picture"), _ANSWER),
    "crises": (_CRISIS, _CRISIS),
    "replies": (_REPLY, ("id", "kind")),
}

_NUMBER = re.compile(r"(?<![\w/.,-])(?:\+?\d(?:[ -]?\d){6,}|1\d\d ?\d{3}|112|911|99[789])(?![\w/,])")
_YEARS = re.compile(r"(1[89]|20)\d\d ?[–-] ?(1[89]|20)\d\d")
_NOT_TEXT = re.compile(r"<[A-Za-z/!]|^#{1,6} |^\d+\. |^```|^\|", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_ENTITY = re.compile(r"\[[^\]]*\]\s?[({]")


def read_card(path: Path, folder: str, root: Path, problems: Problems) -> Card | None:
    """
    One card, checked by itself; what it names elsewhere is checked by bot.content.

    Args:
        path: content/<folder>/…/<id>.<locale>.md
        folder: answers, crises or replies; decides which keys the file has.
        root: the content folder, for the names shown in problems.

    Returns:
        None where the file is too broken to make a card of; problems say why.
    """
    shown = Path(root.name) / path.relative_to(root)
    name, _, locale = path.name.removesuffix(".md").rpartition(".")
    if locale not in LOCALES or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        problems.add(
            shown,
            1,
            f"The file name '{path.name}' is not '<id>.<language>.md'.",
            f"Languages are: {', '.join(LOCALES)}.",
        )
        return None
    text = read_text(path, shown, problems)
    if text is None:
        return None
    split = re.match(r"---\n(.*?\n)---\n(.*)\Z", text.replace("\r\n", "\n"), re.DOTALL)
    if not split:
        problems.add(
            shown,
            1,
            "The block between two '---' lines is missing.",
            "Begin the file with it; see content/TEMPLATE.md.",
        )
        return None
    front, body = split.groups()
    fields = compose(front, shown, 2, problems)
    if fields is None:
        return None
    allowed, required = _FORMS[folder]
    fields.only(allowed, required)
    if fields.text("id") not in ("", name):
        fields.wrong("id", f"id is '{fields.text('id')}' but the file is named '{name}'.", "Make the two the same.")
    now, more = _body(body, shown, front.count("\n") + 3, problems)
    reviewed_on, reviewed_by = fields.date("reviewed_on"), fields.maybe("reviewed_by")
    if (reviewed_on is None) != (reviewed_by is None):
        fields.wrong("reviewed_on", "reviewed_on and reviewed_by belong together.", "Give both, or null for both.")
    return Card(
        id=name,
        locale=locale,
        title=fields.text("title", longest=MAX_TITLE),
        text=now,
        more=more,
        category=path.parent.name,
        questions=_questions(fields),
        needs=fields.choices("needs", NEEDS, "need of a helpline"),
        sources=fields.texts("sources"),
        next=fields.texts("next"),
        buttons=fields.texts("buttons"),
        picture=fields.maybe("picture"),
        kind=fields.choice("kind", KINDS) if folder == "replies" else "crisis" if folder == "crises" else "answer",
        reviewed_on=reviewed_on,
        reviewed_by=reviewed_by,
        path=str(shown),
    )


def _questions(fields: Fields) -> tuple[str, ...]:
    seen: set[str] = set()
    questions = fields.lined("questions")
    for question, line in questions:
        plain = question.casefold().strip(" ?.!")
        if plain in seen:
            fields.problems.add(fields.path, line, "This question stands in the file twice.", "Remove one.")
        if _ENTITY.search(question) or question.startswith("/"):
            fields.problems.add(
                fields.path, line, "A question cannot hold '[…](…)' or begin with '/'.", "Write it as people type."
            )
        seen.add(plain)
    return tuple(question for question, _ in questions)


def _body(body: str, shown: Path, first_line: int, problems: Problems) -> tuple[str, str]:
    """The text and the part after [more], paragraphs joined, checked."""

    def add(position: int, wrong: str, to_do: str) -> None:
        problems.add(shown, first_line + body.count("\n", 0, position), wrong, to_do)

    parts = re.split(r"^\[more\][ \t]*$", body, flags=re.MULTILINE)
    if len(parts) > 2:
        add(body.rindex(MORE), f"'{MORE}' stands there twice.", "Keep the first.")
    if not parts[0].strip():
        add(0, "There is no text for the reader.", "Write it below the second '---'.")
    if len(parts) > 1 and not parts[1].strip():
        add(body.index(MORE), f"Nothing follows '{MORE}'.", "Remove that line or write the longer part.")
    words = len(_LINK.sub(r"\1", parts[0]).split())
    if words > MAX_WORDS:
        add(0, f"{words} words stand before '{MORE}'; at most {MAX_WORDS} are read.", f"Move some below '{MORE}'.")
    for found in _NOT_TEXT.finditer(body):
        add(found.start(), "Only paragraphs, '- ' lists, **bold** and links are shown.", "Take out HTML and headings.")
    for found in _NUMBER.finditer(_LINK.sub(lambda m: m[1] + " " * (len(m[0]) - len(m[1])), body)):
        if not _YEARS.fullmatch(found[0].strip()):
            add(
                found.start(), "A phone number is typed into the text.", "Name the need in 'needs', or {{ emergency }}."
            )
    for found in _LINK.finditer(body):
        if not re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]+(/\S*)?", found[2]):
            add(found.start(), "A link does not lead to an https:// address.", "Write [text](https://…).")
    for part, offset in zip(parts, (0, len(parts[0])), strict=False):
        try:
            rendering.render(part, dict.fromkeys(rendering.VARIABLES, ""))
        except jinja2.TemplateSyntaxError as error:
            add(offset, f"The part in braces cannot be read: {error.message}.", "Write {{ emergency }}, nothing else.")
        except (jinja2.TemplateError, TypeError):
            add(offset, "The part in braces names something unknown.", "Write {{ emergency }}, nothing else.")
    return _joined(parts[0]), _joined(parts[1]) if len(parts) > 1 else ""


def _joined(body: str) -> str:
    """Paragraphs on one line each; list items keep theirs."""
    paragraphs = []
    for block in re.split(r"\n\s*\n", body.strip()):
        lines: list[str] = []
        for line in block.splitlines():
            if line.startswith("- ") or not lines:
                lines.append(line.strip())
            else:
                lines[-1] += " " + line.strip()
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)
