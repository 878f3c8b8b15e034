"""Who writes in a language we do not speak gets one sentence in it, people who speak it, and the choice."""

import pytest

from tests.conftest import Talk

SENTENCES = {
    "uk": "начальник забрав мій паспорт і не віддає",
    "ru": "мне нужна помощь, у меня забрали паспорт",
    "de": "mein chef hat meinen pass weggenommen",
    "es": "mi jefe me quitó el pasaporte",
    "ro": "seful mi-a luat pasaportul si nu ma lasa sa plec",
    "ar": "المدير أخذ جواز سفري",
    "vi": "sếp giữ hộ chiếu của tôi",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_the_reply_is_one_sentence_in_that_language_with_the_choice_of_ours(bot, content, code):
    reply = Talk(bot, "en", "PL")(SENTENCES[code])

    assert reply["text"] == content.languages.tongues[code].says.replace("{{ emergency }}", "112")
    assert reply["kind"] == "fallback"
    assert [button["title"] for button in reply["buttons"]] == ["English", "Polski"]
    assert {line["country"] for line in reply["helplines"]} <= {"PL", "EU"}


def test_helplines_with_speakers_come_first(bot):
    lines = Talk(bot, "pl", "PL")(SENTENCES["uk"])["helplines"]

    assert "uk" in lines[0]["languages"]
    assert any("112" in line["phones"] or "116 111" in line["phones"] for line in lines)


def test_without_a_country_the_countries_of_the_language_are_looked_at(bot):
    reply = Talk(bot, "en")(SENTENCES["de"])

    assert reply["helplines"][0]["country"] == "DE"
    assert reply["text"].endswith("ruf 112 (UK 999, US 911) an.")


def test_the_number_is_that_of_the_country(bot):
    assert "999" in Talk(bot, "en", "GB")(SENTENCES["es"])["text"]


def test_a_language_that_we_cannot_name_gets_the_reply_in_ours(bot, content):
    assert Talk(bot, "en", "PL")("எனக்கு உதவி வேண்டும்")["text"].startswith("I do not know your language yet.")


def test_a_follow_up_in_our_language_goes_on_after_a_foreign_message(bot):
    talk = Talk(bot, "en", "PL")
    talk(payload='/open_topic{"topic": "what_is_grooming"}')
    talk(SENTENCES["uk"])

    assert talk("is that illegal")["answer"] == "is_grooming_illegal"


def test_every_language_says_its_sentence(content):
    assert len(content.languages.tongues) >= 25
