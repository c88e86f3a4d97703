"""Texts of all scripts by every way in, and out again: the same verdict, the same letters (R15)."""

import csv
import json
from io import StringIO
from unicodedata import normalize

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl.utils.exceptions import IllegalCharacterError

from dolyna_portal.tests.forms import sent
from dolyna_portal.tests.staff import make_staff
from projects.models import Event
from register.exporting import export_file
from register.importing import import_file
from register.tests.open_files import content
from register.tests.registers import json_file, only, workbook_file
from search.tests.searching import found

pytestmark = [pytest.mark.django_db, pytest.mark.indexes]

KEPT = {  # each with a word by which the search finds it
    "Ґанок, єдність, їжак і щука": "їжаки",
    normalize("NFD", "Йорданські ялинки Її ґазди"): "ялинка",
    "Охорона здоров'я та пам’ять": "здоров’я",
    "Гості з Рaris": "гість",
    "Świętochłowice i Łódź": "łódź",
    "Šiauliai ir Žemaitija": "šiauliai",
    "İstanbul Büyükçekmece ığüşöç": "büyükçekmece",
    "Straße und GROẞE Städte": "städte",
    "Tîrgu Mureș şi Iași": "iași",
    "Năm mới ở Huế": "huế",
    "Ελληνική φιλία": "φιλία",
    "საქართველო": "საქართველო",
    "Հայաստան": "հայաստան",
    "成都市": "成都市",
    "서울특별시": "서울특별시",
    "東京とサンレモ": "",
    "العربية مدينة": "مدينة",
    "עברית שלום": "שלום",
    "हिन्दी भाषा": "",
    "Свято 😀 міста 🎉": "свято",
    "𝐁𝐨𝐥𝐝 ﬁnale ½ №5 ²": "",
    '"=1+1"': "",
    "+380 та @SUM(A1) і -2": "",
    "'; DROP TABLE x; -- {{ 7*7 }} %(x)s {0} \\N null": "table",
    "Лапки „усередині“ «назви» – і тире — два": "лапки",
}
REFUSED = ["\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\x1b", "\x00", "\ue000", "\u0378"]


def event(number, title):
    return {
        "key": f"text-{number}",
        "kind": "meeting",
        "title_uk": title,
        "start": "2024-05-01",
        "publication": "public",
    }


def by_json(title):
    return not import_file(json_file(only("events", event("new", title))), dry_run=True).faults


def by_workbook(title):
    row = event("new", title)
    try:
        file = workbook_file(events=[list(row), list(row.values())])
    except IllegalCharacterError:  # none can hold it
        return False
    return not import_file(file, dry_run=True).faults


def by_shell(title):
    row = Event(**event("new", title))
    try:
        row.full_clean()
        row.save()
    except ValidationError:
        return False
    row.delete()
    return True


class TestEveryWayIn:
    @pytest.fixture
    def by_form(self, client):
        client.force_login(make_staff("editor"))
        record = Event.objects.create(**event("form", "Зустріч") | {"publication": "draft"})
        address = reverse("admin:projects_event_change", args=[record.pk])

        def send(title):
            fields = sent(client.get(address).content.decode())
            return client.post(address, fields | {"title_uk": title}).status_code == 302

        return send

    def test_takes_all_letters(self, by_form):
        for title in KEPT:
            verdicts = [way(title) for way in (by_form, by_json, by_workbook, by_shell)]
            assert verdicts == [True] * 4, title
            assert Event.objects.get(key="text-form").title_uk == normalize("NFC", title)

    def test_refuses_what_hides_or_turns_them(self, by_form):
        for char in REFUSED:
            title = f"Зустріч{char}друзів"
            verdicts = [way(title) for way in (by_form, by_json, by_workbook, by_shell)]
            assert verdicts == [False] * 4, ascii(char)


class TestEveryWayOut:
    @pytest.fixture
    def titles(self):
        rows = [event(number, title) for number, title in enumerate(KEPT)]
        assert import_file(json_file(only("events", *rows))).faults == []
        return {f"text-{number}": normalize("NFC", title) for number, title in enumerate(KEPT)}

    @pytest.mark.parametrize("suffix", [".json", ".xlsx"])
    def test_brings_them_back_as_they_were(self, titles, tmp_path, suffix):
        path = tmp_path / f"register{suffix}"
        export_file(path)
        Event.objects.all().delete()
        assert import_file(path).faults == []
        assert dict(Event.objects.values_list("key", "title_uk")) == titles

    def test_tells_them_in_the_open_data(self, client, titles):
        told = content(client.get("/data/events.csv")).decode("utf-8-sig")
        read = {row["key"]: row["title_uk"] for row in csv.DictReader(StringIO(told))}
        as_text = {
            key: f"'{title}" if title[0] in "=+-@" else title for key, title in titles.items()
        }
        assert read in (titles, as_text)
        rows = json.loads(content(client.get("/data/events.json")))
        assert {row["key"]: row["title_uk"] for row in rows} == titles

    def test_shows_and_finds_them(self, client, titles):
        for number, (title, word) in enumerate(KEPT.items()):
            assert client.get(f"/events/text-{number}/").status_code == 200, title
            if word:
                assert ("event", f"text-{number}") in found(word), word
