"""Each list of the admin that is a sheet of the register can be downloaded as one."""

from django.contrib import admin

from register.downloads import download
from register.sheets import SHEETS

for sheet in SHEETS:
    if admin.site.is_registered(sheet.model):
        model_admin = admin.site.get_model_admin(sheet.model)
        model_admin.actions = (*model_admin.actions, download)
