"""Agreements and contracts: every state, every precision, both languages."""

import pytest

from reports.tests.tellings import agreement, both, community, event, office, partner, told
from reports.wording import en, uk
from reports.wording.en.articles import with_article

DOCUMENTS = [
    ("Договір про співпрацю", "договір про співпрацю", "договору про співпрацю"),
    ("Угода про партнерство", "угоду про партнерство", "угоди про партнерство"),
    ("Меморандум про співпрацю", "меморандум про співпрацю", "меморандуму про співпрацю"),
    ("Протокол про наміри", "протокол про наміри", "протоколу про наміри"),
    ("Декларація про дружбу", "декларацію про дружбу", "декларації про дружбу"),
    ("Заява про наміри", "заяву про наміри", "заяви про наміри"),
    ("Лист про наміри", "лист про наміри", "листа про наміри"),
    ("Контракт на послуги", "контракт на послуги", "контракту на послуги"),
    (
        "Рамкова угода про навчання",
        "рамкову угоду про навчання",
        "рамкової угоди про навчання",
    ),
    (
        "Додаткова угода про обмін школярами",
        "додаткову угоду про обмін школярами",
        "додаткової угоди про обмін школярами",
    ),
    ("Спільна заява міст", "спільну заяву міст", "спільної заяви міст"),
    ("Грантова угода", "грантову угоду", "грантової угоди"),
    ("Рамковий договір", "рамковий договір", "рамкового договору"),
    (
        "Разом до зелених міст",
        "угоду про співпрацю «Разом до зелених міст»",
        "угоди про співпрацю «Разом до зелених міст»",
    ),
    ("Меморандум.", "меморандум", "меморандуму"),
    ("«Договір про дружбу»", "договір про дружбу", "договору про дружбу"),
    (
        "Лист-підтримка",
        "угоду про співпрацю «Лист-підтримка»",
        "угоди про співпрацю «Лист-підтримка»",
    ),
    (
        "Договірні засади",
        "угоду про співпрацю «Договірні засади»",
        "угоди про співпрацю «Договірні засади»",
    ),
]


@pytest.mark.parametrize(("title", "accusative", "genitive"), DOCUMENTS)
def test_the_noun_of_the_document_is_declined_and_the_rest_stays(title, accusative, genitive):
    record = agreement(title_uk=title).record
    assert uk.agreements.document(record, uk.agreements.ACCUSATIVE) == accusative
    assert uk.agreements.document(record, uk.agreements.GENITIVE) == genitive


KINDS = [
    ("twinning", "угоду про побратимство «Мости»", "a twinning agreement “Bridges”"),
    ("cooperation", "угоду про співпрацю «Мости»", "a cooperation agreement “Bridges”"),
    ("memorandum", "меморандум про співпрацю «Мости»", "a memorandum of cooperation “Bridges”"),
    ("intent", "лист про наміри «Мости»", "a letter of intent “Bridges”"),
]


@pytest.mark.parametrize(("kind", "ukrainian", "english"), KINDS)
def test_a_title_without_a_noun_is_quoted_after_that_of_its_kind(kind, ukrainian, english):
    record = agreement(kind=kind, title_uk="Мости", title_en="Bridges").record
    assert uk.agreements.document(record, uk.agreements.ACCUSATIVE) == ukrainian
    assert with_article(en.agreements.document(record)) == english


def test_english_takes_an_before_a_vowel_and_falls_back_to_the_ukrainian_title():
    for title in ("Agreement on aid", "Umbrella agreement", "Honorary agreement"):
        record = agreement(title_en=title).record
        expected = f"an {title[0].lower()}{title[1:]}"
        assert with_article(en.agreements.document(record)) == expected
    record = agreement(title_en="Union agreement").record
    assert with_article(en.agreements.document(record)) == "a union agreement"
    record = agreement(title_en="").record
    assert en.agreements.document(record) == "cooperation agreement “Договір про співпрацю”"


