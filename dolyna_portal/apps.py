from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "dolyna_portal"
    verbose_name = _("Portal")

    def ready(self):
        from dolyna_portal import accounts, roles  # need the models, which are loaded by now

        accounts.connect()
        with_models = [config for config in apps.get_app_configs() if config.models_module]
        post_migrate.connect(roles.grant_roles, sender=with_models[-1], dispatch_uid="roles")


class StaffAdminConfig(AdminConfig):
    """Django's admin on the portal's own site: sign-in with a second factor, the work list."""

    default_site = "dolyna_portal.staff_site.StaffSite"
