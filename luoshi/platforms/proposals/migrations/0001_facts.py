"""The facts that proposals publish."""

from django.db import migrations

from luoshi.kernel.measures.facts import CreateFacts


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("measures", "0002_history_is_kept"),
        ("cases", "0003_api_token"),
        ("orgs", "0001_initial"),
    ]
    operations = [CreateFacts("proposals", "matters")]