SIGNED = [
    (
        {"signed_on": "2024-07-12"},
        "12 липня 2024 року підписано договір про співпрацю.",
        "On 12 July 2024 a cooperation agreement was signed.",
    ),
    (
        {"signed_on": "2024-07"},
        "У липні 2024 року підписано договір про співпрацю.",
        "In July 2024 a cooperation agreement was signed.",
    ),
    (
        {"signed_on": "2024"},
        "У 2024 році підписано договір про співпрацю.",
        "In 2024 a cooperation agreement was signed.",
    ),
    (
        {"signed_on": "2024-07-12", "signed_place_uk": "Лешниця", "signed_place_en": "Lešnica"},
        "12 липня 2024 року підписано договір про співпрацю (місце підписання: Лешниця).",
        "On 12 July 2024 a cooperation agreement was signed (place of signing: Lešnica).",
    ),
    (
        {"signed_on": "2021-07-12"},
        "Договір про співпрацю підписано 12 липня 2021 року.",
        "A cooperation agreement was signed on 12 July 2021.",
    ),
    (
        {"signed_on": "2021-07"},
        "Договір про співпрацю підписано в липні 2021 року.",
        "A cooperation agreement was signed in July 2021.",
    ),
    (
        {"signed_on": "2008"},
        "Договір про співпрацю підписано у 2008 році.",
        "A cooperation agreement was signed in 2008.",
    ),
    (
        {},
        "Підписано договір про співпрацю; дату в реєстрі не зазначено.",
        "A cooperation agreement has been signed; the register gives no date.",
    ),
    (
        {"signed_on": "2024-02-14", "in_force_from": "2024-03-01"},
        "14 лютого 2024 року підписано договір про співпрацю."
        " Документ набрав чинності 1 березня 2024 року.",
        "On 14 February 2024 a cooperation agreement was signed."
        " It entered into force on 1 March 2024.",
    ),
    (
        {"signed_on": "2023-12-20", "in_force_from": "2024-01"},
        "Договір про співпрацю підписано 20 грудня 2023 року."
        " Документ набрав чинності в січні 2024 року.",
        "A cooperation agreement was signed on 20 December 2023."
        " It entered into force in January 2024.",
    ),
    (
        {"signed_on": "2024-02-14", "in_force_from": "2024-02-14"},
        "14 лютого 2024 року підписано договір про співпрацю.",
        "On 14 February 2024 a cooperation agreement was signed.",
    ),
    (
        {"signed_on": "2024-02-14", "valid_until": "2099-07-12", "term": "fixed"},
        "14 лютого 2024 року підписано договір про співпрацю. Строк дії — до 12 липня 2099 року.",
        "On 14 February 2024 a cooperation agreement was signed. It is valid until 12 July 2099.",
    ),
    (
        {"signed_on": "2024-06-04", "valid_until": "2099-06", "renewal": "automatic"},
        "4 червня 2024 року підписано договір про співпрацю."
        " Строк дії — до червня 2099 року, з автоматичним продовженням.",
        "On 4 June 2024 a cooperation agreement was signed."
        " It is valid until June 2099, with automatic renewal.",
    ),
    (
        {"signed_on": "2024-06-04", "valid_until": "2099", "renewal": "by_consent"},
        "4 червня 2024 року підписано договір про співпрацю."
        " Строк дії — до 2099 року, з можливістю продовження за згодою сторін.",
        "On 4 June 2024 a cooperation agreement was signed."
        " It is valid until 2099, renewable by consent.",
    ),
    (
        {"signed_on": "2024-05-03", "term": "indefinite"},
        "3 травня 2024 року підписано договір про співпрацю."
        " Документ укладено на невизначений строк.",
        "On 3 May 2024 a cooperation agreement was signed. It has no fixed term.",
    ),
    (
        {"signed_on": "2014-03", "valid_until": "2024-03", "renewal": "none"},
        "Договір про співпрацю підписано в березні 2014 року."
        " Строк дії договору про співпрацю закінчився в березні 2024 року.",
        "A cooperation agreement was signed in March 2014."
        " The term of the cooperation agreement ended in March 2024.",
    ),
    (
        {"signed_on": "2023-06-01", "valid_until": "2024-06-01", "renewal": "automatic"},
        "Договір про співпрацю підписано 1 червня 2023 року."
        " Строк дії договору про співпрацю автоматично продовжено.",
        "A cooperation agreement was signed on 1 June 2023."
        " The cooperation agreement has been renewed automatically.",
    ),
    (
        {
            "signed_on": "2008",
            "title_uk": "Угода про побратимство",
            "title_en": "Twinning agreement",
            "status": "suspended",
            "status_reason_uk": "через брак коштів у партнерів",
            "status_reason_en": "for lack of funds at the partners’",
        },
        "Угоду про побратимство підписано у 2008 році."
        " Дію угоди про побратимство призупинено через брак коштів у партнерів.",
        "A twinning agreement was signed in 2008."
        " The twinning agreement was suspended for lack of funds at the partners’.",
    ),
    (
        {"signed_on": "2008", "status": "terminated", "status_reason_uk": "у зв’язку з реформою"},
        "Договір про співпрацю підписано у 2008 році."
        " Дію договору про співпрацю припинено у зв’язку з реформою.",
        "A cooperation agreement was signed in 2008. The cooperation agreement was terminated.",
    ),
    (
        {"signed_on": "1998-05-09", "status": "terminated", "status_on": "2024-06-30"},
        "Договір про співпрацю підписано 9 травня 1998 року."
        " 30 червня 2024 року дію договору про співпрацю припинено.",
        "A cooperation agreement was signed on 9 May 1998."
        " On 30 June 2024 the cooperation agreement was terminated.",
    ),
    (
        {"status": "negotiation", "talks_from": "2024-05"},
        "Тривають переговори щодо підписання договору про співпрацю.",
        "Talks on signing a cooperation agreement are under way.",
    ),
    ({"signed_on": "2025-01-10"}, "", ""),
    ({"signed_on": "2019", "valid_until": "2023-12-31"}, "", ""),
    ({"signed_on": "2019", "status": "suspended", "status_on": "2023"}, "", ""),
    ({"status": "negotiation", "talks_from": "2025"}, "", ""),
]


