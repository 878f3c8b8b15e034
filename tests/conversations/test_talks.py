"""Real talks with the trained bot: each test is a promise to the person who writes."""

import asyncio

import pytest

from tests.conftest import Talk


def ids(reply):
    return [line["id"] for line in reply["helplines"]]


def titles(reply):
    return [button["title"] for button in reply["buttons"]]


def test_a_greeting_says_bot_and_shows_the_main_ways(talk):
    reply = talk("hi")

    assert reply["kind"] == "smalltalk"
    assert "bot" in reply["text"]
    assert titles(reply) == ["Check a job offer", "Check a chat", "My rights", "Talk to someone", "Learn"]


def test_every_main_way_leads_somewhere(talk):
    menu = "/open_menu"  # leaves a check that was begun
    kinds = {title: talk.button(talk(payload=menu), title)["kind"] for title in titles(talk(payload=menu))}

    assert kinds == {
        "Check a job offer": "offer_check",
        "Check a chat": "chat_check",
        "My rights": "smalltalk",
        "Talk to someone": "helplines",
        "Learn": "smalltalk",
    }


def test_a_question_gets_its_answer_with_sources_and_ways_on(talk):
    reply = talk("they want me to pay a fee before i start the job, is that normal?")

    assert (reply["kind"], reply["answer"]) == ("answer", "offer_upfront_fee")
    assert reply["sources"]
    assert reply["reviewed_on"] is None
    assert len(reply["buttons"]) >= 2


def test_a_disclosure_gets_the_emergency_number_of_the_country_first(bot):
    for country, number in {"PL": "112", "GB": "999", "US": "911", None: "112"}.items():
        reply = Talk(bot, "en", country)("he is hitting me right now and i can't get out")

        assert (reply["kind"], reply["concern"]) == ("crisis", "disclosure")
        assert number in reply["text"]
        assert any(number in line["phones"] for line in reply["helplines"])


def test_a_disclosure_in_the_middle_of_anything_wins(talk):
    talk("what is grooming")
    talk("more")

    assert talk("my boss took my passport and won't let me leave")["kind"] == "crisis"


def test_a_false_alarm_is_cheap_to_leave(talk):
    alarm = talk("my boss took my passport and won't let me leave")
    reply = talk.button(alarm, "That is not what I meant")

    assert reply["kind"] in ("answer", "suggestions", "fallback")


def test_a_polish_message_in_an_english_talk_is_answered_in_polish(talk):
    assert talk("what is grooming")["locale"] == "en"
    assert talk("po czym poznać fałszywą ofertę pracy?")["locale"] == "pl"
    assert talk("ok")["locale"] == "pl"


def test_a_language_can_be_chosen_by_a_button(talk):
    reply = talk.button(talk("which languages do you speak, can i change the language"), "Polski")

    assert reply["locale"] == "pl"
    assert talk(payload="/open_menu")["locale"] == "pl"


def test_a_country_can_be_chosen_by_a_button_and_stays(talk):
    asked = talk.button(talk("hi"), "Talk to someone")
    chosen = talk.button(asked, "Germany")

    assert all(line["country"] in ("DE", "INT") for line in chosen["helplines"])
    assert any(line["country"] == "DE" for line in talk("i need a helpline")["helplines"])


@pytest.mark.parametrize("words", ["i'm polish and i live in berlin now", "jestem z polski, teraz w berlinie"])
def test_who_speaks_another_language_abroad_gets_lines_that_speak_it(talk, words):
    lines = [line for line in talk(words)["helplines"] if "emergency" not in line["needs"]]

    assert lines[0]["country"] == "DE"
    assert "pl" in lines[0]["languages"]


def test_a_country_of_our_list_and_one_that_is_not_can_be_written(talk):
    talk("i live in france")

    assert talk("i need a helpline")["helplines"][0]["country"] == "FR"


def test_a_country_can_be_written(talk):
    talk("i live in ireland")

    assert any(line["country"] == "IE" for line in talk("i need a helpline")["helplines"])


def test_a_country_given_by_the_page_is_used(bot):
    reply = Talk(bot, "pl", "PL")("potrzebuję telefonu zaufania")

    assert reply["kind"] == "helplines"
    assert all(line["country"] == "PL" for line in reply["helplines"])


