"""The words of Django and other libraries in Ukrainian: all there, written as the portal writes."""

import json
import re
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from shutil import which
from subprocess import run

import django
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin import __path__ as admin_path
from django.contrib.auth.models import Group
from django.utils.translation import ngettext
from django.utils.translation.trans_real import DjangoTranslation

from dolyna_portal.tests.staff import make_staff
from partners.tests.records import make_partner

OURS = settings.BASE_DIR / "locale_libraries" / "uk" / "LC_MESSAGES"
LIBRARIES = [Path(django.__file__).parent / "conf"]
LIBRARIES += [Path(app.path) for app in apps.get_app_configs() if "site-packages" in app.path]
STRAIGHT = re.compile(r"(?<=[^\W\d_])['ʼ`‘](?=[^\W\d_])")
CALL = re.compile(r"""\b(n?)gettext\(\s*(?:'([^']+)'|"([^"]+)")""")
DOMAINS = ["django", "djangojs"]
UKRAINIAN = [
    (library, domain)
    for library in LIBRARIES
    for domain in DOMAINS
    if (library / "locale" / "uk" / "LC_MESSAGES" / f"{domain}.po").exists()
]

needs_gettext = pytest.mark.skipif(not which("msgen"), reason="GNU gettext is not installed")


def in_use(domain):
    """{message: its words} of the Ukrainian interface, as all catalogues together give them."""
    catalogue = DjangoTranslation("uk", domain=domain)._catalog
    return {key: catalogue[key] for key, _ in catalogue.items() if key}


def messages(sources):
    """The messages of catalogues, with their contexts and plural forms."""
    joined = run(["msgcat", "--use-first", *sources], capture_output=True, check=True).stdout
    filled = run(["msgen", "-"], input=joined, capture_output=True, check=True).stdout
    compiled = run(["msgfmt", "--use-fuzzy", "-o-", "-"], input=filled, capture_output=True)
    return set(GNUTranslations(BytesIO(compiled.stdout))._catalog) - {""}


def listed(library, domain):
    """The messages that a library has: its English list or, without one, those of all languages."""
    sources = sorted(library.glob(f"locale/*/LC_MESSAGES/{domain}.po"))
    english = [path for path in sources if path.parts[-3] == "en"]
    return messages(english or sources) if sources else set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_word_of_the_ukrainian_interface_has_a_straight_apostrophe(domain):
    words = in_use(domain)
    assert len(words) > 60
    assert not {key: text for key, text in words.items() if STRAIGHT.search(text)}


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_word_of_the_ukrainian_interface_has_straight_quotes(domain):
    texts = {key: re.sub(r"<[^>]*>", "", text) for key, text in in_use(domain).items()}
    assert not {key: text for key, text in texts.items() if '"' in text}


@needs_gettext
@pytest.mark.parametrize(("library", "domain"), UKRAINIAN, ids=lambda part: Path(part).name)
def test_a_library_that_speaks_ukrainian_speaks_it_throughout(library, domain):
    known = in_use(domain)
    theirs = listed(library, domain)
    assert theirs
    assert not [key for key in theirs if key not in known]


@needs_gettext
@pytest.mark.parametrize("domain", DOMAINS)
def test_each_word_of_ours_is_still_one_of_a_library(domain):
    theirs = set().union(*(listed(library, domain) for library in LIBRARIES))
    names = {key if isinstance(key, str) else key[0] for key in theirs}
    ours = messages([OURS / f"{domain}.po"])
    assert ours
    assert not [key for key in ours if (key if isinstance(key, str) else key[0]) not in names]


def test_plurals_of_ours_follow_the_ukrainian_triple():
    one, many = "Please submit at most %(num)d form.", "Please submit at most %(num)d forms."
    rows = {number: ngettext(one, many, number) % {"num": number} for number in (1, 22, 15, 31)}
    assert [text.split()[-1] for text in rows.values()] == ["рядок.", "рядки.", "рядків.", "рядок."]


