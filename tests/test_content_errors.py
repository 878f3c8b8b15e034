"""Every kind of broken file is refused with file, line, what is wrong and what to do."""

import re
from pathlib import Path

import pytest

from bot.content import LiveContent, check_content, read_content
from bot.errors import BrokenContentError

ANSWER = "answers/job_offers/offer_upfront_fee.en.md"
REPLY = "replies/utter_greet.en.md"
LINES = "helplines/pl.yml"
PATTERNS = "crises/patterns.en.yml"
FOLLOW_UPS = "follow_ups.yml"
TONGUES = "languages.yml"


def swap(old: str, new: str):
    """A change of one place in a file; the place must be there."""

    def change(text: str) -> str:
        assert re.search(old, text, re.MULTILINE), f"the file has no {old!r}; correct the table"
        return re.sub(old, lambda _: new, text, count=1, flags=re.MULTILINE)

    return change


BROKEN = [  # (name, file, change, part of what the editor is told)
    ("no front matter", ANSWER, lambda _: "Only words.\n", "between two '---' lines is missing"),
    ("front matter without end", ANSWER, lambda t: t.replace("\n---\n", "\n", 1), "between two '---' lines is missing"),
    ("not YAML", ANSWER, swap("^title: .*", 'title: "half'), "This is not YAML"),
    ("no mapping", ANSWER, lambda _: "---\n- a\n- b\n---\nText.\n", "Expected lines of the form"),
    ("unknown key", ANSWER, swap("^title:", "tittle:"), "The key 'tittle' is not known"),
    ("missing key", ANSWER, swap("^title: .*\n", ""), "'title' is not given"),
    ("key twice", ANSWER, swap("^(title: .*)", "title: A\ntitle: B"), "'title' is given twice"),
    ("other id", ANSWER, swap("^id: .*", "id: offer_upfront_fees"), "but the file is named 'offer_upfront_fee'"),
    ("empty title", ANSWER, swap("^title: .*", "title:"), "'title' is empty"),
    ("long title", ANSWER, swap("^title: .*", "title: " + "long " * 20), "at most 60 fit"),
    ("title is a list", ANSWER, swap("^title: .*", "title: [a, b]"), "'title' should be a text"),
    (
        "questions are a text",
        ANSWER,
        lambda t: re.sub(r"questions:\n(  - .*\n)+", "questions: one\n", t),
        "'questions' should be a list",
    ),
    ("an empty question", ANSWER, swap("^questions:\n", 'questions:\n  - ""\n'), "An item of 'questions' is empty"),
    ("a question with a colon", ANSWER, swap("^questions:\n", "questions:\n  - help: me\n"), "is not a plain text"),
    (
        "a question twice",
        ANSWER,
        swap("^questions:\n", "questions:\n  - Twice?\n  - twice\n"),
        "stands in the file twice",
    ),
    ("a question like an order", ANSWER, swap("^questions:\n", "questions:\n  - /greet\n"), "begin with '/'"),
    (
        "a question with an entity",
        ANSWER,
        swap("^questions:\n", "questions:\n  - my [boss](person) lies\n"),
        "cannot hold '[…](…)'",
    ),
    (
        "too few questions",
        ANSWER,
        lambda t: re.sub(r"questions:\n(  - .*\n)+", "questions:\n  - one\n", t),
        "at least 40 are wanted",
    ),
    ("a question of another topic", ANSWER, swap("^questions:\n", "questions:\n  - Shared by two\n"), "also stands in"),
    ("unknown need", ANSWER, swap("^needs: .*", "needs: [money]"), "which is no need of a helpline"),
    ("unknown next", ANSWER, swap("^next: .*", "next: [no_such_topic]"), "which is no other topic"),
    ("next is itself", ANSWER, swap("^next: .*", "next: [offer_upfront_fee]"), "which is no other topic"),
    (
        "too many next",
        ANSWER,
        swap("^next: .*", "next: [verify_recruiter, report_false_offer, offer_abroad, offer_via_dm]"),
        "2 or 3 are offered",
    ),
    ("unknown source", ANSWER, swap("^sources: .*", "sources: [no-such-source]"), "which is no other source"),
    (
        "review date no date",
        ANSWER,
        swap("^reviewed_on: .*", "reviewed_on: yesterday"),
        "expected a day such as 2026-11-23",
    ),
    ("review without a person", ANSWER, swap("^reviewed_on: .*", "reviewed_on: 2026-11-23"), "belong together"),
    ("no text", ANSWER, lambda t: t.split("\n---\n")[0] + "\n---\n\n", "There is no text for the reader"),
    ("too many words", ANSWER, swap(r"\n---\n", "\n---\n" + "word " * 121 + "\n\n"), "at most 120 are read"),
    ("more twice", ANSWER, lambda t: t + "\n[more]\nx\n\n[more]\ny\n", "'[more]' stands there twice"),
    ("nothing after more", REPLY, lambda t: t + "\n[more]\n", "Nothing follows '[more]'"),
    ("HTML", ANSWER, lambda t: t + "\n<b>bold</b>\n", "Only paragraphs"),
    ("a heading", ANSWER, lambda t: t + "\n# Heading\n", "Only paragraphs"),
    ("a phone number", ANSWER, lambda t: t + "\nCall 01632 960001.\n", "A phone number is typed"),
    ("an emergency number", ANSWER, lambda t: t + "\nCall 112 now.\n", "A phone number is typed"),
    ("a link without https", ANSWER, lambda t: t + "\n[here](http://example.org)\n", "https:// address"),
    ("braces left open", ANSWER, lambda t: t + "\n{{ emergency\n", "cannot be read"),
    ("an unknown variable", ANSWER, lambda t: t + "\n{{ phone }}\n", "names something unknown"),
    ("a way into Python", ANSWER, lambda t: t + "\n{{ ''.__class__.__mro__ }}\n", "names something unknown"),
    ("an invisible character", ANSWER, lambda t: t + "a\u202eb\n", "invisible control character (U+202E)"),
    ("other needs in the other language", ANSWER, swap("^needs: .*", "needs: [child]"), "is not the same as in"),
    ("a list item in one language only", ANSWER, lambda t: t + "\n- One more thing to do.\n", "list items"),
    ("a link in one language only", ANSWER, lambda t: t + "\n[More](https://www.ilo.org/).\n", "links"),
    ("unknown kind", REPLY, swap("^kind: .*", "kind: chatter"), "'kind' is 'chatter'"),
    ("unknown button", REPLY, swap("^buttons: .*", "buttons: [fly]"), "which is no other button"),
    ("a number without quotes", LINES, swap('phones: \\["116 111"\\]', "phones: [116111]"), "stands without quotes"),
    (
        "a number with a remark",
        LINES,
        swap('phones: \\["116 111"\\]', 'phones: ["116 111 (free)"]'),
        "is not a number alone",
    ),
    ("another country", LINES, swap('^country: "PL"', 'country: "DE"'), "but the file is named 'pl.yml'"),
    (
        "an emergency number of no line",
        LINES,
        swap('^emergency: "112"', 'emergency: "113"'),
        "No line with the need 'emergency'",
    ),
    (
        "a number that does not exist",
        LINES,
        swap('phones: \\["800 12 12 12"\\]', 'phones: ["800 12 12 1"]'),
        "'800 12 12 1' is not a number that exists in 'PL'",
    ),
    (
        "a number of another country",
        LINES,
        swap('phones: \\["800 12 12 12"\\]', 'phones: ["+49 800 1110111"]'),
        "is not a number that exists in 'PL'",
    ),
    (
        "a day of verification that is none",
        LINES,
        swap("verified_on: null", "verified_on: yesterday"),
        "expected a day such as",
    ),
    ("odd holidays", LINES, swap('hours: \\["24/7"\\]', 'hours: ["Holidays"]'), "is no opening time"),
    ("odd hours", LINES, swap('hours: \\["24/7"\\]', 'hours: ["all day"]'), "is no opening time"),
    (
        "hours that end before they begin",
        LINES,
        swap('hours: \\["24/7"\\]', 'hours: ["Mon 18:00-09:00"]'),
        "ends before it begins",
    ),
    ("an unknown time zone", LINES, swap('timezone: "Europe/Warsaw"', 'timezone: "Europe/Krakow"'), "cannot be used"),
    ("low confidence", LINES, swap('confidence: "high"', 'confidence: "low"'), "is never shown"),
    ("ages in words", LINES, swap(r"^  ages: \[.*\]", "  ages: [children]"), "youngest and oldest"),
    ("a note in one language", LINES, swap(r"name: \{en: ", "name: {de: "), "The key 'de' is not known here"),
    ("a phrase outside the notation", PATTERNS, swap("^unless:.*", "unless:\n  - a(b"), "a bracket that is not closed"),
    (
        "a crisis card without its number",
        "crises/crisis_abuse.en.md",
        swap(r"\{\{ emergency \}\}", "somebody"),
        "has a first paragraph with {{ emergency }}",
    ),
    (
        "a crisis that does not exist",
        PATTERNS,
        swap("^disclosure:", "disclosure:\n  crisis_boredom: [bored]"),
        "There is no crisis 'crisis_boredom'",
    ),
    ("a follow-up of one language", FOLLOW_UPS, swap("^    pl:\n", "    de:\n"), "The key 'de' is not known"),
    ("a follow-up outside the notation", FOLLOW_UPS, swap('- "more"', '- "more ..."'), "ends with '...'"),
    ("a follow-up to no topic", FOLLOW_UPS, swap("leads: {any: more}", "leads: {any: most}"), "'any' leads to 'most'"),
    (
        "a follow-up from nowhere",
        FOLLOW_UPS,
        swap("leads: {any: more}", "leads: {all: more}"),
        "nothing that a follow-up could lead on from",
    ),
    (
        "a follow-up to itself",
        FOLLOW_UPS,
        swap("leads: {any: more}", "leads: {any: more, what_is_grooming: what_is_grooming}"),
        "leads to itself",
    ),
    ("a law of no country", FOLLOW_UPS, swap("^  PL: law", "  XX: law"), "'XX' is no country"),
    ("a law that is no topic", FOLLOW_UPS, swap("law_in_poland", "law_in_polen"), "which is no topic"),
    ("no law where none was named", FOLLOW_UPS, swap("^  unknown: .*\n", ""), "'unknown' is not given"),
    ("a language of ours", TONGUES, swap("^  de: ", "  pl: "), "is no language we do not speak"),
    (
        "a sentence without the number",
        TONGUES,
        swap("ruf {{ emergency }} an", "ruf 112 an"),
        "name the emergency number",
    ),
    ("a sentence that is long", TONGUES, swap("Ich verstehe", "Ich " * 40 + "verstehe"), "at most 140 fit"),
    ("two words in one", TONGUES, swap("words: \\[ich", "words: [ich bin"), "no single word"),
    ("no country at all", TONGUES, swap("countries: \\[DE\\]", "countries: [XX]"), "which is no country"),
    ("a number of no country", TONGUES, swap("{{ gb }}", "{{ xx }}"), "names no country"),
    ("words missing", "words.pl.yml", swap("^again: .*\n", ""), "'again' is not in every language"),
    ("a button without a language", "buttons.yml", swap("^  pl: .*\n", ""), "'pl' is not given"),
    ("a source without a link", "SOURCES.md", swap("^- link: .*\n", ""), "has no line '- link: …'"),
    ("a source's link without https", "SOURCES.md", swap("^- link: https://.*", "- link: www"), "The link of"),
]


