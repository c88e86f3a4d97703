"""R14: the clock stands at a moment where days, years or hours turn; the machine's zone is any.

    DEBUG=1 DATABASE_URL=… python -m bench clocks      # a database with a register; needs faketime

Day and pages have to be the same whatever zone the process lives in, and what happened is kept at
the moment at which it did.
"""

import os
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

from django.conf import settings
from django.test import Client
from django.utils import timezone

from bench.servers import HERE
from publishing.dates import today
from publishing.models import AuditEntry

PAGES = ["/", "/aid/", "/events/", "/agreements/", "/reports/", "/feed.atom", "/events.ics"]
ZONES = ["UTC", "Asia/Tokyo", "America/Los_Angeles"]
MOMENTS = {  # UTC: the day in Kyiv
    "2025-12-31 21:59:50": "2025-12-31",
    "2025-12-31 22:00:10": "2026-01-01",
    "2026-03-29 00:59:50": "2026-03-29",  # 03:00 to 04:00 does not exist in Kyiv
    "2026-03-29 01:00:10": "2026-03-29",
    "2026-10-25 00:30:00": "2026-10-25",  # 03:30 twice
    "2026-10-25 01:30:00": "2026-10-25",
    "2028-02-29 12:00:00": "2028-02-29",
    "2038-01-19 03:14:10": "2038-01-19",
}


def main():
    if "AT_MOMENT" in os.environ:
        print(told())
        return
    for moment, day in MOMENTS.items():
        found = {told_in(zone, moment) for zone in ZONES}
        assert len(found) == 1, (moment, found)
        assert found.pop().startswith(f"{day} "), moment
        print(f"{moment} UTC is {day} in Kyiv, with the same pages in {', '.join(ZONES)}")


def told_in(zone, moment):
    """What a process of that zone tells whose clock starts at the moment."""
    local = datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    command = ["faketime", f"{local:%Y-%m-%d %H:%M:%S}", sys.executable, "-m", "bench", "clocks"]
    env = os.environ | {"TZ": zone, "AT_MOMENT": moment, "KEPT_PAGES": "", "LOG_LEVEL": "CRITICAL"}
    done = subprocess.run(
        command, cwd=HERE.parent, env=env, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip().splitlines()[-1]


def told():
    """The day, and a digest of the pages; an act is kept at the moment of now."""
    settings.ALLOWED_HOSTS = ["testserver"]
    answers = [Client().get(address, secure=True) for address in PAGES]
    assert {answer.status_code for answer in answers} == {200}
    entry = AuditEntry.objects.create(act=AuditEntry.Act.SIGN_IN, subject="clock")
    entry.refresh_from_db()
    moment = datetime.fromisoformat(os.environ["AT_MOMENT"]).replace(tzinfo=UTC)
    assert 0 <= (entry.at - moment).total_seconds() < 60, entry.at
    assert timezone.now() >= entry.at
    pages = blake2b(b"".join(answer.content for answer in answers), digest_size=8).hexdigest()
    return f"{today()} {pages}"
