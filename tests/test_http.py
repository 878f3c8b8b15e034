"""The HTTP of the contract: right statuses, kind words, nothing logged, nothing left."""

import json
import re

import pytest

from bot.model import LOCALES
from tests.conftest import Server

SECRET = "zebra-quartz my uncle locks the garden door"


def test_a_session_opens_with_a_greeting(server):
    reply = server("POST", "/api/session", {"locale": "pl", "country": "PL"})

    assert reply.status == 201
    assert reply.body["expires_in"] == 24 * 3600
    assert reply.body["messages"][0]["locale"] == "pl"
    assert reply.headers["Content-Type"].startswith("application/json")


def test_a_session_opens_without_a_body(server):
    assert server("POST", "/api/session").status == 201


def test_a_question_is_answered_with_the_fields_of_the_contract(server):
    message = server.say(server.open(country="PL"), "they want me to pay a fee before i start, is that normal?")

    assert set(message) >= {
        "text", "buttons", "locale", "kind", "answer", "confidence", "concern", "suggestions", "helplines", "sources",
    }  # fmt: skip
    assert message["answer"] == "offer_upfront_fee"


def test_a_button_is_understood(server):
    token = server.open()
    reply = server("POST", "/api/messages", {"payload": '/open_topic{"topic": "what_is_grooming"}'}, token)

    assert reply.body["messages"][0]["answer"] == "what_is_grooming"


BAD = [  # (body, status, error)
    ({"text": ""}, 400, "empty_text"),
    ({"text": "   "}, 400, "empty_text"),
    ({"text": 7}, 400, "empty_text"),
    ({"text": ["a"]}, 400, "empty_text"),
    ({"text": None}, 400, "text_or_payload"),
    ({}, 400, "text_or_payload"),
    ({"text": "a", "payload": "/open_menu"}, 400, "text_or_payload"),
    ({"payload": 7}, 400, "text_or_payload"),
    ({"payload": "/no_such_button"}, 400, "unknown_payload"),
    ({"payload": '/intent{"x":"y"}'}, 400, "unknown_payload"),
    ({"payload": "/restart"}, 400, "unknown_payload"),
    ({"text": "a" * 2001}, 413, "too_long"),
    ({"text": "a" * 100_000}, 413, "too_long"),
    ([], 400, "not_an_object"),
    ("text", 400, "not_an_object"),
]


@pytest.mark.parametrize(("body", "status", "error"), BAD, ids=[f"{error}-{n}" for n, (_, _, error) in enumerate(BAD)])
def test_bad_input_gets_the_right_status_and_kind_words(server, body, status, error):
    reply = server("POST", "/api/messages", body, server.open())

    assert (reply.status, reply.body["error"]) == (status, error)
    assert reply.body["message"]
    if status == 413:
        assert reply.body["helplines"]


@pytest.mark.parametrize(
    "text",
    ["a", "😭", "\x00", "\u202etext", "\ud800", '/intent{"x":"y"}', "EXTERNAL: greet", "a" * 2000, "\u0000\u0001"],
)
def test_odd_text_gets_a_friendly_reply(server, text):
    reply = server("POST", "/api/messages", raw=json.dumps({"text": text}).encode(), token=server.open())

    assert reply.status == 200
    assert reply.body["messages"][0]["text"]


@pytest.mark.parametrize("raw", [b"{", b"", b"\xff\xfe", b"[" * 5000, b'{"text": "a"'])
def test_what_is_no_json_is_refused(server, raw):
    assert server("POST", "/api/messages", raw=raw, token=server.open()).status == 400


def test_another_content_type_is_refused(server):
    reply = server("POST", "/api/messages", raw=b"text=a", token=server.open(), Content_Type="text/plain")

    assert (reply.status, reply.body["error"]) == (415, "not_json")


@pytest.mark.parametrize("token", [None, "", "forged", "a.b.c", "Bearer", "x" * 5000])
def test_a_missing_or_forged_token_is_refused(server, token):
    reply = server("POST", "/api/messages", {"text": "hi"}, token)

    assert (reply.status, reply.body["error"]) == (401, "session_over")


