"""Short messages after an answer are understood by it; questions of their own are not."""

import asyncio

import pytest

from tests.conftest import Talk

# (what was answered, the message, what it leads to); a country after a colon is kept for the talk
FOLLOW_UPS = {
    "en": """
what_is_grooming | tell me more | MORE
what_is_trafficking | more info pls | MORE
offer_upfront_fee | why | MORE
offer_too_good | but why tho | MORE
what_is_sextortion | i dont get it | MORE
spot_false_job_offer | like what? | MORE
lover_boy_method | can you give me an example | MORE
what_is_debt_bondage | what do you mean | MORE
online_friend_gifts | why is that bad | MORE
offer_money_mule | how come | MORE
palermo_consent | why does it matter | MORE
spot_grooming | go on | MORE
what_is_trafficking | and in poland? | what_is_trafficking:PL
law_in_eu | and in poland? | law_in_poland:PL
law_in_poland | what about germany | law_in_eu:DE
law_in_poland | and in the uk | law_in_uk:GB
law_in_uk | what about the usa? | law_in_us:US
palermo_children | is it the same in england | law_in_uk:GB
find_helpline | what if im in germany | find_helpline:DE
help_friend | hmm and in ireland? | help_friend:IE
job_turned_bad | what about spain | job_turned_bad:ES
is_grooming_illegal | in poland? | law_in_poland:PL
what_is_grooming | what about boys | can_boys_men_be_victims
lover_boy_method | does it happen to guys too | can_boys_men_be_victims
who_can_be_victim | boys too? | can_boys_men_be_victims
what_is_sexual_exploitation | what if i'm a boy | can_boys_men_be_victims
can_boys_men_be_victims | and girls? | women_and_girls_share
asked_for_photos | what if I already sent it | sent_photos_regret
say_no_safely | but i already sent one | sent_photos_regret
offer_private_photos | what if i already sent them pics | sent_photos_regret
offer_documents_request | what if i already gave them my passport | fake_offer_already_replied
offer_upfront_fee | i already paid tho | fake_offer_already_replied
offer_via_dm | and if i already replied | fake_offer_already_replied
offer_no_contract | what if i already started | job_turned_bad
online_friend_wants_meet | what if i already said yes | trusted_adult
what_is_sextortion | is it too late | sent_photos_regret
what_is_grooming | is that illegal | is_grooming_illegal
online_friend_older | is this even legal? | is_grooming_illegal
offer_money_mule | is it a crime | palermo_criminalisation
what_is_grooming | can he go to jail for that | is_grooming_illegal
offer_money_mule | will i get in trouble | what_is_forced_criminality
what_is_forced_criminality | can they arrest me | will_victim_be_punished
sent_photos_regret | is it my fault | feeling_ashamed
what_is_grooming | who can help me | find_helpline
job_turned_bad | where can i get help | find_helpline
partner_controls_me | who do i call | find_helpline
find_helpline | who can help me with this | what_help_is_there
offer_too_good | where do i report it | report_false_offer
what_is_catfishing | can i report that | block_and_report
report_false_offer | should i tell the police | call_police
what_is_grooming | how do i know if it's happening | spot_grooming
offer_abroad | what are the warning signs | spot_false_job_offer
what_is_trafficking | how can i tell | signs_someone_trafficked
what_is_grooming | how can i avoid that | say_no_safely
info_traffickers_collect | how do i protect myself | privacy_settings
sent_photos_regret | what should i do | remove_images
offer_upfront_fee | so what do i do now | report_false_offer
online_friend_secret | who can i tell | trusted_adult
asked_for_photos | should i tell my parents | trusted_adult
what_is_sextortion | should i delete the messages | save_evidence
find_helpline | is it free? | helpline_cost
find_helpline | will my parents find out | is_helpline_anonymous
what_happens_when_i_call | do i have to give my name | is_helpline_anonymous
palermo_consent | and if I'm 16? | palermo_children
what_is_grooming | what if i'm only 13 | is_grooming_illegal
what_is_trafficking | what about kids | palermo_children
online_friend_older | im 19 though | MORE
what_is_grooming | what if it's my friend | signs_friend_groomed
what_is_forced_labour | what about my brother | help_friend
find_helpline | it's not me it's my friend | call_for_someone_else
what_is_trafficking | how common is it | how_many_victims
what_is_trafficking | who does that | who_are_traffickers
find_helpline | what happens then | what_happens_when_i_call
what_is_grooming | and then what happens | grooming_stages
""",
    "pl": """
what_is_grooming | powiedz mi więcej | MORE
what_is_trafficking | wiecej info | MORE
offer_upfront_fee | dlaczego | MORE
offer_too_good | ale czemu | MORE
what_is_sextortion | nie rozumiem | MORE
spot_false_job_offer | na przykład? | MORE
lover_boy_method | daj jakiś przykład | MORE
what_is_debt_bondage | co to znaczy | MORE
online_friend_gifts | a co w tym złego | MORE
offer_money_mule | jak to | MORE
palermo_consent | czemu tak | MORE
spot_grooming | mow dalej | MORE
what_is_trafficking | a w polsce? | what_is_trafficking:PL
law_in_eu | a w Polsce? | law_in_poland:PL
law_in_poland | a w niemczech? | law_in_eu:DE
law_in_poland | a co z anglią | law_in_uk:GB
law_in_uk | a w usa | law_in_us:US
palermo_children | czy w polsce jest tak samo | law_in_poland:PL
find_helpline | a jak jestem w niemczech | find_helpline:DE
help_friend | no a w irlandii? | help_friend:IE
job_turned_bad | a w Hiszpanii? | job_turned_bad:ES
is_grooming_illegal | a jak jest w polsce | law_in_poland:PL
what_is_grooming | a chlopcy tez? | can_boys_men_be_victims
lover_boy_method | czy to dotyczy też chłopaków | can_boys_men_be_victims
who_can_be_victim | a faceci? | can_boys_men_be_victims
what_is_sexual_exploitation | a jak jestem chłopakiem | can_boys_men_be_victims
can_boys_men_be_victims | a dziewczyny? | women_and_girls_share
asked_for_photos | a jak juz wyslalem | sent_photos_regret
say_no_safely | ale ja już mu wysłałam zdjęcie | sent_photos_regret
offer_private_photos | a jeśli już im wysłałam | sent_photos_regret
offer_documents_request | a jak już dałem im skan dowodu | fake_offer_already_replied
offer_upfront_fee | ale już zapłaciłam | fake_offer_already_replied
offer_via_dm | a co jeśli już odpisałem | fake_offer_already_replied
offer_no_contract | a jak już się zgodziłam | job_turned_bad
online_friend_wants_meet | a jak już się zgodziłem | trusted_adult
what_is_sextortion | czy jest już za późno | sent_photos_regret
what_is_grooming | czy to nielegalne | is_grooming_illegal
online_friend_older | a to jest w ogóle legalne? | is_grooming_illegal
offer_money_mule | czy to przestępstwo | palermo_criminalisation
what_is_grooming | czy może za to iść do więzienia | is_grooming_illegal
offer_money_mule | czy będę mieć kłopoty | what_is_forced_criminality
what_is_forced_criminality | a mnie mogą za to ukarać? | will_victim_be_punished
sent_photos_regret | czy to moja wina | feeling_ashamed
what_is_grooming | kto mi może pomóc | find_helpline
job_turned_bad | gdzie znajdę pomoc | find_helpline
partner_controls_me | do kogo mogę zadzwonić | find_helpline
find_helpline | a kto mi w tym pomoże | what_help_is_there
offer_too_good | gdzie to zgłosić | report_false_offer
what_is_catfishing | mogę to gdzieś zgłosić? | block_and_report
report_false_offer | a co z policją | call_police
what_is_grooming | skąd mam wiedzieć czy to prawda | spot_grooming
offer_abroad | jakie są oznaki | spot_false_job_offer
what_is_trafficking | po czym to poznać | signs_someone_trafficked
what_is_grooming | jak tego uniknąć | say_no_safely
info_traffickers_collect | jak się przed tym chronić | privacy_settings
sent_photos_regret | co mam zrobić | remove_images
offer_upfront_fee | no i co teraz | report_false_offer
online_friend_secret | komu mogę powiedzieć | trusted_adult
asked_for_photos | mam powiedzieć mamie? | trusted_adult
what_is_sextortion | czy mam usunąć wiadomości | save_evidence
find_helpline | czy to darmowe | helpline_cost
find_helpline | czy rodzice się dowiedzą | is_helpline_anonymous
what_happens_when_i_call | czy muszę podać imię | is_helpline_anonymous
palermo_consent | a jak mam 16 lat? | palermo_children
what_is_grooming | a jak mam dopiero 13 | is_grooming_illegal
what_is_trafficking | a co z dziećmi | palermo_children
what_is_grooming | a jak to moja koleżanka | signs_friend_groomed
what_is_forced_labour | a co jeśli to mój brat | help_friend
find_helpline | nie chodzi o mnie tylko o kolegę | call_for_someone_else
what_is_trafficking | jak często to się dzieje | how_many_victims
what_is_trafficking | kto to robi | who_are_traffickers
find_helpline | i co się wtedy dzieje | what_happens_when_i_call
what_is_grooming | a co potem się dzieje | grooming_stages
""",
}

