"""Real talks after a cry for help: what is offered, what stays, and the way back from a false alarm."""

import asyncio
import json

import pytest
from rasa.core.channels.channel import UserMessage

from bot.adapters.bot import CHANNEL, Collector
from tests.conftest import Talk

CRIES = [  # (locale, words, crisis)
    ("en", "he is hitting me right now and i can't get out", "crisis_danger_now"),
    ("en", "my boss took my passport", "crisis_held_or_exploited"),
    ("en", "I was forced to have sex and I'm only twelve", "crisis_abuse"),
    ("en", "i want to kill myself tonight", "crisis_suicide"),
    ("pl", "szef zabrał mi paszport i nie chce mnie wypuścić", "crisis_held_or_exploited"),
    ("pl", "chcę się zabić", "crisis_suicide"),
    ("pl", "on mnie teraz bije i nie mogę wyjść z domu", "crisis_danger_now"),
]
PASSPORT = CRIES[1][1]
DANGER = CRIES[0][1]


def payloads(reply):
    return [button["payload"] for button in reply["buttons"]]


def slot(talk, name):
    return asyncio.run(talk.bot.tracker(talk.id)).get_slot(name)


def found(talk, crisis, also=(), instead="nlu_fallback"):
    """Say something in which the screen finds these kinds."""
    parsed = {
        "text": "",
        "intent": {"name": "disclose", "confidence": 1.0},
        "entities": [],
        "screen": {"level": "disclosure", "crisis": crisis, "confidence": 1.0, "also": list(also)},
        "instead": instead,
    }
    message = UserMessage("", Collector(), talk.id, parse_data=parsed, input_channel=CHANNEL)
    return asyncio.run(talk.bot._handle(message))[0]


@pytest.mark.parametrize(("locale", "words", "crisis"), CRIES)
def test_a_cry_is_met_in_its_language_and_every_step_says_something_else(bot, locale, words, crisis):
    talk = Talk(bot, locale, "PL")
    cry = talk(words)
    steps = [talk(payload=payload) for payload in payloads(cry)[:4]]

    assert (cry["kind"], cry["answer"], cry["locale"]) == ("crisis", crisis, locale)
    assert len({reply["text"] for reply in [cry, *steps]}) == 5
    assert {(reply["kind"], reply["answer"], reply["locale"]) for reply in steps} == {("crisis", crisis, locale)}
    assert all(reply["helplines"] and reply["pinned"] == cry["pinned"] for reply in steps)


def test_the_card_stays_in_every_later_reply(bot):
    talk = Talk(bot, "en", "PL")
    card = talk(DANGER)["pinned"]

    assert card["crises"] == ["crisis_danger_now"]
    assert card["helplines"][0]["id"] == "pl-112"
    for text in ("what is grooming", "more", "thanks", "how do black holes form", "😭", "a" * 2001, "hi", "bye"):
        assert talk(text)["pinned"] == card, text
    for payload in ("/open_menu", "/open_rights", '/open_topic{"topic": "find_helpline"}'):
        assert talk(payload=payload)["pinned"] == card, payload


def test_nothing_is_pinned_before_a_cry(talk):
    assert talk("hi")["pinned"] is None
    assert talk("what is grooming")["pinned"] is None


def test_the_card_that_stays_speaks_the_language_and_country_of_the_talk(bot):
    talk = Talk(bot, "en", None)
    talk(PASSPORT)
    chosen = talk(payload='/choose_country{"country": "GB"}')

    assert (chosen["kind"], chosen["answer"]) == ("crisis", "crisis_held_or_exploited")
    assert "999" in chosen["text"]
    assert {line["country"] for line in chosen["pinned"]["helplines"]} == {"GB"}
    assert talk(payload='/choose_language{"wanted_locale": "pl"}')["pinned"]["locale"] == "pl"


def test_two_kinds_in_one_message_are_both_told_and_pinned(bot):
    talk = Talk(bot, "en", "PL")
    reply = found(talk, "crisis_abuse", ["crisis_danger_now"])

    assert reply["answer"] == "crisis_danger_now"
    assert "**Call 112 now.**" in reply["text"]
    assert "Tell one adult you trust" in reply["text"]
    assert reply["pinned"]["crises"] == ["crisis_danger_now", "crisis_abuse"]
    assert talk("hi")["pinned"]["crises"] == ["crisis_danger_now", "crisis_abuse"]


