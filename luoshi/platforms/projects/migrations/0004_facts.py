"""The facts that projects publish."""

from django.db import migrations

from luoshi.kernel.measures.facts import CreateFacts


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0003_lists"),
        ("measures", "0002_history_is_kept"),
    ]
    operations = [
        CreateFacts("projects", "projects"),
        CreateFacts("projects", "starts"),
        CreateFacts("projects", "pauses"),
    ]
