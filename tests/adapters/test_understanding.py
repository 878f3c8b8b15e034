"""The pipeline as trained: languages, disclosures, questions, and what is none of them."""

import asyncio

import pytest

LANGUAGES = [
    ("is this job offer real or a scam", "en"),
    ("czy ta oferta pracy jest prawdziwa", "pl"),
    ("czy to normalne ze chca kase przed praca", "pl"),  # without diacritics
    ("ktos mi wysyla prezenty w grze i nie wiem co robic", "pl"),
    ("мені потрібна допомога", "uk"),
    ("мы здесь не можем уйти, помогите", "ru"),
    ("hola me ofrecen un trabajo en alemania y no se si es verdad", "es"),
    ("hallo kannst du mir bitte mit einem jobangebot helfen", "de"),
]


def parse(bot, text):
    return asyncio.run(bot.agent.parse_message(text))


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_the_language_of_a_message_is_named(bot, text, language):
    assert parse(bot, text)["language"]["code"] == language


# The first test of all: a DIET model put this under a maths question, Wysa and Woebot missed it (BBC, 2018).
@pytest.mark.parametrize(
    "text",
    [
        "I was forced to have sex and I'm only twelve",
        "i was forced to have sex and im only twelve",
        "zmuszono mnie do seksu a mam dopiero dwanascie lat",
        "Zmuszono mnie do seksu, a mam dopiero dwanaście lat",
    ],
)
def test_the_sentence_that_others_missed_is_a_disclosure(bot, text):
    parsed = parse(bot, text)

    assert parsed["intent"]["name"] == "disclose"
    assert parsed["screen"]["crisis"] == "crisis_abuse"


def test_a_cry_in_the_middle_of_a_long_message_is_noticed(bot):
    text = (
        "Hi, I wanted to ask about a summer job because my cousin found a nice advert for picking berries. "
        "The pay looks fine and the bus is included. My boss here took my passport and I cannot leave. "
        "Anyway, is it normal that they ask for a photo with the application?"
    )

    assert parse(bot, text)["intent"]["name"] == "disclose"


def test_the_selector_fills_the_response_selector_as_rasas_own_would(bot):
    parsed = parse(bot, "do i have to pay for the training before i start the job")
    found = parsed["response_selector"]["ask"]

    assert parsed["intent"]["name"] == "ask"
    assert found["response"]["intent_response_key"] == "ask/offer_upfront_fee"
    assert found["response"]["utter_action"] == "utter_ask/offer_upfront_fee"
    assert [one["confidence"] for one in found["ranking"]] == sorted(
        (one["confidence"] for one in found["ranking"]), reverse=True
    )


@pytest.mark.parametrize(
    "text", ["how do black holes form", "jak ugotowac ryz na sypko", "who won the match yesterday"]
)
def test_what_is_not_ours_is_not_answered(bot, text):
    assert parse(bot, text)["intent"]["name"] in ("out_of_scope", "nlu_fallback", "unsure")


@pytest.mark.parametrize(
    "text", ["Ich bin in Berlin", "I live in Germany", "mieszkam w Niemczech", "jestem w niemczech"]
)
def test_a_country_named_is_found(bot, text):
    entities = {one["entity"]: one["value"] for one in parse(bot, text)["entities"]}

    assert entities["country"] == "DE"
