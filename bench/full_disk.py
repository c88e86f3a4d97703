"""R6: the disk is full, of the files first and then of the database; a clerk goes on.

    DEBUG=1 python -m bench full_disk      # as root: it mounts two small file systems of its own

What is refused has to leave nothing half written, what is public to be there all the time.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from PIL import Image

from bench.servers import HERE, HOST, environment
from dolyna_portal.tests.forms import sent
from partners.tests.records import make_office, make_partner
from publishing.media import kept_files, named_files
from publishing.models import Photo

MEGABYTES = {"files": 5, "database": 12}
PHOTOS = "publishing-photo-owner_type-owner_id"
PAGES = ["/", "/en/", "/partners/remo/", "/partners/"]
PATIENCE = 200  # photographs after which the disk would have had to be full


def main():
    if "FULL_DISK" in os.environ:
        experiment(Path(os.environ["FULL_DISK"]))
        return
    with tempfile.TemporaryDirectory() as folder, mounted(folder):
        told = environment(f"sqlite:///{folder}/database/portal.sqlite3", f"{folder}/files")
        told |= {"FULL_DISK": folder, "LOG_LEVEL": "CRITICAL", "BEHIND_PROXY": "0"}
        told |= {"KEPT_PAGES": f"{folder}/files/kept", "STATIC_ROOT": f"{folder}/static"}
        command = [sys.executable, "-m", "bench", "full_disk"]
        subprocess.run(command, cwd=HERE.parent, env=told, check=True)


@contextmanager
def mounted(folder):
    """The two file systems, in the memory of the machine."""
    paths = []
    try:
        for name, size in MEGABYTES.items():
            path = Path(folder) / name
            path.mkdir()
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", path], check=True
            )
            paths.append(path)
        yield
    finally:
        for path in paths:
            subprocess.run(["umount", path], check=True)


def experiment(folder):
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0)
    settings.SECOND_FACTOR_REQUIRED = False
    make_office()
    clerk = Clerk(make_partner(key="remo"))
    kept, refused = clerk.add_until_refused()
    assert (refused.status_code, "На диску немає місця" in refused.text) == (200, True)
    clerk.look_round(kept)
    print(f"files: {kept} photographs kept, then refused in the form in words")

    subprocess.run(["mount", "-o", "remount,size=200m", folder / "files"], check=True)
    filler = folder / "database" / "filler"
    fill(filler)
    more, refused = clerk.add_until_refused()
    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    clerk.look_round(kept + more)
    filler.unlink()
    assert clerk.add().status_code == 302, "with room again it goes on"
    clerk.look_round(kept + more + 1)
    print(f"database: {more} photographs kept, then 503; with room again the next one is kept")


def fill(path):
    """Take all the room that is left."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


class Clerk:
    """Adds photographs to a partner by its form in the admin."""

    def __init__(self, partner):
        self.partner, self.number = partner, 0
        self.url = reverse("admin:partners_partner_change", args=[partner.pk])
        self.client = Client(HTTP_HOST=HOST, raise_request_exception=False)
        self.client.force_login(User.objects.create_superuser("clerk"))

    def add(self):
        self.number += 1
        data = sent(self.client.get(self.url, secure=True).text)
        last = f"{PHOTOS}-{int(data[f'{PHOTOS}-TOTAL_FORMS'][0]) - 1}"
        data |= {f"{last}-upload": photograph(self.number), f"{last}-alt_uk": "Зустріч"}
        data |= {f"{last}-people": "nobody", f"{last}-publication": "public"}
        return self.client.post(self.url, data, secure=True)

    def add_until_refused(self):
        """How many were kept, and the answer to the first that was not."""
        for kept in range(PATIENCE):
            answer = self.add()
            if answer.status_code != 302:
                return kept, answer
        raise AssertionError("the disk is never full")

    def look_round(self, photographs):
        """What was kept is there with its files, and nothing else; every page answers."""
        assert Photo.objects.count() == photographs
        assert kept_files() == named_files()
        for address in PAGES:
            assert Client(HTTP_HOST=HOST).get(address, secure=True).status_code == 200


def photograph(seed):
    """A JPEG of noise, which no compression makes small."""
    drawn = BytesIO()
    noise = Random(seed).randbytes(700 * 500 * 3)
    Image.frombytes("RGB", (700, 500), noise).save(drawn, "JPEG", quality=95)
    drawn.name = f"photo-{seed}.jpg"
    drawn.seek(0)
    return drawn
