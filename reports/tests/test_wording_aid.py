"""Aid: consignments, items, measures, distribution, needs and promises, both languages."""

from decimal import Decimal

import pytest

from reports.tests.tellings import both, need, partner, recipient, shipment, told

ITEMS = [
    ("ліжка медичні", "hospital beds", Decimal(24), "pcs"),
    ("кисневі концентратори", "oxygen concentrators", Decimal(6), "pcs"),
]
MEDICAL = {"title_uk": "Медичне обладнання", "title_en": "Medical equipment"}
RECEIVED = [
    (
        {"received_on": "2024-04"},
        "У квітні 2024 року партнери передали громаді гуманітарну допомогу.",
        "In April 2024 the partners gave the community humanitarian aid.",
    ),
    (
        {"received_on": "2024"},
        "У 2024 році партнери передали громаді гуманітарну допомогу.",
        "In 2024 the partners gave the community humanitarian aid.",
    ),
    (
        {"received_on": "2024-03-15", "beneficiaries": "idp;defence"},
        "15 березня 2024 року партнери передали громаді гуманітарну допомогу для внутрішньо"
        " переміщених осіб та військових.",
        "On 15 March 2024 the partners gave the community humanitarian aid for internally"
        " displaced persons and the military.",
    ),
    (
        {"received_on": "2024-03", "beneficiaries": "emergency;utilities;other"}
        | {"title_uk": "Генератори", "title_en": "Generators"},
        "У березні 2024 року партнери передали громаді допомогу для рятувальних служб,"
        " комунальних підприємств та інших потреб громади: генератори.",
        "In March 2024 the partners gave the community aid for emergency services, municipal"
        " utilities and other needs of the community: generators.",
    ),
    (
        {"received_on": "2024-03", "beneficiaries": "medical;education;social;residents"}
        | {"title_uk": "ПЛР-тести", "title_en": "PCR tests"},
        "У березні 2024 року партнери передали громаді допомогу для закладів охорони здоров’я,"
        " закладів освіти, закладів соціального захисту та мешканців громади: ПЛР-тести.",
        "In March 2024 the partners gave the community aid for health-care institutions,"
        " educational institutions, social-care institutions and residents of the community:"
        " PCR tests.",
    ),
    (
        {"received_on": "2024-09", "beneficiaries": "medical", "items": ITEMS}
        | {"weight_kg": Decimal(1850), "value": Decimal(38400), "currency": "EUR"}
        | MEDICAL,
        "У вересні 2024 року партнери передали громаді допомогу для закладів охорони здоров’я:"
        " ліжка медичні (24 шт.), кисневі концентратори (6 шт.)."
        " Вага — 1 850 кг, вартість — 38 400 євро.",
        "In September 2024 the partners gave the community aid for health-care institutions:"
        " hospital beds (24 pcs), oxygen concentrators (6 pcs)."
        " Weight: 1,850 kg; value: EUR 38,400.",
    ),
    (
        {"received_on": "2024-09", "title_uk": "Starlink-термінали."}
        | {"title_en": "Starlink terminals."},
        "У вересні 2024 року партнери передали громаді допомогу: Starlink-термінали.",
        "In September 2024 the partners gave the community aid: Starlink terminals.",
    ),
    (
        {"received_on": "2024-09", "value": Decimal("12.50"), "currency": "USD"},
        "У вересні 2024 року партнери передали громаді гуманітарну допомогу."
        " Вартість — 12,50 дол. США.",
        "In September 2024 the partners gave the community humanitarian aid. Value: USD 12.50.",
    ),
    (
        {"received_on": "2024-09", "items": [("меблі", "furniture", None, "pcs")]},
        "У вересні 2024 року партнери передали громаді гуманітарну допомогу: меблі.",
        "In September 2024 the partners gave the community humanitarian aid: furniture.",
    ),
    (
        {
            "received_on": "2024-02-20",
            "beneficiaries": "defence",
            "title_uk": "Засоби зв’язку (рації)",
            "title_en": "Communications equipment (two-way radios)",
            "items": ITEMS,
            "weight_kg": Decimal(777),
            "value": Decimal(777),
            "currency": "EUR",
        },
        "20 лютого 2024 року партнери передали громаді допомогу для військових: засоби зв’язку"
        " (рації).",
        "On 20 February 2024 the partners gave the community aid for the military:"
        " communications equipment (two-way radios).",
    ),
]