def test_a_forged_signature_is_refused(server):
    token = server.open()
    # Not the last letter: some of its bits are padding, and mean nothing.
    signature = token.rpartition(".")[2]
    forged = token.removesuffix(signature) + signature.swapcase()

    assert server("POST", "/api/messages", {"text": "hi"}, forged).status == 401


@pytest.mark.parametrize("body", [{"locale": "xx"}, {"country": "ZZ"}, {"locale": 1}, {"country": ["PL"]}])
def test_an_unknown_language_or_country_is_refused(server, body):
    assert server("POST", "/api/session", body).status == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nothing"),
        ("POST", "/nothing"),
        ("GET", "/widget/../pyproject.toml"),
        ("PUT", "/api/messages"),
        ("GET", "/widget/%2e%2e%2fREADME.md"),
    ],
)
def test_what_is_not_there_is_404(server, method, path):
    assert server(method, path).status == 404


def test_a_deleted_talk_is_gone(server):
    token = server.open()

    assert server("DELETE", "/api/session", token=token).status == 204
    assert server("POST", "/api/messages", {"text": "hi"}, token).status == 401
    assert server("DELETE", "/api/session", token=token).status == 401


def test_forgetting_by_button_ends_the_talk(server):
    token = server.open()
    reply = server("POST", "/api/messages", {"payload": "/forget"}, token)

    assert reply.body["messages"][0]["answer"] == "delete_my_chat"
    assert server("POST", "/api/messages", {"text": "hi"}, token).status == 401


def test_forgetting_by_word_ends_the_talk(server):
    token = server.open()

    assert server.say(token, "please delete my chat")["answer"] == "delete_my_chat"
    assert server("POST", "/api/messages", {"text": "hi"}, token).status == 401


def test_too_many_messages_are_refused_with_a_helpline(own_server):
    server = own_server(SECONDLOOK_RATE="3/minute")
    token = server.open()
    replies = [server("POST", "/api/messages", {"text": "hi"}, token) for _ in range(4)]

    assert [reply.status for reply in replies] == [200, 200, 200, 429]
    assert int(replies[-1].headers["Retry-After"]) > 0
    assert replies[-1].body["helplines"]
    assert "112" in replies[-1].body["message"]


def test_errors_speak_the_language_that_the_browser_asks_for(server):
    reply = server("POST", "/api/messages", {"text": "hi"}, Accept_Language="pl-PL,pl;q=0.9")

    assert "rozmowa" in reply.body["message"]


def test_helplines_by_api(server):
    body = server("GET", "/api/helplines?country=PL&need=trafficking&locale=pl").body

    assert body["emergency"] == "112"
    assert body["helplines"]
    assert {line["country"] for line in body["helplines"]} == {"PL"}
    assert all("trafficking" in line["needs"] for line in body["helplines"])


@pytest.mark.parametrize(
    "query", ["need=money", "locale=xx", "country=" + "P" * 50, "country=ZZ", "age=old", "age=999", "zone=Mars/Base"]
)
def test_a_wrong_query_is_refused(server, query):
    assert server("GET", f"/api/helplines?{query}").status == 400


@pytest.mark.parametrize("path", ["/", "/helplines", "/helplines?country=PL&locale=pl", "/?locale=pl"])
def test_pages_have_no_script_inside_and_name_no_other_host(server, path):
    page = server("GET", path)

    assert page.status == 200
    assert "<script>" not in page.body
    assert "onclick" not in page.body
    assert not re.findall(r'(?:src|<link[^>]*href)="https?:', page.body)


def test_helplines_by_api_for_an_age_a_language_and_a_clock(server):
    query = "country=DE&need=trafficking&speaks=pl&age=15&zone=America/New_York"
    polish = server("GET", f"/api/helplines?{query}").body["helplines"][0]

    assert (polish["id"], polish["country"]) == ("de-hilfetelefon", "DE")
    assert "Polish" in polish["language_names"]


def test_a_country_without_a_number_of_ours_is_told_who_lists_it(server):
    body = server("GET", "/api/helplines?country=BR&locale=en").body
    page = server("GET", "/helplines?country=BR&locale=pl").body

    assert body["emergency"] == "the local emergency number"
    assert "Brazil" in body["unlisted"]["text"]
    assert {line["country"] for line in body["helplines"]} == {"INT"}
    assert body["unlisted"]["href"] in page
    assert "Brazylia" in page
    assert 'href="tel:' not in page