@pytest.mark.parametrize(("values", "ukrainian", "english"), SIGNED)
def test_an_agreement_is_told_by_what_the_year_knows_of_it(values, ukrainian, english):
    assert both(partner=partner(), agreements=[agreement(**values)]) == (ukrainian, english)


def test_three_parties_are_named_with_the_own_council_first():
    parties = [partner("Тарту", "Tartu"), partner("Евора", "Évora")]
    fact = agreement(parties, title_uk="Угода про партнерство", signed_on="2024-06-04")
    assert both(agreements=[fact]) == (
        "4 червня 2024 року підписано угоду про партнерство."
        " Сторони: Липівська міська рада, Тарту та Евора.",
        "On 4 June 2024 a cooperation agreement was signed."
        " The parties are Lypivka City Council, Tartu and Évora.",
    )


def test_a_signing_gives_its_place_and_counts_to_the_agreement():
    signing = event("signing", "2024-02-14", place_uk="Лешниця", place_en="Lešnica")
    signing.record.participants = 12
    fact = agreement(signed_on="2024-02-14", signing=signing.record)
    assert both(partner=partner(), agreements=[fact]) == (
        "14 лютого 2024 року підписано договір про співпрацю (місце підписання: Лешниця)."
        " Кількість учасників — 12.",
        "On 14 February 2024 a cooperation agreement was signed (place of signing: Lešnica)."
        " Participants: 12.",
    )