@pytest.mark.parametrize(("file", "change", "told"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_file_is_refused_with_where_what_and_what_to_do(tree, file, change, told):
    path = tree / file
    if told == "also stands in":  # give the same question to a neighbour
        other = tree / "answers/job_offers/offer_too_good.en.md"
        other.write_text(swap("^questions:\n", "questions:\n  - shared by two?\n")(other.read_text("utf-8")), "utf-8")
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    with pytest.raises(BrokenContentError) as caught:
        read_content(tree)

    fitting = [error for error in caught.value.errors if told in str(error)]
    assert fitting, str(caught.value)
    assert re.match(r"content/\S+:\d+: \S.*[.!] \S", str(fitting[0])), fitting[0]


def test_the_line_named_is_the_line_to_correct(tree):
    path = tree / ANSWER
    lines = path.read_text("utf-8").splitlines()
    lines[10] = "  - help: me"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(BrokenContentError) as caught:
        read_content(tree)

    assert [error.line for error in caught.value.errors if "not a plain text" in error.wrong] == [11]


def test_a_missing_translation_is_named(tree):
    (tree / ANSWER.replace(".en.", ".pl.")).unlink()
    with pytest.raises(BrokenContentError, match=r"is missing in 'pl'. Write offer_upfront_fee.pl.md"):
        read_content(tree)


def test_a_step_for_a_crisis_that_does_not_exist_is_named(tree):
    for locale in ("en", "pl"):
        text = (tree / f"replies/utter_crisis_now.{locale}.md").read_text("utf-8")
        other = tree / f"replies/utter_crisis_now_boredom.{locale}.md"
        other.write_text(text.replace("id: utter_crisis_now", "id: utter_crisis_now_boredom"), "utf-8")
    with pytest.raises(BrokenContentError, match="There is no crisis 'crisis_boredom'"):
        read_content(tree)


def test_a_step_without_words_is_named(tree):
    for locale in ("en", "pl"):
        (tree / f"replies/utter_crisis_silent.{locale}.md").unlink()
    with pytest.raises(BrokenContentError, match="The reply 'utter_crisis_silent' is missing"):
        read_content(tree)


@pytest.mark.parametrize("name", ["offer.md", "offer_x.de.md", "Offer.en.md"])
def test_a_file_name_without_id_and_language_is_refused(tree, name):
    (tree / "answers/job_offers" / name).write_text("---\nid: x\n---\nx\n")
    with pytest.raises(BrokenContentError, match=r"is not '<id>\.<language>\.md'"):
        read_content(tree)


def test_a_category_that_does_not_exist_is_refused(tree):
    (tree / "answers/job_offers").rename(tree / "answers/jobs")
    with pytest.raises(BrokenContentError, match="'jobs' is no category"):
        read_content(tree)


def test_a_file_that_is_not_utf8_is_refused(tree):
    (tree / ANSWER).write_bytes(b"---\nid: \xff\n---\n")
    with pytest.raises(BrokenContentError, match=r"en.md:2: The file is not UTF-8"):
        read_content(tree)


@pytest.mark.parametrize(
    "name", ["buttons.yml", "words.en.yml", "names.yml", "SOURCES.md", PATTERNS, FOLLOW_UPS, TONGUES]
)
def test_a_missing_file_is_named(tree, name):
    (tree / name).unlink()
    with pytest.raises(BrokenContentError, match="missing"):
        read_content(tree)


def test_all_problems_are_told_at_once(tree):
    for locale in ("en", "pl"):
        path = tree / f"answers/job_offers/offer_upfront_fee.{locale}.md"
        path.write_text(swap("^title: .*", "title:")(path.read_text("utf-8")), "utf-8")
    _, problems = check_content(tree)

    assert len(problems) == 2


def test_a_running_bot_keeps_the_last_good_content(tree):
    live = LiveContent(tree, every_s=0)
    good = live.now().answers["offer_upfront_fee", "en"].text
    path = tree / ANSWER
    whole = path.read_text("utf-8")
    path.write_text("broken", "utf-8")

    assert live.now().answers["offer_upfront_fee", "en"].text == good
    path.write_text(whole + "\nNew last line.\n", "utf-8")
    answer = live.now().answers["offer_upfront_fee", "en"]
    assert "New last line." in answer.text + answer.more


def test_content_that_is_broken_at_the_start_is_refused(tree: Path):
    (tree / ANSWER).write_text("broken", "utf-8")
    with pytest.raises(BrokenContentError):
        LiveContent(tree)
