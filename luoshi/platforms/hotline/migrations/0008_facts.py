"""The fact of requests tells which shop's prepaid cards a request is about."""

from django.db import migrations

from luoshi.kernel.measures.facts import CreateFacts


class Migration(migrations.Migration):
    dependencies = [("hotline", "0007_topics")]
    operations = [CreateFacts("hotline", "requests")]