@pytest.mark.parametrize(("values", "ukrainian", "english"), RECEIVED)
def test_a_consignment_received_is_told(values, ukrainian, english):
    assert both(partner=partner(), shipments=[shipment(**values)]) == (ukrainian, english)


def test_of_many_items_the_first_four_are_named_and_all_are_counted():
    names = [(f"річ {number}", f"thing {number}", Decimal(number), "box") for number in (1, 2, 5)]
    five = [*names, *ITEMS]
    text = told("uk", partner=partner(), shipments=[shipment("2024-05", items=five)])[0]
    assert text.endswith(
        "допомогу: річ 1 (1 коробка), річ 2 (2 коробки), річ 5 (5 коробок), ліжка медичні (24 шт.),"
        " кисневі концентратори (6 шт.)."
    )
    six = [*five, ("папір", "paper", None, "pack")]
    ukrainian, english = both(partner=partner(), shipments=[shipment("2024-05", items=six)])
    assert ukrainian.endswith("ліжка медичні (24 шт.) та інше (усього найменувань — 6).")
    assert english.endswith("hospital beds (24 pcs) and others (6 kinds of goods in all).")


def test_weight_and_value_are_the_sum_of_the_items_where_they_have_none_of_their_own():
    fact = shipment("2024-05", items=ITEMS, currency="PLN")
    for item, weight in zip(fact.items, (Decimal(84), Decimal("160.5")), strict=True):
        item.weight_kg, item.value = weight, Decimal(5400)
    assert told("uk", partner=partner(), shipments=[fact])[0].endswith(
        "Вага — 244,5 кг, вартість — 10 800 PLN."
    )


def test_other_donors_are_named_beside_the_partner_and_all_of_them_in_the_shared_block():
    own, busk = partner("Ремо", "Remo"), partner("Буська громада", "Busk", country="UA")
    fact = shipment("2024-03", [own, busk])
    assert both(partner=own, shipments=[fact]) == (
        "У березні 2024 року партнери разом з іншим донором (Буська громада) передали громаді"
        " гуманітарну допомогу.",
        "In March 2024 the partners, together with another donor (Busk), gave the community"
        " humanitarian aid.",
    )
    fund = partner("Фонд «Дім»", "Home Fund", country="UA")
    assert both(partner=own, shipments=[shipment("2024-03", [fund, own, busk])]) == (
        "У березні 2024 року партнери разом з іншими донорами (Фонд «Дім»; Буська громада)"
        " передали громаді гуманітарну допомогу.",
        "In March 2024 the partners, together with other donors (Home Fund; Busk), gave the"
        " community humanitarian aid.",
    )
    assert both(shipments=[shipment("2024-03", [own, partner("Тарту", "Tartu")])]) == (
        "У березні 2024 року громада отримала гуманітарну допомогу (донори: Ремо; Тарту).",
        "In March 2024 the community received humanitarian aid (donors: Remo; Tartu).",
    )
    assert told("uk", partner=busk, shipments=[shipment("2024-03", [busk])]) == [
        "У березні 2024 року громада отримала гуманітарну допомогу (донор: Буська громада)."
    ]