# (what was answered, a whole question): the answer before it must change nothing
QUESTIONS = {
    "en": """
what_is_grooming | they want me to pay a fee before i start the job, is that normal?
what_is_grooming | what is the palermo protocol
offer_upfront_fee | what is grooming
law_in_poland | how do i check that a company is real
find_helpline | someone i met in a game keeps sending me gifts
what_is_sextortion | how many victims of trafficking are there in the world
what_is_trafficking | what is the law in the united kingdom
lover_boy_method | can boys be victims of trafficking
what_is_debt_bondage | how do i save evidence of a chat
spot_grooming | is the helpline anonymous
law_in_eu | my boyfriend wants me to earn money for him
offer_abroad | what does the 1949 convention say
who_are_you | what is debt bondage
what_is_grooming | why did trafficking grow in the pandemic
palermo_consent | which apps do traffickers use the most
can_boys_men_be_victims | how do i block someone on instagram
what_is_trafficking | a recruiter wrote to me in a private message on instagram
save_evidence | is it true that facebook was sued in texas
help_friend | what should a work contract contain
law_in_poland | how can i get pictures of me removed from the internet
online_friend_older | what should i do before i travel abroad for work
what_is_trafficking | they told me a tourist visa is enough to work there
how_many_victims | what is the weather tomorrow in paris
what_is_grooming | how do black holes form
what_is_sextortion | thanks a lot
what_is_sextortion | bye
what_is_trafficking | my boss took my passport and won't let me leave
what_is_trafficking | can we talk in polish
""",
    "pl": """
what_is_grooming | chcą żebym zapłacił za szkolenie zanim zacznę pracę
what_is_grooming | co to jest protokół z palermo
offer_upfront_fee | co to jest grooming
law_in_poland | jak sprawdzić czy firma naprawdę istnieje
find_helpline | ktoś poznany w grze wysyła mi prezenty
what_is_sextortion | ile jest ofiar handlu ludźmi na świecie
what_is_trafficking | jakie jest prawo w wielkiej brytanii dotyczące handlu ludźmi
lover_boy_method | czy chłopcy mogą być ofiarami handlu ludźmi
what_is_debt_bondage | jak zabezpieczyć dowody z czatu
spot_grooming | czy telefon zaufania jest anonimowy
law_in_eu | mój chłopak chce żebym zarabiała dla niego
offer_abroad | co mówi konwencja z 1949 roku
who_are_you | co to jest niewola za długi
what_is_grooming | dlaczego w pandemii handel ludźmi wzrósł
palermo_consent | z jakich aplikacji korzystają handlarze ludźmi
can_boys_men_be_victims | jak zablokować kogoś na instagramie
what_is_trafficking | rekruter napisał do mnie prywatną wiadomość na instagramie
save_evidence | czy to prawda że facebook został pozwany w teksasie
help_friend | co powinna zawierać umowa o pracę
law_in_poland | jak usunąć moje zdjęcia z internetu
online_friend_older | co zrobić przed wyjazdem do pracy za granicę
what_is_trafficking | mówią że do pracy wystarczy wiza turystyczna
how_many_victims | jaka jutro pogoda w paryżu
what_is_grooming | jak powstają czarne dziury
what_is_sextortion | dzięki wielkie
what_is_sextortion | na razie
what_is_trafficking | szef zabrał mi paszport i nie mogę odejść
what_is_trafficking | możemy rozmawiać po angielsku
""",
}


