"""A careful reader's checks over everything that is composed from two towns' registers."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps

from papers.paper import from_data, sources, to_data
from register.importing import import_file
from reports.composing import compose
from reports.models import Report
from reports.tests.printing import cells, printed, sentences
from reports.wording.letters import capital
from reports.wording.uk.dates import GENITIVE, LOCATIVE, NOMINATIVE
from reports.wording.uk.euphony import u
from reports.wording.uk.numbers import FORMS, form

REGISTER = Path(__file__).parents[2] / "register"
YEARS = {
    2022: REGISTER / "data" / "dolyna-2022.json",
    2024: REGISTER / "tests" / "data" / "zoloch-2024.json",
}
STAFF_COLUMNS = {
    "reports.report": (
        "intro_international",
        "closing_international",
        "intro_intermunicipal",
        "closing_intermunicipal",
    ),
    "reports.reporttext": ("text",),
    "partners.partner": ("origin", "status_reason"),
    "partners.agreement": ("status_reason", "legal_basis"),
    "projects.project": ("results",),
    "projects.programme": ("credit",),
    "projects.event": ("clause",),
}
FORBIDDEN = [
    r"бу(?:ло|ла|ли|в)",
    r"на протязі",
    r"\w+(?:ні|ому) місяці",
    r"на сьогоднішній день",
    r"(?:в|у) поточному році|поточн\w+ рок\w+",
    r"дан(?:ий|ого|ому|им|ої|ій|ою|их|ими|а|е)",
    r"вищевказан\w+",
    r"наступн(?:і|их) документ\w+",
    r"при(?:ймати|йняли|ймає) участь",
    r"являється|слідуюч\w+|міроприємств\w+|співпада\w+",
    r"(?:в|у) рамках|по проєкт\w+|згідно договор\w+|дякуючи|при підтримці|напрям(?:ок|к\w+)",
    r"здійснено|проведено роботу|ведуться|має місце",
    r"проект\w*|веб-сайт\w*|он-лайн\w*|прес-служб\w*",
    r"також|крім того",
    r"успішно|плідно|чинн(?:ий|а|е|і|их)|безстроков\w+",
    r"None|nan",
]
FAULTY_SIGNS = re.compile(r"  | ,| \.|\.\.|\(\)|: \.|; \.|\( | \)|,,|:;|None|[\"'`]|\w - \w")
MIXED_ALPHABETS = re.compile(r"[а-яіїєґ][a-z]|[a-z][а-яіїєґ]", re.IGNORECASE)
QUOTED = re.compile(r"«[^»]*»|“[^”]*”")
U_OR_V = re.compile(r"(?<!\S)([«(]?[\w’–-]+[»)]?[,:;]?) ([ув]) (\S+)")
DAY = re.compile(rf"(\d{{1,2}})(?:–(\d{{1,2}}))? ({'|'.join(GENITIVE)})")
MONTH = re.compile(rf"(?<!\w)({'|'.join(GENITIVE + LOCATIVE + NOMINATIVE)})(?!\w)")

pytestmark = pytest.mark.django_db


@pytest.fixture(params=YEARS, ids=str)
def report(request):
    import_file(YEARS[request.param])
    return Report.objects.get(year=request.param)


@pytest.fixture
def staff_texts():
    """What staff typed as it stands, the longest first."""
    texts = set()
    for label, names in STAFF_COLUMNS.items():
        for record in apps.get_model(label).objects.all():
            for name in names:
                for part in (getattr(record, f"{name}_uk") or "").split("\n\n"):
                    texts |= {part.strip(), capital(part.strip())}
    return sorted(texts - {""}, key=len, reverse=True)


@pytest.fixture
def composed(report, staff_texts):
    """The Ukrainian lines without what staff typed."""
    return [without(line, staff_texts) for line in printed(compose(report, "uk"))]


def without(line, staff_texts):
    line = line.replace("2014-2020", "2014–2020")
    for text in staff_texts:
        line = line.replace(text.replace("2014-2020", "2014–2020"), "⁂")
    return line


def test_no_calque_stands_outside_quotes_and_staff_texts(composed):
    for fault in FORBIDDEN:
        pattern = re.compile(rf"(?<![\w-])(?:{fault})(?!\w)", re.IGNORECASE)
        assert [line for line in composed if pattern.search(QUOTED.sub("«»", line))] == [], fault


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_sign_stands_wrongly(report, language):
    paper = compose(report, language)
    lines = [*printed(paper), *(cell.replace("\u00a0", " ") for cell in cells(paper))]
    signs = [re.sub(r" \| | _+ ", "", line) for line in lines]
    assert [line for line in signs if FAULTY_SIGNS.search(line)] == []


def test_no_latin_letter_hides_in_a_ukrainian_word(composed):
    assert [line for line in composed if MIXED_ALPHABETS.search(line)] == []


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_sentence_opens_with_a_capital_or_a_digit_and_is_closed(report, language):
    for sentence, is_item in sentences(compose(report, language)):
        first = sentence.text.lstrip("«“„")[0]
        assert first.isupper() or first.isdigit() or is_item, sentence.text
        assert sentence.text.endswith((".", ":", ";")), sentence.text


def test_u_and_v_alternate_by_the_rule(composed):
    wrong = []
    for line in composed:
        for previous, letter, following in U_OR_V.findall(line):
            if "⁂" not in previous + following and letter != u(previous, following):
                wrong.append(f"{previous} {letter} {following}")
    assert wrong == []


def test_no_day_or_month_is_told_that_no_record_holds(report, composed):
    register = json.loads(YEARS[report.year].read_text())
    dates = set(re.findall(r"\d{4}-(\d\d)(?:-(\d\d))?", json.dumps(register)))
    months = {int(month) for month, _day in dates}
    days = {(int(day), int(month)) for month, day in dates if day}
    for line in composed:
        for first, last, month in DAY.findall(line):
            for day in filter(None, (first, last)):
                assert (int(day), GENITIVE.index(month) + 1) in days, line
        for word in MONTH.findall(line):
            names = (GENITIVE, LOCATIVE, NOMINATIVE)
            number = next(words.index(word) + 1 for words in names if word in words)
            assert number in months, line


def test_numbers_agree_with_their_nouns(composed):
    for line in composed:
        for forms in FORMS.values():
            for number, word in re.findall(rf"(\d[\d ]*) ({'|'.join(forms)})(?!\w)", line):
                assert word == form(int(number.replace(" ", "")), *forms), line


def test_partners_open_no_more_than_two_sentences_running(report):
    running = 0
    for sentence, _is_item in sentences(compose(report, "uk")):
        running = running + 1 if sentence.text.startswith("Партнери ") else 0
        assert running <= 2, sentence.text


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_paper_is_stored_without_loss(report, language):
    paper = compose(report, language)
    assert from_data(to_data(paper)) == paper


def test_the_paper_names_every_record_that_it_tells_of():
    import_file(YEARS[2024])
    named = {source.key for source in sources(compose(Report.objects.get(year=2024), "uk"))}
    assert {"tartu", "evora", "castle-communities", "communities-in-wartime"} <= named
    assert {"partnership-2024", "signing-in-lesnica", "smart-light", "2024-002"} <= named
    assert {"hospital", "power-banks", "school-bus", "clearbrook"} <= named
    assert not {"first-visit", "museum-workshop", "2023-001", "drinking-water"} & named


def test_the_report_of_another_town_knows_nothing_of_this_one():
    import_file(YEARS[2024])
    report = Report.objects.get(year=2024)
    for language in ("uk", "en"):
        text = "\n".join(printed(compose(report, language)))
        assert not re.search("долин|dolyna|шяуля|2022", text, re.IGNORECASE)


def test_nothing_that_is_not_public_reaches_the_report():
    import_file(YEARS[2024])
    report = Report.objects.get(year=2024)
    for language in ("uk", "en"):
        paper = compose(report, language)
        assert "CANARY" not in repr(paper)
        assert "canary" not in repr(paper)
        assert not re.search(r"777\D?\d", repr(paper).replace("\u00a0", ""))
