"""The words of open requests in a table of their own, so that a new one is not compared with all years'."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO hotline_openwords (case_id, vector)
SELECT words.case_id, words.vector
  FROM cases_words AS words JOIN cases_case AS told ON told.id = words.case_id
 WHERE told.type = 'hotline' AND told.closed_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_words"), ("hotline", "0009_lean_requests")]
    operations = [
        migrations.CreateModel(
            name="OpenWords",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("vector", django.contrib.postgres.search.SearchVectorField(editable=False)),
            ],
            options={"verbose_name": "在办工单检索词"},
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "openwords",
            django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["vector"], name="open_words"
            ),
        ),
    ]
