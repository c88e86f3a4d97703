"""The portal's settings around two bare views: its headers, its database, nothing else."""

from dolyna_portal.settings import *  # noqa: F403 – all of them: settings are names of a module
from dolyna_portal.settings import MIDDLEWARE as OF_PORTAL

ROOT_URLCONF = "bench.bare_views"
MIDDLEWARE = OF_PORTAL[: OF_PORTAL.index("whitenoise.middleware.WhiteNoiseMiddleware")]