@pytest.mark.parametrize("locale", ["en", "pl"])
def test_a_young_child_in_danger_gets_the_words_of_a_child(bot, content, locale):
    talk = Talk(bot, locale, "PL")
    found(talk, "crisis_danger_now", ["crisis_young_child"])

    assert talk(payload="/crisis_script")["text"].startswith(
        content.replies["utter_crisis_script_young_child", locale].text.split("\n")[0]
    )


def test_a_second_cry_is_added_to_the_first(talk):
    talk(PASSPORT)
    reply = talk(DANGER)

    assert reply["answer"] == "crisis_danger_now"
    assert reply["pinned"]["crises"] == ["crisis_danger_now", "crisis_held_or_exploited"]


@pytest.mark.parametrize(
    ("locale", "question", "back"),
    [
        ("en", "my boss took my passport", "All right, back to what you asked."),
        ("pl", "czy to normalne że szef trzyma mój paszport", "Dobrze, wracamy do twojego pytania."),
    ],
)
def test_a_false_alarm_goes_back_to_the_question_and_answers_it(bot, locale, question, back):
    """The words are not kept; the topics that the selector had for them are."""
    talk = Talk(bot, locale, "PL")
    likely = asyncio.run(bot.agent.parse_message(question))["response_selector"]["ask"]["ranking"]
    alarm = talk(question)
    reply = talk(payload=payloads(alarm)[-1])

    assert alarm["kind"] == "crisis"
    assert (reply["kind"], f"ask/{reply['answer']}") == ("answer", likely[0]["intent_response_key"])
    assert reply["text"].startswith(back)
    assert reply["pinned"] is None
    assert talk("thanks")["pinned"] is None


@pytest.mark.parametrize(("locale", "words", "crisis"), CRIES)
def test_a_false_alarm_of_a_real_message_answers_or_offers_and_leaves_a_door(bot, locale, words, crisis):
    talk = Talk(bot, locale, "PL")
    talk(words)
    reply = talk(payload="/false_alarm")

    assert reply["kind"] in ("answer", "suggestions", "fallback", "helplines")
    assert reply["concern"] == "possible"
    assert reply["helplines"]
    assert reply["locale"] == locale
    assert talk(payload=payloads(reply)[-1])["answer"] == crisis


def test_a_false_alarm_takes_down_its_own_card_and_no_other(talk):
    talk(PASSPORT)
    talk(DANGER)

    assert talk(payload="/false_alarm")["pinned"]["crises"] == ["crisis_held_or_exploited"]
    assert talk("hi")["pinned"]["crises"] == ["crisis_held_or_exploited"]


def test_a_false_alarm_can_be_left_later_and_by_words(talk):
    talk(PASSPORT)
    talk("hi")
    assert talk(payload="/false_alarm")["pinned"] is None

    talk(PASSPORT)
    assert talk("that's not what i meant")["pinned"] is None


def test_a_step_pressed_after_a_false_alarm_brings_the_card_back(talk):
    talk(PASSPORT)
    talk(payload="/false_alarm")
    reply = talk(payload="/crisis_now")

    assert reply["answer"] == "crisis_held_or_exploited"
    assert talk("hi")["pinned"]["crises"] == ["crisis_held_or_exploited"]


def test_a_small_talk_that_raised_an_alarm_gets_an_honest_no(talk):
    found(talk, "crisis_suicide", instead="out_of_scope")

    assert talk(payload="/false_alarm")["kind"] == "fallback"


def test_the_buttons_of_another_talk_still_help(talk):
    reply = talk(payload="/crisis_silent")

    assert (reply["kind"], reply["answer"]) == ("crisis", "crisis_danger_now")
    assert talk(payload="/false_alarm")["pinned"] is None


def test_a_way_back_without_an_alarm_is_an_honest_no(talk):
    assert talk(payload="/false_alarm")["kind"] == "fallback"


def test_a_card_raised_twice_goes_when_both_alarms_are_denied(talk):
    talk(PASSPORT)
    talk(PASSPORT)

    assert talk(payload="/false_alarm")["pinned"]["crises"] == ["crisis_held_or_exploited"]
    assert talk(payload="/false_alarm")["pinned"] is None


