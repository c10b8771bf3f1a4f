"""Nobody looks for requests by how a number or a code begins: two indexes that every request paid for go."""

from django.db import migrations

_LIKE = {"code": "hotline_request_code_1e2ec1c4_like", "follow": "hotline_request_follow_15068237_like"}


class Migration(migrations.Migration):
    dependencies = [("hotline", "0008_facts")]
    operations = [
        migrations.RunSQL(
            "".join(f"DROP INDEX IF EXISTS {index};" for index in _LIKE.values()),
            "".join(
                f"CREATE INDEX {index} ON hotline_request ({column} varchar_pattern_ops);"
                for column, index in _LIKE.items()
            ),
        )
    ]
