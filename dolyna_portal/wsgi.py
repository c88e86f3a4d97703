"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from dolyna_portal.preloading import preload

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dolyna_portal.settings")

application = get_wsgi_application()
preload()