def test_a_wish_to_delete_that_raised_an_alarm_deletes_on_the_way_back(talk):
    question = "delete my chat"
    parsed = asyncio.run(talk.bot.agent.parse_message(question))
    parsed |= {
        "screen": {"level": "disclosure", "crisis": "crisis_suicide", "confidence": 0.6},
        "instead": "ask",
        "intent": {"name": "disclose", "confidence": 0.6},
        "response_selector": {"ask": {"ranking": [{"intent_response_key": "ask/delete_my_chat", "confidence": 0.9}]}},
    }
    asyncio.run(talk.bot._handle(UserMessage(question, Collector(), talk.id, parse_data=parsed, input_channel=CHANNEL)))

    assert talk(payload="/false_alarm")["answer"] == "delete_my_chat"
    assert (slot(talk, "pinned"), slot(talk, "alarm"), slot(talk, "topic")) == (None, None, None)


@pytest.mark.parametrize("text", ["yes", "no", "ok"])
def test_a_bare_yes_or_no_is_not_taken_for_danger_or_safety(talk, text):
    talk(PASSPORT)
    reply = talk(text)

    assert reply["kind"] == "smalltalk"
    assert "112" in reply["text"]
    assert payloads(reply) == ["/crisis_now", "/crisis_safe", "/crisis_silent", "/crisis_script"]


def test_a_step_can_be_said_again(talk):
    talk(PASSPORT)
    step = talk(payload="/crisis_script")

    assert talk("can you say that again please")["text"] == step["text"]


POSSIBLE = [
    ("en", "what if my boss takes my passport", "crisis_held_or_exploited"),
    ("en", "i feel so tired of everything", "crisis_suicide"),
    ("pl", "smutno mi i nic nie ma sensu", "crisis_suicide"),
]


@pytest.mark.parametrize(("locale", "words", "crisis"), POSSIBLE)
def test_a_possible_cry_gets_the_ordinary_reply_one_line_and_a_way_to_the_card(bot, content, locale, words, crisis):
    talk = Talk(bot, locale, "PL")
    reply = talk(words)

    assert (reply["concern"], reply["pinned"]) == ("possible", None)
    assert reply["kind"] != "crisis"
    assert reply["helplines"]
    assert reply["text"].endswith(content.words[locale]["if_this_is_you"].replace("{{ emergency }}", "112"))
    opened = talk.button(reply, content.words[locale]["this_is_about_me"])
    assert (opened["kind"], opened["answer"], opened["pinned"]["crises"]) == ("crisis", crisis, [crisis])


def test_who_opened_the_card_by_mistake_is_back_at_the_answer(talk):
    answer = talk("what if my boss takes my passport")
    talk.button(answer, "This is about me")
    back = talk(payload="/false_alarm")

    assert (back["kind"], back["answer"], back["pinned"]) == ("answer", answer["answer"], None)


def test_deleting_the_talk_takes_the_card_down(talk):
    talk(PASSPORT)

    assert talk(payload="/forget")["pinned"] is None
    assert slot(talk, "pinned") is None
    assert slot(talk, "alarm") is None


def test_only_ids_are_kept_of_a_cry(talk, content):
    talk(PASSPORT)
    kept = json.dumps([slot(talk, "pinned"), slot(talk, "alarm")])

    assert "boss" not in kept
    assert set(slot(talk, "alarm")["topics"]) <= set(content.topics)


@pytest.mark.parametrize(("locale", "words"), [("en", PASSPORT), ("pl", CRIES[4][1])])
def test_the_card_survives_a_restart_of_the_server(own_server, locale, words):
    server = own_server()
    token = server.open(locale, "PL")
    cry = server.say(token, words)
    server.stop()
    server.start()

    assert cry["pinned"]["crises"] == ["crisis_held_or_exploited"]
    assert server.say(token, "ok")["pinned"]["crises"] == ["crisis_held_or_exploited"]
    reply = server("POST", "/api/messages", {"payload": "/crisis_script"}, token).body["messages"][0]
    assert reply["answer"] == "crisis_held_or_exploited"
    back = server("POST", "/api/messages", {"payload": "/false_alarm"}, token).body["messages"][0]
    assert (back["pinned"], back["concern"]) == (None, "possible")
