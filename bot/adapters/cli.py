"""The command line `secondlook`. Each command imports what it needs: `helplines` answers without loading Rasa."""

from __future__ import annotations

import asyncio
import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, TextIO

import click

from bot import logs
from bot.errors import BotError, BrokenContentError, ModelError
from bot.model import CHECKS, LOCALES, NEEDS
from bot.settings import Settings, settings


class Group(click.Group):
    """Shows our own errors as one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BotError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Second Look: an awareness chatbot on false job offers, online grooming and your rights."""
    logs.configure()


@main.command()
@click.option("--force", is_flag=True, help="Train also when nothing changed.")
def train(force: bool) -> None:
    """Train the model, if content, data or configuration changed."""
    model_of(settings(), force)


def model_of(chosen: Settings, force: bool = False) -> Path:
    """The model's file, trained first where the one there does not fit. Tells what it does on standard error."""
    from rich.console import Console

    from bot.adapters import training

    console = Console(stderr=True)
    if not force and (model := training.fitting(chosen)):
        console.print("The model is up to date.")
        return model.path
    with console.status("Training the model: about a minute, once …"):
        console.print("Training the model: about a minute, once …") if not console.is_terminal else None
        model = training.train(chosen)
    console.print("The model is trained.")
    return model.path


def _trained_elsewhere(chosen: Settings) -> Path:
    """The model's file; where it must be trained, a process of its own does so: training needs more than serving."""
    from bot import lean

    lean.do_without("sklearn", "matplotlib")
    from bot.adapters import training

    model = training.fitting(chosen)
    if model is None:
        done = subprocess.run([sys.executable, "-m", "bot.adapters.cli", "train"], check=False)
        model = training.fitting(chosen) if done.returncode == 0 else None
    if model is None:
        raise ModelError("There is no model to serve. Read the messages above, correct what they name, try again.")
    return model.path


@main.command()
def run() -> None:
    """Serve the bot and its page; train first where needed."""
    chosen = settings()
    model = _trained_elsewhere(chosen)
    from bot.adapters.server import serve

    click.echo(f"Second Look is at http://{chosen.host}:{chosen.port} (stop with Ctrl+C)", err=True)
    serve(chosen, model)


@main.command()
@click.argument("question", nargs=-1)
@click.option("--jsonl", is_flag=True, help="Read lines from standard input, answer with one JSON object a line.")
@click.option("--locale", type=click.Choice(LOCALES), help="Language of the page.")
@click.option("--country", help="Country of the page, as PL.")
def ask(question: tuple[str, ...], jsonl: bool, locale: str | None, country: str | None) -> None:
    """Ask one QUESTION, or one a line with --jsonl; each is the first message of a talk of its own."""
    from bot import lean

    lean.do_without("sklearn", "matplotlib")
    from bot.adapters.asking import answer_line, load

    bot = load(settings())
    lines = sys.stdin if jsonl else [" ".join(question)]
    with asyncio.Runner() as runner:
        for line in lines:
            if not line.strip() and jsonl:
                line = ""
            found = runner.run(answer_line(bot, line.rstrip("\n"), locale, country))
            if jsonl:
                click.echo(json.dumps(found, ensure_ascii=False))
                sys.stdout.flush()
            else:
                click.echo(found["reply"])
                for button in found["buttons"]:
                    click.echo(f"  [{button['title']}]")
                for helpline in found["helplines"]:
                    click.echo(f"  {helpline['name']}: {', '.join([*helpline['phones'], helpline['web'] or ''])}")


