"""Whether an edit is seen by the very next request, whichever server and worker answers it.

    DEBUG=1 DATABASE_URL=… python -m bench edits --tries 1000 [--redis redis://127.0.0.1:6379/9]

Starts two gunicorn of two workers each on the configured database, which holds a register, edits
its first public partner and asks the servers in turns; the partner is as before at the end.
"""

import argparse
import os
import subprocess
import sys
import tempfile

from bench.servers import HERE, Server, environment
from partners.models import Partner


def seen(servers, partner, tries):
    """How many of so many edits the next request has shown."""
    found = 0
    for number in range(tries):
        partner.name_en = f"Edited {number}"
        partner.save()
        server = servers[number % len(servers)]
        page = server.get(f"/en/partners/{partner.key}/", **{"Accept-Encoding": "identity"})[2]
        found += f"{partner.name_en}<".encode() in page
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--redis", default="")
    options = parser.parse_args()
    partner = Partner.objects.public().order_by("pk").first()
    name = partner.name_en
    with tempfile.TemporaryDirectory() as folder:
        env = environment(os.environ["DATABASE_URL"], folder) | {"CACHE_URL": options.redis}
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, cwd=HERE.parent, env=env, check=True)
        module = "dolyna_portal.settings"
        with Server(module, env) as first, Server(module, env) as second:
            try:
                found = seen((first, second), partner, options.tries)
            finally:
                partner.name_en = name
                partner.save()
    print(f"seen by the next request: {found} of {options.tries} edits")
