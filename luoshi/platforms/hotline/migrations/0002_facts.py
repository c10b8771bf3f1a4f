"""The facts that the hotline publishes."""

from django.db import migrations

from luoshi.kernel.measures.facts import CreateFacts


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0001_initial"),
        ("measures", "0003_observations"),
        ("cases", "0004_fewer_indexes"),
        ("orgs", "0002_post_reads"),
    ]
    operations = [CreateFacts("hotline", "requests")]
