"""`python -m bench ledger …` or `search …`: a measurement in a process of the portal's own."""

import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dolyna_portal.settings")
django.setup()
name = sys.argv.pop(1)
import_module(f"bench.{name}").main()