def rows(tables):
    return [
        (locale, *(cell.strip() for cell in line.split(" | ")))
        for locale, table in tables.items()
        for line in table.strip().splitlines()
    ]


def opened(bot, locale, topic):
    talk = Talk(bot, locale)
    talk(payload=f'/open_topic{{"topic": "{topic}"}}')
    return talk


def test_the_tables_are_as_long_as_promised():
    for locale in ("en", "pl"):
        assert sum(row[0] == locale for row in rows(FOLLOW_UPS)) >= 60
        assert sum(row[0] == locale for row in rows(QUESTIONS)) >= 20


@pytest.mark.parametrize(("locale", "topic", "text", "wanted"), rows(FOLLOW_UPS))
def test_a_follow_up_is_understood_by_the_answer_before_it(bot, content, locale, topic, text, wanted):
    talk = opened(bot, locale, topic)
    reply = talk(text)
    answer, _, country = wanted.partition(":")

    assert reply["answer"] == (topic if answer == "MORE" else answer)
    assert reply["locale"] == locale
    if answer == "MORE":
        assert reply["text"] == opened(bot, locale, topic)(payload="/ask_more")["text"]
    if country:
        assert asyncio.run(bot.tracker(talk.id)).get_slot("country") == country
        assert reply["helplines"]
        assert {line["country"] for line in reply["helplines"]} <= {country, "EU", "INT"}