def test_no_sentence_of_the_admin_bends_the_name_of_a_model():
    bent = re.compile(r"Виберіть %s щоб|(?:Додати|Змінити|Переглянути) %s|За %\(|з таким %\(")
    assert not {key: text for key, text in in_use("django").items() if bent.search(text)}


@pytest.mark.django_db
def test_the_scripts_of_the_admin_find_each_of_their_words_in_ukrainian(admin_client):
    page = admin_client.get("/admin/jsi18n/").content.decode()
    words = json.loads(re.search(r"const newcatalog = (\{.*?\});\n", page, re.DOTALL).group(1))
    scripts = sorted(Path(admin_path[0]).glob("static/admin/js/**/*.js"))
    asked = {
        single or double
        for script in scripts
        if "vendor" not in script.parts
        for _, single, double in CALL.findall(script.read_text(encoding="utf-8"))
    }
    assert {"Choose all %s", "Friday", "(click to clear)"} <= asked
    english = {key for key in asked if not re.search("[а-яіїєґ]", str(words.get(key, "")), re.I)}
    assert not english


@pytest.mark.django_db
def test_a_field_left_empty_is_told_in_the_spelling_of_the_portal(admin_client):
    page = admin_client.post("/admin/partners/area/add/", {}).content.decode()
    assert "Це поле обов’язкове." in page
    assert not STRAIGHT.search(re.sub(r"<[^>]*>", "", page.partition("<main")[2]))


@pytest.mark.django_db
def test_the_name_of_a_country_has_the_apostrophe_of_the_portal(client):
    partner = make_partner(name_uk="Шарджа", country="AE")
    page = client.get(partner.get_absolute_url()).content.decode()
    assert "Об’єднані Арабські Емірати" in page and "Об'єднані" not in page
    for typed in ("об'єднані емірати", "об’єднані емірати"):
        found = client.get("/search/", {"q": typed}).content.decode()
        assert partner.get_absolute_url() in found


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["a superuser", "auditor"])
def test_what_a_role_allows_is_told_in_ukrainian(role, client, admin_client):
    if role != "a superuser":
        admin_client = client
        client.force_login(make_staff(role))
    group = Group.objects.get(name="publisher")
    page = admin_client.get(f"/admin/auth/group/{group.pk}/change/").content.decode()
    assert ">публікатор<" in page and 'name="name"' not in page
    above = page.split("<form", 1)[0] + page.split('id="content"', 1)[1].split("<form", 1)[0]
    assert "<h2>публікатор</h2>" in above and "publisher" not in above
    told = re.findall(r"<(?:option|div)[^>]*>([^<]* \| [^<]*)<", page)
    assert "Партнери | партнер | змінювати" in told
    assert "Партнери | партнер | переглядати історію" in told
    assert "Річні звіти | річний звіт | оприлюднювати річний звіт" in told
    assert not [line for line in told if re.search("[a-z]{3}", line)]
    listed_roles = admin_client.get("/admin/auth/group/").content.decode()
    assert ">публікатор<" in listed_roles and ">publisher<" not in listed_roles


@pytest.mark.django_db
def test_the_form_of_an_account_and_the_list_of_accounts_speak_ukrainian(admin_client, admin_user):
    page = admin_client.get(f"/admin/auth/user/{admin_user.pk}/change/").content.decode()
    told = re.findall(r"<option[^>]*>([^<]*\|[^<]*)<", page)
    assert "Гуманітарна допомога | вантаж | переглядати" in told
    assert not [line for line in told if re.search("[a-z]{3}", line)]
    page = admin_client.get("/admin/auth/user/").content.decode()
    assert ">публікатор<" in page and ">publisher<" not in page


@pytest.mark.django_db
def test_an_account_that_may_only_be_read_tells_its_roles_in_ukrainian(client):
    client.force_login(make_staff("auditor"))
    other = make_staff("publisher", username="other")
    page = client.get(f"/admin/auth/user/{other.pk}/change/").content.decode()
    assert ">публікатор<" in page and ">publisher<" not in page