def test_two_agreements_of_one_year_are_one_sentence():
    facts = [
        agreement(signed_on="2024-01-14"),
        agreement(
            signed_on="2024-05-03",
            title_uk="Угода про побратимство",
            title_en="Twinning agreement",
        ),
    ]
    assert both(partner=partner(), agreements=facts) == (
        "14 січня 2024 року підписано договір про співпрацю, а 3 травня 2024 року"
        " — угоду про побратимство.",
        "On 14 January 2024 a cooperation agreement was signed, and on 3 May 2024"
        " a twinning agreement.",
    )


def test_two_agreements_of_one_day_say_their_date_once():
    day = {"signed_on": "2024-05-03"}
    pact = agreement(title_uk="Угода про обмін", title_en="Agreement on exchange", **day)
    assert both(partner=partner(), agreements=[agreement(**day), pact]) == (
        "3 травня 2024 року підписано договір про співпрацю та угоду про обмін.",
        "On 3 May 2024 a cooperation agreement and an agreement on exchange were signed.",
    )
    at_home = {"signed_place_uk": "Лешниця", "signed_place_en": "Lešnica"}
    facts = [agreement(**day, **at_home), pact]
    assert told("en", partner=partner(), agreements=facts) == [
        "On 3 May 2024 a cooperation agreement was signed (place of signing: Lešnica), and an"
        " agreement on exchange was signed."
    ]


def test_two_agreements_with_details_stay_apart_so_that_each_keeps_its_own():
    facts = [
        agreement(signed_on="2024-01-14", term="indefinite"),
        agreement(signed_on="2024-05-03", title_uk="Угода про побратимство"),
    ]
    assert told("uk", partner=partner(), agreements=facts) == [
        "14 січня 2024 року підписано договір про співпрацю. Документ укладено на невизначений"
        " строк. 3 травня 2024 року підписано угоду про побратимство."
    ]


def test_three_agreements_of_one_year_are_a_list():
    facts = [
        agreement(signed_on="2024-06-04", title_uk="Угода про партнерство"),
        agreement(signed_on="2024-08", title_uk="Меморандум про навчання"),
        agreement(signed_on="2024"),
    ]
    assert told("uk", partner=partner(), agreements=facts) == [
        "Упродовж 2024 року підписано документи (усього — 3):",
        "– угода про партнерство — 4 червня 2024 року;",
        "– меморандум про навчання — серпень 2024 року;",
        "– договір про співпрацю — 2024 рік.",
    ]
    assert told("en", partner=partner(), agreements=facts)[0] == (
        "Documents signed during 2024 (3 in all):"
    )


def test_a_list_of_agreements_without_a_heading_names_the_parties_of_each():
    tartu, evora = partner("Тарту", "Tartu"), partner("Евора", "Évora")
    signing = event("signing", "2024-06-04", participants=12).record
    facts = [
        agreement([tartu, evora], signed_on="2024-06-04", signing=signing),
        agreement([tartu, evora], signed_on="2024-08"),
        agreement([tartu, evora], signed_on="2024"),
    ]
    parties = "(сторони: Липівська міська рада; Тарту; Евора)"
    assert told("uk", agreements=facts)[1:3] == [
        f"– договір про співпрацю — 4 червня 2024 року {parties}, учасників — 12;",
        f"– договір про співпрацю — серпень 2024 року {parties};",
    ]
    parties = "(parties: Lypivka City Council; Tartu; Évora)"
    assert told("en", agreements=facts)[1] == (
        f"– cooperation agreement, 4 June 2024 {parties}, participants: 12;"
    )


def test_an_item_of_a_list_says_that_its_date_is_not_known():
    facts = [agreement(signed_on=date) for date in ("2008", "2011-05", None)]
    assert told("uk", partner=partner(), agreements=facts)[-1] == (
        "– договір про співпрацю — дату не зазначено."
    )
    assert told("en", partner=partner(), agreements=facts)[-1] == (
        "– cooperation agreement, date not stated."
    )


OWN = office(
    municipality_uk="Долинська міська територіальна громада",
    municipality_en="Dolyna territorial community",
)


