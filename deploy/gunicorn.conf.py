"""gunicorn behind nginx: `gunicorn -c deploy/gunicorn.conf.py dolyna_portal.wsgi`.

The socket comes from systemd (portal.socket), which holds it while the service restarts:
requests of that second wait instead of failing. `BIND` and `WORKERS` are for other machines.
"""

import gc
import os

bind = os.environ.get("BIND", "unix:/run/portal/gunicorn.sock")
workers = int(os.environ.get("WORKERS", "2"))
worker_class = "gthread"
threads = 4  # two cores bear no more at once, and each keeps what its largest page took
timeout = 30
graceful_timeout = 25
keepalive = 5

# Workers share the memory of the code that is loaded once, and are renewed before they grow.
preload_app = True
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm"

control_socket_disable = True
forwarded_allow_ips = "127.0.0.1"
limit_request_line = 4094
limit_request_fields = 50
accesslog = None  # the portal logs each request itself, without what people search for


gc.disable()  # while the portal loads nothing becomes garbage that is worth a search


def when_ready(server):
    """Leave what is loaded out of the collector's rounds: it would write to it, and part it."""
    gc.collect()
    gc.freeze()
    gc.enable()