def test_three_consignments_are_a_list():
    facts = [
        shipment("2024-11", beneficiaries="education", weight_kg=Decimal(4200), **MEDICAL),
        shipment("2024-03-15", beneficiaries="idp"),
        shipment("2024", title_uk="Генератори", title_en="Generators"),
    ]
    assert told("uk", partner=partner(), shipments=facts) == [
        "Упродовж 2024 року партнери передали громаді вантажі допомоги (усього — 3):",
        "– 15 березня: гуманітарна допомога для внутрішньо переміщених осіб;",
        "– листопад: медичне обладнання для закладів освіти, вага — 4 200 кг;",
        "– генератори.",
    ]
    assert told("en", partner=partner(), shipments=facts) == [
        "During 2024 the partners gave the community consignments of aid (3 in all):",
        "– 15 March: humanitarian aid for internally displaced persons;",
        "– November: medical equipment for educational institutions, weight 4,200 kg;",
        "– generators.",
    ]


def test_more_consignments_than_a_list_holds_are_a_sentence_and_an_annex():
    facts = [shipment("2024-05", weight_kg=Decimal(1000)) for _number in range(9)]
    assert both(annexes={"shipments": 3}, partner=partner(), shipments=facts) == (
        "Упродовж 2024 року від партнерів отримано вантажів допомоги: 9. Загальна вага —"
        " 9 000 кг. Перелік наведено в додатку 3.",
        "In 2024 consignments of aid received from the partners: 9. Total weight: 9,000 kg."
        " They are listed in Annex 3.",
    )
    unknown = [*facts, shipment("2024-06")]
    assert (
        "Загальна вага вантажів, для яких її зазначено, — 9 000 кг."
        in (told("uk", annexes={"shipments": 3}, partner=partner(), shipments=unknown)[0])
    )


STATUSES = [
    (("received",), "", ""),
    (
        ("distributed",),
        "Отриману допомогу розподілено повністю.",
        "The aid has been distributed in full.",
    ),
    (("distributing",), "Розподіл триває.", "Distribution continues."),
    (
        ("distributed", "distributing"),
        "Розподіл триває: повністю розподілено вантажів — 1 із 2.",
        "Distribution continues: 1 of 2 consignments fully distributed.",
    ),
    (
        ("distributed", "received"),
        "Повністю розподілено вантажів: 1 із 2.",
        "Consignments fully distributed: 1 of 2.",
    ),
]


@pytest.mark.parametrize(("statuses", "ukrainian", "english"), STATUSES)
def test_distribution_is_told_as_far_as_it_went(statuses, ukrainian, english):
    facts = [shipment("2024-05-01", status=status) for status in statuses]
    texts = both(partner=partner(), shipments=facts)
    for text, words in zip(texts, (ukrainian, english), strict=True):
        assert text.endswith(words)
        assert ("озподі" in text or "istribut" in text) is bool(words)


@pytest.mark.parametrize(("left", "is_whole"), [(0, True), (1, False)])
def test_aid_is_distributed_in_full_once_nothing_known_is_left_in_store(left, is_whole):
    items = [("ковдри", "blankets", Decimal(5), "pcs"), ("меблі", "furniture", None, "pcs")]
    fact = shipment("2024-05", items=items, status="distributed")
    fact.items[0].distributed, fact.items[0].written_off = Decimal(4 - left), Decimal(1)
    ukrainian, english = both(partner=partner(), shipments=[fact])
    assert ("розподілено повністю" in ukrainian) is is_whole
    assert ("in full" in english) is is_whole


def test_recipients_are_named_as_the_public_may_know_them():
    rows = [
        recipient("Міська лікарня", "City Hospital"),
        recipient("", "", sensitive=True, public_name_uk="Прихисток", public_name_en="Shelter"),
        recipient("", "", sensitive=True, kind="social"),
    ]
    ukrainian, english = both(partner=partner(), shipments=[shipment("2024-05", recipients=rows)])
    assert ukrainian.endswith("Набувачі: Міська лікарня, Прихисток та заклади соціального захисту.")
    assert english.endswith("Recipients: City Hospital, Shelter and social-care institutions.")
    one = shipment("2024-05", recipients=rows[:1])
    assert told("uk", partner=partner(), shipments=[one])[0].endswith("Набувач: Міська лікарня.")


