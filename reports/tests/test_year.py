"""What a year's report tells, where, and of whom: chosen from public records alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.paper import sources
from reports.composing import compose
from reports.tests.printing import printed
from reports.tests.years import (
    YEAR,
    agreement,
    event,
    need,
    partner,
    project,
    report_of,
    shipment,
)

pytestmark = pytest.mark.django_db


def lines(language="uk", **sheets):
    return printed(compose(report_of(**sheets), language))


def text(language="uk", **sheets):
    return "\n".join(lines(language, **sheets))


def test_a_year_without_facts_says_so_kindly_in_both_languages():
    report = report_of()
    assert printed(compose(report, "uk")) == [
        "ЗВІТ за 2024 рік",
        "1. Міжнародне співробітництво",
        "У 2024 році подій у сфері міжнародного співробітництва в реєстрі не зафіксовано.",
        "2. Міжмуніципальне співробітництво",
        "У 2024 році подій у сфері міжмуніципального співробітництва в реєстрі не зафіксовано.",
    ]
    assert printed(compose(report, "en"))[2] == (
        "The register holds no events in international cooperation for 2024."
    )


def test_an_active_partner_of_whom_nothing_is_known_is_told_in_one_sentence():
    assert lines(partners=[partner("remo")])[2:5] == [
        "Міжнародні партнери, з якими триває активне співробітництво:",
        "1.1. Місто remo (Литовська Республіка)",
        "Співпраця триває; окремих подій у 2024 році в реєстрі не зафіксовано.",
    ]


def test_entries_go_by_position_then_by_the_alphabet():
    rows = [
        partner("yi", name_uk="Їржі", since="1999"),
        partner("ge", name_uk="Ґент", since="2020"),
        partner("gdynia", name_uk="Гдиня"),
        partner("second", name_uk="Аугсбург", position=2),
        partner("first", name_uk="Яссенгайм", position=1),
    ]
    found = lines(partners=rows)
    headings = [line.split(" (")[0] for line in found if line.startswith("1.")][1:]
    assert [heading.partition(" ")[2] for heading in headings] == [
        "Яссенгайм",
        "Аугсбург",
        "Гдиня",
        "Ґент",
        "Їржі",
    ]


def test_partners_that_stopped_or_only_begin_stand_after_the_shared_block():
    found = text(
        partners=[
            partner("paused", status="paused", position=1),
            partner("ended", status="ended", until="2024-03", position=2),
            partner("gone", status="ended", until="2020", position=3),
            partner("later", status="ended", until="2025", position=4),
            partner("first", status="prospective", position=5),
            partner("silent", status="prospective", position=6),
            partner("begun", status="prospective", since="2024-08", position=8),
            partner("other", position=7),
        ],
        events=[event("many", "other;later"), event("talk", "first")],
    )
    order = ["1.1. Місто later", "1.2. Місто other", "1.3. Багатостороння співпраця"]
    order += ["1.4. Місто paused", "1.5. Місто ended", "1.6. Місто first", "1.7. Місто begun"]
    places = [found.index(heading) for heading in order]
    assert places == sorted(places)
    assert "silent" not in found
    assert "gone" not in found


def test_a_fact_of_several_partners_abroad_is_told_once_in_the_shared_block():
    found = lines(
        partners=[partner("first", position=1), partner("second", position=2)],
        events=[event("many", "first;second")],
    )
    assert found[3:] == [
        "1.1. Місто first (Литовська Республіка)",
        "Див. підрозділ «Багатостороння співпраця».",
        "1.2. Місто second (Литовська Республіка)",
        "Див. підрозділ «Багатостороння співпраця».",
        "1.3. Багатостороння співпраця",
        "У травні 2024 року проведено зустріч на тему «Розмова many» (учасники: Місто first;"
        " Місто second).",
        "2. Міжмуніципальне співробітництво",
        "У 2024 році подій у сфері міжмуніципального співробітництва в реєстрі не зафіксовано.",
    ]


def test_a_fact_of_one_partner_abroad_and_one_at_home_is_told_in_the_entry_abroad():
    found = text(
        partners=[partner("abroad"), partner("home", country="UA")],
        shipments=[shipment("1", "abroad;home")],
    )
    assert found.count("вантаж 1") == 1
    assert "партнери разом з іншим донором (Місто home) передали громаді" in found


def test_the_partner_of_an_entry_is_never_its_own_other_donor():
    found = text(
        partners=[partner("abroad", position=2), partner("fund", country="UA", position=1)],
        shipments=[shipment("1", "abroad;fund")],
    )
    assert "партнери разом з іншим донором (Місто fund) передали громаді" in found


ALONE = [
    {"shipments": [shipment("1", "")]},
    {"events": [event("one", "")]},
    {"projects": [project("one", "")]},
    {"needs": [need("one", "", status="met")]},
]


@pytest.mark.parametrize("sheets", ALONE)
def test_what_has_no_partner_is_not_called_multilateral(sheets):
    found = text(partners=[partner("remo"), partner("lund")], **sheets)
    assert "1.3. Інша співпраця" in found
    assert "Багатостороння" not in found


TITLES = [
    ("Річний звіт про стан справ", "Annual report on the state of affairs"),
    ("Звіт про стан справ.", "Report on the state of affairs."),
    ("про стан справ", "on the state of affairs"),
]


@pytest.mark.parametrize(("ukrainian", "english"), TITLES)
def test_the_kind_of_the_paper_is_a_report_however_its_title_begins(ukrainian, english):
    rows = [{"year": YEAR, "title_uk": ukrainian, "title_en": english}]
    report = report_of(reports=rows)
    assert compose(report, "uk").name == "Звіт про стан справ"
    assert compose(report, "en").name == "Report on the state of affairs"


def test_a_title_of_its_own_is_kept_whole():
    report = report_of(reports=[{"year": YEAR, "title_uk": "Співпраця громад у світі"}])
    for language in ("uk", "en"):
        paper = compose(report, language)
        assert paper.kind == "ЗВІТ"
        assert paper.name == "Звіт: Співпраця громад у світі".replace("у ", "у\u00a0")


def test_an_event_belongs_to_every_year_that_it_touches():
    events = [
        event("before", "remo", start="2023-12-31"),
        event("over", "remo", start="2023-12-28", end="2024-01-05"),
        event("end", "remo", start=None, end="2024-02-24"),
        event("after", "remo", start="2025-01-01"),
    ]
    found = text(partners=[partner("remo")], events=events)
    assert "Розмова over" in found
    assert "Розмова end" in found
    assert "before" not in found
    assert "after" not in found


def test_events_of_a_contract_stand_beside_it_and_others_with_their_partner():
    found = lines(
        partners=[partner("home", country="UA")],
        agreements=[agreement("pact", "home", kind="intermunicipal")],
        events=[
            event("ours", "", agreement="pact"),
            event("theirs", "home"),
        ],
    )
    assert found[4:] == [
        "У 2024 році підписано договір про співробітництво територіальних громад."
        " Сторони: Місто home. У травні 2024 року проведено зустріч на тему «Розмова ours».",
        "У травні 2024 року проведено зустріч на тему «Розмова theirs» (учасник: Місто home).",
    ]


def test_the_signing_of_an_agreement_is_not_told_twice():
    found = text(
        partners=[partner("remo")],
        agreements=[agreement("pact", "remo", signed_on="2024-02-14")],
        events=[
            event("feast", "remo", kind="signing", agreement="pact", place_uk="Лешниця"),
        ],
    )
    assert "підписано угоду pact (місце підписання: Лешниця)." in found
    assert "feast" not in found


def test_a_need_is_told_with_what_came_for_it_by_the_end_of_the_year():
    rows = {
        "partners": [partner("remo")],
        "categories": [{"key": "power", "name_uk": "Енергія"}],
        "needs": [
            need("banks", "remo", status="partly_met", category="power", quantity=120, unit="pcs")
        ],
        "shipments": [
            shipment("1", "remo", need="banks"),
            shipment("2", "remo", need="banks", status="announced"),
            shipment("3", "remo", need="banks", received_on="2025-02"),
        ],
        "items": [
            {"shipment": "1", "line": 1, "category": "power", "name_uk": "павербанки"}
            | {"quantity": 50, "unit": "pcs"},
            {"shipment": "1", "line": 2, "category": "power", "name_uk": "дроти"}
            | {"quantity": 7, "unit": "m"},
            {"shipment": "3", "line": 1, "category": "power", "name_uk": "павербанки"}
            | {"quantity": 60, "unit": "pcs"},
        ],
    }
    assert "частково задоволено потребу «Потреба banks» (50 із 120 шт.)." in text(**rows)


HIDDEN = [
    {"publication": "draft"},
    {"publication": "review"},
    {"publication": "internal"},
    {"public_from": "2099-01-01"},
]


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_public_is_neither_told_nor_counted(state):
    found = text(
        partners=[partner("remo"), partner("ghost-city", **state)],
        agreements=[
            agreement("ghost-paper", "remo", **state),
            agreement("ghost-pact", "remo;ghost-city"),
        ],
        projects=[
            project("ghost-project", "remo", **state),
            project("shown", "remo;ghost-city", lead="ghost-city"),
        ],
        events=[
            event("ghost-event", "remo", **state),
            event("ghost-visit", "ghost-city"),
            event("shown", "remo;ghost-city"),
        ],
        shipments=[
            shipment("ghost-1", "remo", **state),
            shipment("ghost-2", "remo;ghost-city"),
        ],
        needs=[
            need("ghost-need", "remo", status="promised", **state),
            need("shown", "remo;ghost-city", status="promised"),
        ],
        report_texts=[
            {"year": YEAR, "partner": "ghost-city", "place": "after", "text_uk": "ghost text"}
        ],
    )
    assert "ghost" not in found
    assert "Проєкт shown" in found
    assert "проведено зустріч на тему «Розмова shown»." in found
    assert "Потреба shown" in found


def test_of_aid_for_the_military_nothing_but_the_title_is_told():
    found = text(
        partners=[partner("remo")],
        recipients=[
            {"key": "unit", "kind": "defence", "name_uk": "Частина 777"},
            {"key": "hospital", "kind": "medical", "name_uk": "Лікарня"},
        ],
        shipments=[
            shipment("1", "remo", beneficiaries="defence", weight_kg=777, value=777)
            | {"currency": "EUR", "status": "distributed", "title_uk": "Рації"},
            shipment("2", "remo", beneficiaries="medical", title_uk="Ліки"),
        ],
        items=[
            {"shipment": "1", "line": 1, "name_uk": "рації", "quantity": 777, "unit": "pcs"},
            {"shipment": "2", "line": 1, "name_uk": "бинти", "quantity": 30, "unit": "box"},
        ],
        distributions=[
            {"act_number": "1", "shipment": "1", "line": 1, "recipient": "unit", "quantity": 777},
            {"act_number": "2", "shipment": "2", "line": 1, "recipient": "unit", "quantity": 9},
            {"act_number": "3", "shipment": "2", "line": 1, "recipient": "hospital"}
            | {"quantity": 21},
        ],
    )
    assert "допомогу для військових: рації" in found
    assert "777" not in found
    assert "Набувач: Лікарня." in found


def test_without_an_office_and_without_english_texts_the_report_still_reads_well():
    found = printed(
        compose(
            report_of(
                partners=[partner("remo", name_en="", since="2020", origin_uk="після форуму")],
                events=[event("one", "remo")],
            ),
            "en",
        )
    )
    assert found[2:5] == [
        "International partners with whom active cooperation continues:",
        "1.1. Місто remo (Lithuania)",
        "Cooperation began in 2020. In May 2024 a meeting was held on “Розмова one”.",
    ]


def test_the_head_of_the_office_signs_where_the_report_names_nobody():
    own = {
        "code": "UA1",
        "council_uk": "Липівська міська рада",
        "department_uk": "Відділ культури та спорту",
        "head_position_uk": "Начальник відділу",
        "head_name_uk": "Олег Нечуй-Левицький",
    }
    paper = compose(report_of(office=[own]), "uk")
    (signature,) = paper.signatures
    assert signature.position == "Начальник відділу"
    assert signature.name == "Олег НЕЧУЙ-ЛЕВИЦЬКИЙ"
    assert paper.organisation == ("Липівська міська рада", "Відділ культури та\u00a0спорту")


def test_annexes_are_printed_where_they_add_facts_and_numbered_in_order():
    item = {"line": 1, "name_uk": "ковдри", "quantity": 5, "unit": "pcs"}
    paper = compose(
        report_of(
            partners=[partner("remo")],
            agreements=[
                agreement(
                    "pact",
                    "remo",
                    number="12/2024",
                    council_decision="№ 7",
                    council_decision_on="2024-05-23",
                    register_number="МТС-1",
                    registered_on="2024-07",
                )
            ],
            shipments=[shipment(str(number), "remo", weight_kg=10) for number in range(9)],
            items=[item | {"shipment": "0"}],
        ),
        "uk",
    )
    assert [section.number for section in paper.appendices] == ["Додаток 1.", "Додаток 2."]
    agreements, shipments = (section.blocks[0] for section in paper.appendices)
    assert agreements.rows == (
        (
            "Угода pact, №\u00a012/2024",
            "Місто remo",
            "2024",
            "рішення ради №\u00a07 від\u00a023.05.2024; реєстрація МТС-1 від\u00a007.2024",
        ),
    )
    assert len(shipments.rows) == 9
    assert shipments.rows[0][-2:] == ("Вантаж 0: ковдри (5\u00a0шт.)", "10")
    assert "Перелік наведено в додатку 2." in "\n".join(printed(paper))


def test_an_annex_holds_what_a_list_of_agreements_leaves_out():
    paper = compose(
        report_of(
            partners=[partner("remo")],
            agreements=[agreement(key, "remo") for key in ("a", "b", "c")],
            events=[event("feast", "remo", kind="signing", agreement="b", place_uk="Лешниця")],
        ),
        "uk",
    )
    assert [row[:3] for row in paper.appendices[0].blocks[0].rows] == [
        ("Угода a", "Місто remo", f"{YEAR}"),
        ("Угода b", "Місто remo", f"{YEAR}, Лешниця"),
        ("Угода c", "Місто remo", f"{YEAR}"),
    ]


def test_an_annex_of_events_names_the_kind_of_each():
    events = [event(str(number), "remo", title_uk="Мости") for number in range(8)]
    report = report_of(
        partners=[partner("remo")],
        events=[*events, event("9", "remo", kind="visit", title_uk="Робочий візит мера")],
    )
    cells = [row[1] for row in compose(report, "uk").appendices[0].blocks[0].rows]
    assert set(cells) == {"Зустріч на\u00a0тему «Мости»", "Робочий візит мера"}


def test_an_application_has_a_date_and_no_term_in_the_annex():
    days = {"start": f"{YEAR}-02", "end": f"{YEAR}-11"}
    projects = [
        project("asked", "remo", status="application", start=f"{YEAR}-05"),
        project("refused", "remo", status="rejected", **days),
        project("runs", "remo", **days),
    ]
    report = report_of(partners=[partner("remo")], projects=projects)
    rows = compose(report, "uk").appendices[0].blocks[0].rows
    assert [row[-2:] for row in rows] == [
        (f"02.{YEAR} – 11.{YEAR}".replace(" –", "\u00a0–"), "Триває"),
        ("", f"Подано заявку (05.{YEAR})"),
        ("", f"Не\u00a0підтримано (11.{YEAR})"),
    ]


def test_a_list_that_nobody_would_print_stands_in_the_open_data(monkeypatch, settings):
    monkeypatch.setattr("reports.appendices.LARGEST_TABLE", 9)
    settings.SITE_URL = "https://register.example.org"
    report = report_of(
        partners=[partner("remo")],
        shipments=[shipment(f"s-{number}", "remo") for number in range(10)],
        events=[event(str(number), "remo") for number in range(9)],
    )
    address = f"https://register.example.org/data/shipments.csv?year={YEAR}"
    ukrainian, english = compose(report, "uk"), compose(report, "en")
    assert len(ukrainian.appendices[0].blocks[0].rows) == 9
    assert "Перелік наведено в додатку 2." in "\n".join(printed(ukrainian))
    assert printed(ukrainian)[-2:] == [
        "Додаток 2. Вантажі допомоги",
        f"Перелік завеликий для друку (усього — 10): він є у відкритих даних порталу за адресою"
        f" {address}.",
    ]
    named = {source.key for source in sources(ukrainian)}
    assert named > {f"s-{number}" for number in range(10)}, "what is hidden withdraws the edition"
    assert printed(english)[-1] == (
        f"The list is too long to be printed (10 in all): it stands in the portal’s open data at"
        f" {address}."
    )


def test_a_year_whose_sentences_say_everything_has_no_annex():
    paper = compose(
        report_of(
            partners=[partner("remo")],
            agreements=[agreement("pact", "remo")],
            projects=[project("one", "remo")],
            events=[event("one", "remo")],
            shipments=[shipment("1", "remo")],
        ),
        "uk",
    )
    assert paper.appendices == ()


def full_year(size):
    """A register with `size` of everything, linked to each other."""
    keys = [f"p{number}" for number in range(size)]
    return {
        "partners": [partner(key, country="UA" if key.endswith("3") else "LT") for key in keys],
        "agreements": [agreement(f"a-{key}", key) for key in keys]
        + [agreement(f"c-{key}", key, kind="intermunicipal") for key in keys],
        "projects": [project(f"r-{key}", key) for key in keys],
        "funding": [
            {"project": f"r-{key}", "line": 1, "amount": 5, "currency": "EUR", "kind": "own"}
            for key in keys
        ],
        "events": [event(f"e-{key}", f"{key};p0", project=f"r-{key}") for key in keys],
        "recipients": [{"key": f"h-{key}", "kind": "medical", "name_uk": key} for key in keys],
        "categories": [{"key": "power", "name_uk": "Енергія"}],
        "needs": [
            need(f"n-{key}", key, status="met", category="power", quantity=9, unit="pcs")
            for key in keys
        ],
        "shipments": [shipment(f"s-{key}", f"{key};p1", need=f"n-{key}") for key in keys],
        "items": [
            {"shipment": f"s-{key}", "line": 1, "category": "power", "name_uk": "ліхтарі"}
            | {"quantity": 9, "unit": "pcs"}
            for key in keys
        ],
        "distributions": [
            {"act_number": key, "shipment": f"s-{key}", "line": 1, "recipient": f"h-{key}"}
            | {"quantity": 9}
            for key in keys
        ],
        "report_texts": [
            {"year": YEAR, "partner": key, "place": "after", "text_uk": "Далі."} for key in keys
        ],
    }


def test_the_number_of_queries_does_not_depend_on_the_size_of_the_year():
    counted = []
    for size in (5, 50):
        report = report_of(**full_year(size))
        with CaptureQueriesContext(connection) as queries:
            compose(report, "uk")
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 22
