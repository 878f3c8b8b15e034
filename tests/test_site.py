"""The plain pages of all answers: whole, linked, without script, in a real browser too."""

import re
import shutil

import pytest
from markupsafe import escape

from bot.content import read_content
from bot.site import export
from tests.conftest import ROOT

CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    content = read_content(ROOT / "content")
    assert export(content, ROOT / "content", folder) == 1 + 2 * (len(content.topics) + 3)
    return folder


def test_every_link_leads_to_a_page_of_the_site(site):
    for path in site.rglob("*.html"):
        for target in re.findall(r'(?:href|src)="(?!https?:|tel:|sms:|mailto:|#)([^"#]+)', path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_answer_is_there_in_every_language_with_its_sources(site, content):
    for (topic, locale), card in content.answers.items():
        page = (site / locale / f"{topic}.html").read_text("utf-8")
        assert f'<html lang="{locale}">' in page
        assert page.count("<h1>") == 1
        assert all(str(escape(content.sources[source].title)) in page for source in card.sources)


def test_pages_hold_no_script_and_no_template(site):
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        assert "<script" not in page
        assert "{{" not in page


def test_the_index_of_words_finds_an_answer_by_a_word_of_its_title(site, content):
    page = (site / "pl" / "words.html").read_text("utf-8")

    assert content.answers["palermo_consent", "pl"].title in page
    assert page.index('id="A"') < page.index('id="B"') < page.index('id="Z"')


def test_each_page_leads_to_the_same_page_in_the_other_language(site):
    assert 'href="../pl/what_is_grooming.html"' in (site / "en" / "what_is_grooming.html").read_text("utf-8")


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed (.ci/run installs it)")
def test_a_reader_finds_an_answer_without_script_on_a_small_phone(site, content):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
        page = context.new_page()
        page.goto(f"file://{site}/index.html")
        page.get_by_role("link", name="English").click()
        page.get_by_role("link", name="Find by word").click()
        page.get_by_role("link", name=content.answers["grooming_stages", "en"].title).first.click()
        picture = page.locator("figure img")

        assert page.get_by_role("heading", level=1).is_visible()
        assert picture.get_attribute("alt")
        assert picture.bounding_box()["width"] <= 320
        page.get_by_role("link", name="Polski").click()
        assert page.locator("html").get_attribute("lang") == "pl"
        browser.close()
