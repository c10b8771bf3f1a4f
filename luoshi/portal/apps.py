"""The app of the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Public pages and the public API."""

    name = "luoshi.portal"
    label = "portal"
    verbose_name = "公开页面"
