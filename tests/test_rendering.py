"""Words of replies are text; pages escape; templates reach nothing but what they may name."""

import jinja2
import pytest

from bot.adapters.pages import _templates
from bot.rendering import VARIABLES, render
from bot.site import export
from tests.conftest import ROOT


def test_replies_are_text_and_are_not_escaped():
    assert render("Don't <go> & call {{ emergency }}", {"emergency": "1<2"}) == "Don't <go> & call 1<2"


def test_pages_escape():
    assert _templates().autoescape is True
    assert _templates().from_string("{{ x }}").render(x="<b>&") == "&lt;b&gt;&amp;"


@pytest.mark.parametrize("text", ["{{ phone }}", "{{ emergency.x }}", "{{ nothing | upper }}"])
def test_what_is_not_there_is_an_error_and_never_an_empty_word(text):
    with pytest.raises(jinja2.UndefinedError):
        render(text, {"emergency": "112"})


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ emergency.__class__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id') }}",
        "{{ self.__init__.__globals__ }}",
    ],
)
def test_the_sandbox_keeps_templates_from_python(text):
    with pytest.raises((jinja2.exceptions.SecurityError, jinja2.UndefinedError)):
        render(text, {"emergency": "112"})


def test_a_template_may_name_the_emergency_number_and_nothing_else():
    assert VARIABLES == ("emergency",)


def test_a_text_with_html_is_shown_as_text_on_the_site(content, tmp_path):
    import dataclasses

    card = content.answers["what_is_grooming", "en"]
    answers = {
        **content.answers,
        ("what_is_grooming", "en"): dataclasses.replace(card, text="<script>x</script>", title="<b>"),
    }
    export(dataclasses.replace(content, answers=answers), ROOT / "content", tmp_path)
    page = (tmp_path / "en" / "what_is_grooming.html").read_text("utf-8")

    assert "<script>" not in page
    assert "<h1>&lt;b&gt;</h1>" in page