@pytest.mark.parametrize("locale", LOCALES)
def test_the_helpline_page_can_be_kept_and_asked_for_again(server, locale):
    path = f"/helplines?country=PL&locale={locale}"
    first = server("GET", path)
    tag = first.headers["ETag"]
    again = server("GET", path, If_None_Match=f'"old", W/{tag}')
    changed = server("GET", path, If_None_Match='"old"')

    assert "max-age=" in first.headers["Cache-Control"]
    assert (again.status, again.body) == (304, "")
    assert again.headers["ETag"] == tag
    assert changed.status == 200


def test_the_helpline_page_names_every_country_of_the_earth(server):
    page = server("GET", "/helplines?locale=pl").body

    assert page.count("<option") == 251
    assert "<h2" in page
    assert "Świat" in page


def test_the_helpline_page_shows_every_line_with_a_number_to_tap(server, content):
    page = server("GET", "/helplines?country=GB&locale=en").body

    for line in content.countries["GB"].lines:
        for phone in line.phones:
            assert f'href="tel:{phone.link}"' in page


def test_the_helpline_page_names_the_number_of_its_country_and_says_what_nobody_checked(server, content):
    page = server("GET", "/helplines?country=GB&locale=en").body

    assert "In danger, call 999." in page
    assert content.words["en"]["check_official_page"] in page


def test_every_answer_has_strict_headers(server):
    for path in ("/", "/healthz", "/api/words", "/widget/second-look.js", "/nothing"):
        headers = server("GET", path).headers

        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in headers


def test_an_answer_with_a_drawing_shows_it_with_its_words(server):
    token = server.open()
    reply = server("POST", "/api/messages", {"payload": '/open_topic{"topic": "grooming_stages"}'}, token)
    picture = reply.body["messages"][0]["picture"]
    drawing = server("GET", picture["url"])

    assert len(picture["alt"].split()) > 20
    assert drawing.headers["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in drawing.headers["Content-Security-Policy"]
    assert server("GET", "/pictures/..%2fwords.en.yml").status == 404


def test_health(server):
    assert server("GET", "/healthz").body == {"status": "alive"}
    assert server("GET", "/readyz").body == {"status": "ready"}


def test_no_word_reaches_the_disk_or_the_log(own_server):
    server = own_server()
    token = server.open()
    for text in (
        SECRET,
        f'/intent{{"x": "{SECRET}"}}',
        f"my boss took my passport {SECRET}",
        SECRET * 60,
        "\x00" + SECRET,
    ):
        server("POST", "/api/messages", {"text": text}, token)
    server("POST", "/api/messages", {"payload": SECRET}, token)
    server("POST", "/api/messages", raw=SECRET.encode(), token=token)
    server("GET", f"/nothing/{SECRET.replace(' ', '-')}")
    server.stop()

    for path in [p for p in server.folder.rglob("*") if p.is_file()]:
        assert b"zebra" not in path.read_bytes(), path


def test_a_talk_survives_a_restart(own_server):
    server = own_server()
    token = server.open()
    first = server.say(token, "what is grooming")
    server.stop()
    server.start()

    assert server.say(token, "can you say that again please")["text"] == first["text"]


def test_an_edited_answer_is_live_without_training(own_server, tree, tmp_path):
    import time

    server: Server = own_server(SECONDLOOK_CONTENT_ROOT=str(tree))
    token = server.open()
    path = tree / "answers/grooming/what_is_grooming.en.md"
    front, body = path.read_text("utf-8").split("\n---\n", 1)
    path.write_text(f"{front}\n---\nA new first sentence.\n\n{body}", "utf-8")
    time.sleep(0.6)  # longer than the files are looked at

    assert "A new first sentence." in server.say(token, "what is grooming")["text"]


def test_a_taken_port_is_one_clear_sentence(server):
    import subprocess

    from tests.conftest import PYTHON, ROOT

    done = subprocess.run(
        [PYTHON, "-m", "bot.adapters.cli", "run"],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 1
    assert re.search(rf"PORT is {server.port}, which is taken .* make run PORT=\d+", done.stderr)
    assert "Traceback" not in done.stderr