@main.group(invoke_without_command=True)
@click.option("--country", help="ISO code of where the reader is, as PL.")
@click.option("--need", type=click.Choice(NEEDS), multiple=True, help="May be given several times, most urgent first.")
@click.option("--locale", type=click.Choice(LOCALES), default=LOCALES[0], show_default=True)
@click.option(
    "--speaks", multiple=True, help="A further language of the reader (ISO 639-1), as uk; the best one first."
)
@click.option("--age", type=click.IntRange(0, 120), help="In years; lines for other ages are left out.")
@click.option("--at", help="A moment as 2026-11-23T22:00+01:00; now without it.")
@click.option("--zone", help="The reader's clock, as Europe/Berlin; without it, times are by the clock of the line.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
@click.pass_context
def helplines(
    ctx: click.Context,
    country: str | None,
    need: tuple[str, ...],
    locale: str,
    speaks: tuple[str, ...],
    age: int | None,
    at: str | None,
    zone: str | None,
    as_json: bool,
) -> None:
    """The best helplines for a country and need, open ones first."""
    if ctx.invoked_subcommand:
        return
    from bot import replies
    from bot.content import read_content, unlisted
    from bot.places import countries, zones

    try:
        moment = datetime.datetime.fromisoformat(at) if at else datetime.datetime.now(datetime.UTC)
    except ValueError as error:
        raise click.BadParameter("expected a moment such as 2026-11-23T22:00+01:00", param_hint="--at") from error
    if moment.tzinfo is None:
        raise click.BadParameter("the time zone is missing, as in 2026-11-23T22:00+01:00", param_hint="--at")
    if zone and zone not in zones():
        raise click.BadParameter("expected a name such as Europe/Berlin", param_hint="--zone")
    content = read_content(settings().content_root)
    code = country.upper() if country else None
    if code and code not in {*countries(locale), *content.countries}:
        raise click.BadParameter("expected an ISO code of two letters, such as PL", param_hint="--country")
    reader = replies.Reader(locale, code, speaks=speaks, age=age, zone=zone)
    found = replies.helplines(content, need or NEEDS, reader, moment)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if told := unlisted(content, locale, code):
        click.echo(f"{told['text']} {told['href']}")
    for line in found:
        ways = ", ".join(link["title"] if link["way"] in ("tel", "sms") else link["href"] for link in line["links"])
        click.echo(f"{line['name']}: {ways} ({line['opening']})")


@helplines.command()
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day it is done for; today without it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
def due(on: datetime.datetime | None, as_json: bool) -> None:
    """Lines somebody should call or look up again, the most urgent first, and why."""
    from bot.content import read_content
    from bot.freshness import due as find

    day = on.date() if on else datetime.datetime.now(datetime.UTC).date()
    found = find(read_content(settings().content_root).countries, day)
    if as_json:
        items = [
            {"id": one.line.id, "country": one.line.country, "why": list(one.why), "page": one.page} for one in found
        ]
        click.echo(json.dumps(items, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(f"{one.line.id}: {'; '.join(one.why)} – {one.page or 'no page'}")
    click.echo(f"{len(found)} lines are due.", err=True)


def _check_command(kind: str) -> None:
    @main.command(f"check-{kind}")
    @click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
    @click.option(
        "--jsonl", is_flag=True, help="A text, or an object with 'text', on each line; one JSON object a line."
    )
    @click.option("--locale", type=click.Choice(LOCALES), default=LOCALES[0], show_default=True)
    @click.option("--country", help="Of the reader, as PL; for the helplines.")
    def check(file: TextIO, jsonl: bool, locale: str, country: str | None) -> None:
        from bot.checking import checks
        from bot.content import live_content
        from bot.replies import Reader

        chosen = settings()
        known = checks(live_content(chosen.content_root), chosen.models)
        now = datetime.datetime.now(datetime.UTC)
        for text in file if jsonl else [file.read()]:
            given, own, home = text_of(text.rstrip("\n"), locale, country) if jsonl else (text, locale, country)
            found = known.check(kind, given, Reader(own, home), now)
            if jsonl:
                shown = {key: found[key] for key in ("level", "signals", "cut", "risk", "helplines", "buttons")}
                click.echo(json.dumps(shown | {"reply": found["text"]}, ensure_ascii=False))
                sys.stdout.flush()
            else:
                click.echo(found["text"])

    check.help = f"Warning signs in a {'job offer' if kind == 'offer' else 'chat'}: FILE, or standard input."


for _kind in CHECKS:
    _check_command(_kind)


def text_of(line: str, locale: str, country: str | None) -> tuple[str, str, str | None]:
    """The text of an input line, its locale and country: plain, or of a JSON object, which wins."""
    try:
        given = json.loads(line) if line.lstrip()[:1] in ("{", '"') else None
    except ValueError:
        given = None
    if isinstance(given, str):
        return given, locale, country
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        return line, locale, country
    own, home = given.get("locale"), given.get("country")
    return given["text"], own if own in LOCALES else locale, home if isinstance(home, str) else country


@main.group()
def content() -> None:
    """Check what the bot says."""


@content.command()
def check() -> None:
    """Check every file of content/; say where what is wrong and what to do."""
    from bot import editing
    from bot.content import check_content

    root = settings().content_root
    found, problems = check_content(root)
    problems += editing.check(found, root)
    if problems:
        for error in BrokenContentError(problems).errors:
            click.echo(str(error))
        raise click.ClickException(f"{len(problems)} to correct.")
    lines = sum(len(country.lines) for country in found.countries.values())
    click.echo(f"{len(found.topics)} topics, {len(LOCALES)} languages, {lines} helplines: nothing to correct.")


@content.command()
@click.option("--at-least", default=90.0, show_default=True, help="How alike, from 0 to 100.")
def overlaps(at_least: float) -> None:
    """Pairs of questions of different topics that are too alike, most alike first."""
    from bot.content import read_content
    from bot.editing import overlaps as find

    for pair in find(read_content(settings().content_root), at_least):
        click.echo(
            f"{pair.alike:.0f} {pair.locale} {pair.first_topic}: {pair.first} | {pair.second_topic}: {pair.second}"
        )


@content.command("export-site")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export_site(folder: Path) -> None:
    """Write all answers into FOLDER as plain pages that need no script."""
    from bot.content import read_content
    from bot.site import export

    root = settings().content_root
    pages = export(read_content(root), root, folder)
    click.echo(f"{pages} pages are in {folder}; begin with {folder / 'index.html'}.")


@main.command("eval")
@click.option("--folds", default=3, show_default=True, type=click.IntRange(2, 20), help="How many times to train.")
@click.option("--accept", is_flag=True, help="Take the figures as those that later models are compared with.")
@click.option("--json", "as_json", is_flag=True, help="The figures alone, as one JSON object.")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="For the results; else bench/results.")
@click.option("--accepted", type=click.Path(path_type=Path, dir_okay=False), help="Else bench/accepted.json.")
def evaluate(folds: int, accept: bool, as_json: bool, into: Path | None, accepted: Path | None) -> None:
    """
    How well our own examples are understood by models that were not trained on them nor on near copies.

    Writes eval.json and eval.html. Exits with 1 where a figure is worse than when it was last accepted.
    """
    from bot import lean

    lean.install()
    from bot import measuring, report
    from bot.adapters import evaluation
    from bot.settings import ROOT

    into, accepted = into or ROOT / "bench" / "results", accepted or ROOT / "bench" / "accepted.json"
    measuring.read_accepted(accepted)  # told now if it is broken, not after minutes
    found = evaluation.evaluate(evaluation.read_examples(settings()), folds, tell=_nothing if as_json else click.echo)
    if accept:
        measuring.accept(accepted, found)
    comparisons = measuring.compare(found, measuring.read_accepted(accepted))
    into.mkdir(parents=True, exist_ok=True)
    (into / "eval.json").write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")
    (into / "eval.html").write_text(report.render(found, comparisons), "utf-8")
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        for one in comparisons:
            click.echo(one.line)
        click.echo(f"Everything is in {into / 'eval.html'} and {into / 'eval.json'}.")
    if worse := [one.name for one in comparisons if one.worse]:
        raise click.ClickException(
            f"Worse than the model last accepted: {', '.join(worse)}. "
            "Find out why, or take the new figures with 'secondlook eval --accept'."
        )


def _nothing(_: str) -> None:
    pass


@main.command("eval-signs")
def evaluate_signs() -> None:
    """How well the checks of offers and chats do on our own texts (5 folds)."""
    from bot import sign_training
    from bot.content import read_content

    chosen = settings()
    signs = read_content(chosen.content_root).signs
    for kind in CHECKS:
        found = sign_training.evaluate(signs[kind], sign_training.read_texts(chosen.data_root, kind))
        for name, value in found.items():
            click.echo(f"{name} {value:.3f}")


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def rasa(arguments: tuple[str, ...]) -> None:
    """Rasa's own command line, without the packages it does not need here."""
    from bot.adapters import rasa_cli

    rasa_cli.main(list(arguments))


if __name__ == "__main__":
    main()