@pytest.mark.parametrize(("locale", "topic", "text"), rows(QUESTIONS))
def test_a_question_of_its_own_is_answered_as_if_nothing_stood_before(bot, locale, topic, text):
    after, alone = opened(bot, locale, topic)(text), Talk(bot, locale)(text)

    assert (after["kind"], after["suggestions"]) == (alone["kind"], alone["suggestions"])
    assert after["answer"] == alone["answer"]


@pytest.mark.parametrize("text", sorted({row[2] for row in rows(FOLLOW_UPS)}))
def test_nothing_is_a_follow_up_where_nothing_was_answered(bot, monkeypatch, text):
    def never(*_):
        raise AssertionError("the follow-up action ran")

    monkeypatch.setattr("actions.follow_ups.way", never)

    assert Talk(bot)(text)["text"]


@pytest.mark.parametrize(
    ("locale", "first", "topic", "second", "wanted"),
    [
        ("en", "what is grooming", "what_is_grooming", "is that illegal", "is_grooming_illegal"),
        (
            "en",
            "they want money before i start the job",
            "offer_upfront_fee",
            "i already paid",
            "fake_offer_already_replied",
        ),
        ("pl", "co to jest grooming", "what_is_grooming", "a chłopcy też?", "can_boys_men_be_victims"),
        ("pl", "muszę zapłacić zanim zacznę pracę", "offer_upfront_fee", "gdzie to zgłosić", "report_false_offer"),
    ],
)
def test_a_talk_goes_from_question_to_follow_up(bot, locale, first, topic, second, wanted):
    talk = Talk(bot, locale)

    assert talk(first)["answer"] == topic
    assert talk(second)["answer"] == wanted


def test_follow_ups_follow_each_other(talk):
    talk(payload='/open_topic{"topic": "what_is_grooming"}')

    assert talk("is that illegal")["answer"] == "is_grooming_illegal"
    assert talk("and in poland?")["answer"] == "law_in_poland"
    assert talk("who can help me")["answer"] == "find_helpline"
    assert talk("is it free")["answer"] == "helpline_cost"
    assert {line["country"] for line in talk("where can i get help")["helplines"]} == {"PL"}


def test_small_talk_between_does_not_break_the_thread(talk):
    talk(payload='/open_topic{"topic": "what_is_grooming"}')
    talk("thanks a lot")

    assert talk("is that illegal")["answer"] == "is_grooming_illegal"


def test_more_after_the_longer_part_says_that_this_was_all_and_leads_on(talk, content):
    talk(payload='/open_topic{"topic": "what_is_grooming"}')
    talk("tell me more")
    reply = talk("why")

    assert reply["kind"] == "smalltalk"
    assert reply["buttons"][0]["title"] == content.answers["spot_grooming", "en"].title


def test_a_follow_up_after_a_crisis_card_keeps_to_the_crisis(talk):
    talk(payload='/open_topic{"topic": "what_is_trafficking"}')
    talk(payload='/open_crisis{"crisis": "crisis_sextortion"}')

    assert talk("is that illegal")["answer"] == "is_grooming_illegal"
    talk(payload='/open_crisis{"crisis": "crisis_sextortion"}')
    assert talk("it's not me it's my friend")["kind"] == "crisis"
    talk(payload='/open_crisis{"crisis": "crisis_sextortion"}')
    reply = talk("who can help me")
    assert "find_helpline" in [reply["answer"], *reply["suggestions"]]


def test_a_follow_up_that_the_trained_screen_takes_for_a_disclosure_carries_the_discreet_line(bot, content):
    reply = opened(bot, "pl", "palermo_consent")("a jak mam 16 lat?")

    assert reply["answer"] == "palermo_children"
    if reply["concern"] != "none":  # it may learn better
        assert reply["concern"] == "possible"
        assert reply["buttons"][-1]["title"] == content.words["pl"]["this_is_about_me"]


def test_a_disclosure_is_no_follow_up(talk):
    talk(payload='/open_topic{"topic": "what_is_grooming"}')

    assert talk("i was forced to have sex and im only twelve")["kind"] == "crisis"


def test_a_language_is_no_country(talk):
    talk(payload='/open_topic{"topic": "what_is_grooming"}')
    talk("polski")

    assert asyncio.run(talk.bot.tracker(talk.id)).get_slot("country") is None
