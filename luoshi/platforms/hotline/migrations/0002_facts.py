"""The facts that the hotline publishes; the latest migration that changed one makes it."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("hotline", "0001_initial"),
        ("measures", "0003_observations"),
        ("cases", "0004_fewer_indexes"),
        ("orgs", "0002_post_reads"),
    ]
    operations: ClassVar = []