def test_more_recipients_than_a_list_holds_are_counted():
    rows = [recipient(f"Школа {number}", f"School {number}") for number in range(9)]
    facts = [shipment("2024-05", recipients=rows)]
    ukrainian, english = both(annexes={"shipments": 1}, partner=partner(), shipments=facts)
    assert ukrainian.endswith("Усього набувачів — 9, їх наведено в додатку 1.")
    assert english.endswith("Recipients: 9 in all; they are listed in Annex 1.")


NEEDS = [
    (
        {"status": "met", "arrived": Decimal(50), "quantity": Decimal(50), "unit": "pcs"},
        "Завдяки партнерам задоволено потребу «Павербанки» (50 із 50 шт.).",
        "Thanks to the partners the need “Power banks” has been met (50 of 50 pcs).",
    ),
    (
        {"status": "partly_met", "arrived": Decimal(50), "quantity": Decimal(120), "unit": "pcs"},
        "Завдяки партнерам частково задоволено потребу «Павербанки» (50 із 120 шт.).",
        "Thanks to the partners the need “Power banks” has been met in part (50 of 120 pcs).",
    ),
    (
        {"status": "partly_met", "arrived": Decimal(5), "quantity": Decimal(22), "unit": "pair"},
        "Завдяки партнерам частково задоволено потребу «Павербанки» (5 із 22 пар).",
        "Thanks to the partners the need “Power banks” has been met in part (5 of 22 pairs).",
    ),
    (
        {"status": "met"},
        "Завдяки партнерам задоволено потребу «Павербанки».",
        "Thanks to the partners the need “Power banks” has been met.",
    ),
    (
        {"status": "promised", "promised": Decimal(75), "unit": "pcs"},
        "Партнери пообіцяли допомогу за потребою «Павербанки» (75 шт.); до підсумків року її не"
        " включено.",
        "The partners have promised help with the need “Power banks” (75 pcs); it is not counted"
        " in this year’s totals.",
    ),
    (
        {"status": "promised"},
        "Партнери пообіцяли допомогу за потребою «Павербанки»; до підсумків року її не включено.",
        "The partners have promised help with the need “Power banks”; it is not counted in this"
        " year’s totals.",
    ),
    (
        {"status": "negotiation"},
        "Тривають переговори щодо потреби «Павербанки».",
        "Talks on the need “Power banks” are under way.",
    ),
]


@pytest.mark.parametrize(("values", "ukrainian", "english"), NEEDS)
def test_a_need_is_told_by_its_state(values, ukrainian, english):
    assert both(partner=partner(), needs=[need(**values)]) == (ukrainian, english)


TO_COME = [
    (
        {"status": "announced", "title_uk": "Генератори", "title_en": "Generators"},
        "Партнери оголосили про нову допомогу: генератори; до підсумків року її не включено.",
        "The partners have announced further aid: generators; it is not counted in this year’s"
        " totals.",
    ),
    (
        {"status": "in_transit", "title_uk": "Генератори", "title_en": "Generators"},
        "У дорозі — допомога від партнерів: генератори; до підсумків року її не включено.",
        "Aid from the partners is on its way: generators; it is not counted in this year’s totals.",
    ),
    (
        {"status": "announced"},
        "Партнери оголосили про нову гуманітарну допомогу; до підсумків року її не включено.",
        "The partners have announced further humanitarian aid; it is not counted in this year’s"
        " totals.",
    ),
]


@pytest.mark.parametrize(("values", "ukrainian", "english"), TO_COME)
def test_aid_that_has_not_come_is_told_and_never_counted(values, ukrainian, english):
    fact = shipment(weight_kg=Decimal(100), **values)
    assert both(partner=partner(), shipments=[fact]) == (ukrainian, english)
