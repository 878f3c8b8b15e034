"""The demo page in a real browser: a question, a disclosure, the keyboard, a broken server, no script."""

import shutil

import pytest

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed (.ci/run installs it)")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="en-GB")
    context.set_default_timeout(15_000)
    opened = context.new_page()
    opened.problems = []
    opened.on("console", lambda message: opened.problems.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: opened.problems.append(str(error)))
    opened.goto(server.url)
    yield opened
    context.close()


def ask(page, text):
    page.get_by_label("Your question").fill(text)
    page.get_by_role("button", name="Send").click()


def test_a_question_typed_is_answered_with_its_sources(page):
    ask(page, "they want me to pay a fee before i start the job")
    page.locator("summary").last.click()

    assert page.get_by_text("have not yet been reviewed").last.is_visible()
    assert page.locator(".message.answer").count() == 1
    assert page.problems == []


def test_a_disclosure_shows_a_number_to_tap_without_scrolling_sideways(page):
    ask(page, "he is hitting me right now and i can't get out")
    page.locator(".message.crisis a.call").first.wait_for()

    assert page.locator('.message.crisis a[href="tel:112"]').count() >= 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_card_of_a_cry_stays_in_sight_until_it_was_not_meant(page):
    card = page.locator("aside.pinned")
    page.get_by_role("button", name="Learn").first.wait_for()
    assert not card.is_visible()

    ask(page, "my boss took my passport")
    card.locator('a[href="tel:112"]').wait_for()
    first = page.locator(".message.crisis > p").first.bounding_box()
    below = card.bounding_box()["y"] + card.bounding_box()["height"]
    assert below <= first["y"] <= 400  # the first line of the reply is in sight, and not under the card
    for n, question in enumerate(("what is grooming", "what is trafficking")):
        ask(page, question)
        page.locator(".message.answer").nth(n).wait_for()
    assert card.is_visible()
    assert 0 <= card.bounding_box()["y"] < 100
    assert card.bounding_box()["height"] <= 0.2 * 800
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    card.locator("summary").click()
    assert card.locator("li a").first.is_visible()
    page.get_by_role("button", name="That is not what I meant").click()
    page.get_by_text("back to what you asked").wait_for()
    assert not card.is_visible()
    assert page.problems == []


def test_deleting_the_talk_takes_the_card_down(page):
    ask(page, "my boss took my passport")
    page.locator("aside.pinned a.call").first.wait_for()
    page.get_by_role("button", name="Delete chat").click()
    page.get_by_text("The chat is deleted").wait_for()

    assert not page.locator("aside.pinned").is_visible()


def test_a_drawing_is_shown_with_its_words_and_fits(page):
    ask(page, "what are the stages of grooming step by step")
    picture = page.locator(".message img")
    picture.wait_for()

    assert len(picture.get_attribute("alt").split()) > 20
    assert page.evaluate("document.querySelector('.message img').complete")
    assert page.evaluate("document.querySelector('.message img').naturalWidth") > 0
    assert picture.bounding_box()["width"] <= 390
    assert page.problems == []


def test_buttons_lead_on(page):
    page.get_by_role("button", name="Talk to someone").first.click()
    page.get_by_role("button", name="Ireland").click()

    page.locator('a[href="tel:116111"], a[href="tel:1800666666"]').first.wait_for()


def test_the_keyboard_alone_is_enough(page):
    page.get_by_role("button", name="Learn").first.wait_for()
    page.get_by_label("Your question").focus()
    page.keyboard.type("what is grooming")
    page.keyboard.press("Enter")
    page.locator(".message.answer").wait_for()
    page.keyboard.press("Shift+Tab")

    assert page.evaluate("document.activeElement.tagName") in ("BUTTON", "A", "SUMMARY")


def test_a_server_that_fails_keeps_the_typed_text(page):
    page.get_by_role("button", name="Learn").first.wait_for()
    page.route("**/api/messages", lambda route: route.abort())
    ask(page, "do not lose this")
    page.get_by_text("cannot be reached").wait_for()

    assert page.get_by_label("Your question").input_value() == "do not lose this"


def test_the_talk_can_be_deleted(page):
    ask(page, "what is grooming")
    page.locator(".message.answer").wait_for()
    page.get_by_role("button", name="Delete chat").click()
    page.get_by_text("The chat is deleted").wait_for()

    assert page.locator(".message.answer").count() == 0


def test_nothing_is_kept_in_the_browser(page):
    ask(page, "what is grooming")
    page.locator(".message.answer").wait_for()

    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_no_other_host_is_asked(browser, server):
    asked = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url)
    page.get_by_role("button", name="Learn").first.wait_for()
    page.close()

    assert asked
    assert all(url.startswith(server.url) for url in asked)


def test_the_polish_page_speaks_polish(browser, server):
    page = browser.new_page()
    page.goto(f"{server.url}/?locale=pl")
    page.get_by_role("button", name="Sprawdź ofertę pracy").wait_for()

    assert page.locator("html").get_attribute("lang") == "pl"
    page.close()


def test_without_script_the_page_leads_to_the_helplines(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url)
    page.locator("second-look").get_by_role("link", name="Helplines").click()

    assert page.locator('a[href="tel:112"]').count() >= 1
    assert page.get_by_role("heading", name="Poland").is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_pages_fit_every_width(browser, server, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in ("/", "/helplines?locale=pl"):
        page.goto(server.url + path)
        if path == "/":
            page.get_by_role("button", name="Learn").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.close()