def contract(parties, **changes):
    return agreement(parties, **{"kind": "intermunicipal", "signed_on": "2024-02-05"} | changes)


def test_a_contract_has_its_statutory_name_and_the_parties_by_the_alphabet():
    parties = [
        community("Рожнятівська", "Rozhniativ"),
        community("Болехівська", "Bolekhiv"),
        community("Ґалицька", "Galytska"),
        community("Гірська", "Hirska"),
    ]
    fact = contract(parties, form="joint_projects", title_uk="Договір про центр послуг")
    assert told("uk", OWN, contract=fact) == [
        "5 лютого 2024 року підписано договір про співробітництво територіальних громад у формі"
        " реалізації спільних проєктів. Сторони: Долинська, Болехівська, Гірська, Ґалицька та"
        " Рожнятівська територіальні громади."
    ]
    assert told("en", OWN, contract=fact) == [
        "On 5 February 2024 a contract on inter-municipal cooperation was signed in the form of"
        " joint projects. The parties are the Dolyna, Bolekhiv, Hirska, Galytska and Rozhniativ"
        " territorial communities."
    ]


FORMS = [
    (
        "delegation;joint_funding",
        " у формах делегування виконання окремих завдань та спільного фінансування (утримання)"
        " комунальних підприємств, установ, організацій",
    ),
    (
        "delegation;joint_bodies;joint_governing_body",
        " у формах делегування виконання окремих завдань; утворення спільних комунальних"
        " підприємств, установ, організацій; утворення спільного органу управління",
    ),
    ("", ""),
]


@pytest.mark.parametrize(("form", "words"), FORMS)
def test_a_contract_of_any_forms_names_them(form, words):
    fact = contract([community("Буська", "Busk")], form=form)
    first = told("uk", OWN, contract=fact)[0].partition(" Сторони")[0]
    assert first == (
        f"5 лютого 2024 року підписано договір про співробітництво територіальних громад{words}."
    )


def test_english_takes_an_article_before_a_body():
    fact = contract([community("Буська", "Busk")], form="joint_governing_body")
    assert told("en", OWN, contract=fact)[0].startswith(
        "On 5 February 2024 a contract on inter-municipal cooperation was signed in the form of a"
        " joint governing body."
    )


def test_a_contract_names_who_reports():
    busk = community("Буська", "Busk")
    fact = contract([busk], reporting=busk)
    assert told("uk", OWN, contract=fact)[0].endswith(
        "Сторони: Долинська та Буська територіальні громади."
        " Сторона, відповідальна за звітність: Буська міська територіальна громада."
    )
    own = contract([busk], reporting_office=True)
    assert told("en", OWN, contract=own)[0].endswith(
        "Party responsible for reporting: Dolyna territorial community."
    )


def test_a_party_that_is_no_community_keeps_every_name_whole():
    parties = [partner("Асоціація громад", "Association", country="UA")]
    assert (
        "Сторони: Долинська міська територіальна громада; Асоціація громад."
        in (told("uk", OWN, contract=contract(parties))[0])
    )


def test_a_contract_of_an_earlier_year_and_one_that_ended_are_told():
    fact = contract([], signed_on="2019-03-01", valid_until="2024-03-01", renewal="none")
    assert told("uk", office(municipality_uk=""), contract=fact) == [
        "1 березня 2019 року підписано договір про співробітництво територіальних громад."
        " Строк дії договору про співробітництво територіальних громад закінчився 1 березня"
        " 2024 року."
    ]


def test_at_home_an_agreement_names_both_its_parties():
    friends = partner("Асоціація громад", "Association", country="UA")
    fact = agreement([friends], kind="memorandum", title_uk="Меморандум", signed_on="2020")
    assert told("uk", partner=friends, agreements=[fact]) == [
        "Меморандум підписано у 2020 році. Сторони: Липівська міська рада та Асоціація громад."
    ]