def test_more_tells_the_longer_part_and_then_says_that_this_was_all(talk, content):
    topic = next(t for t in content.topics if content.answers[t, "en"].more)
    first = talk(payload=f'/open_topic{{"topic": "{topic}"}}')
    more = talk.button(first, "More")

    assert more["answer"] == topic
    assert more["text"] != first["text"]


def test_more_of_an_answer_without_more_says_so(talk, content):
    topic = next((t for t in content.topics if not content.answers[t, "en"].more), None)
    if topic is None:
        pytest.skip("every answer has a longer part")
    talk(payload=f'/open_topic{{"topic": "{topic}"}}')

    assert talk("more")["kind"] == "smalltalk"


def test_a_repeated_question_is_answered_again_and_says_so(talk, content):
    first = talk("what is grooming")
    second = talk("what is grooming")

    assert second["answer"] == first["answer"]
    assert second["text"] == f"{content.words['en']['again']}\n\n{first['text']}"


def test_saying_it_again_repeats_the_last_answer(talk):
    first = talk("what is grooming")

    assert talk("can you say that again please")["text"] == first["text"]


def test_two_steps_of_not_knowing_end_in_an_honest_no_with_a_helpline(talk):
    asked = talk(payload='/open_topic{"topic": "what_is_grooming"}')
    assert asked["kind"] == "answer"
    unclear = next(
        reply
        for text in ("job and money stuff", "papers and work", "a thing with pictures", "dangerous or not")
        if (reply := talk(text))["kind"] == "suggestions"
    )

    assert 1 <= len(unclear["suggestions"]) <= 3
    assert titles(unclear)[-1] == "None of these"
    declined = talk.button(unclear, "None of these")
    assert declined["kind"] == "fallback"
    assert ids(declined)
    assert "Talk to someone" in titles(declined)


def test_a_suggestion_can_be_taken(talk):
    unclear = next(
        reply
        for text in ("job and money stuff", "papers and work", "a thing with pictures", "dangerous or not")
        if (reply := talk(text))["kind"] == "suggestions"
    )

    assert talk(payload=unclear["buttons"][0]["payload"])["answer"] == unclear["suggestions"][0]


def test_what_is_not_ours_gets_an_honest_no(talk):
    reply = talk("how do black holes form")

    assert reply["kind"] in ("fallback", "suggestions")
    assert reply["answer"] is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("thanks a lot", "smalltalk"),
        ("bye", "smalltalk"),
        ("you are stupid", "smalltalk"),
        ("how are you", "smalltalk"),
    ],
)
def test_small_talk_is_answered_and_leads_on(talk, text, kind):
    reply = talk(text)

    assert reply["kind"] == kind
    assert reply["buttons"]


def test_a_language_we_do_not_speak_gets_a_number_and_the_choice(talk):
    reply = talk("мені дуже потрібна допомога з роботою")

    assert reply["kind"] == "fallback"
    assert "112" in reply["text"]
    assert titles(reply) == ["English", "Polski"]


def test_forgetting_leaves_nothing(talk):
    talk("what is grooming")
    reply = talk(payload="/forget")

    assert reply["answer"] == "delete_my_chat"
    assert asyncio.run(talk.bot.tracker(talk.id)).get_slot("topic") is None


ODD = [
    '/intent{"x":"y"}',
    "/greet",
    "/restart",
    "EXTERNAL: greet",
    '/disclose{"crisis":"crisis_abuse"}',
    '/open_topic{"topic":"what_is_grooming"}',
]


@pytest.mark.parametrize("text", ODD)
def test_typed_text_never_reaches_an_intent_by_its_name(talk, text):
    reply = talk(text)
    tracker = asyncio.run(talk.bot.tracker(talk.id))

    assert reply["text"]
    assert tracker.get_slot("pinned") is None
    assert not (reply["kind"] == "answer" and reply["confidence"] == 1.0)


@pytest.mark.parametrize("text", ["😭😭😭", "\x00\x01\x02", "\u202e\u202d", "...", "/", "////", "❤"])
def test_what_has_no_words_gets_a_friendly_reply(talk, text):
    reply = talk(text)

    assert reply["kind"] == "fallback"
    assert ids(reply)


@pytest.mark.parametrize("length", [1, 2000, 2001, 100_000])
def test_any_length_is_answered(talk, length):
    reply = talk("a" * length)

    assert reply["text"]
    assert (reply["kind"] == "fallback") or length <= 2000
