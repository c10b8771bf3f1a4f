"""The app of orgs."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Organisations, posts, accounts and access."""

    name = "luoshi.kernel.orgs"
    label = "orgs"
    verbose_name = "组织"
