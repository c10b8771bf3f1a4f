"""The database itself refuses to rewrite judgement: lights and happenings are only added to."""

from django.db import migrations

TABLES = ["light", "happening"]

TRIGGERS = "".join(
    f"""
CREATE TRIGGER {table}_is_only_added_to BEFORE UPDATE OR DELETE ON commitments_{table}
    FOR EACH ROW EXECUTE FUNCTION commitments_refuse();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON commitments_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION commitments_refuse();
"""
    for table in TABLES
)

ALLOW = "".join(
    f"""
DROP TRIGGER {table}_is_never_emptied ON commitments_{table};
DROP TRIGGER {table}_is_only_added_to ON commitments_{table};
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0005_lights")]
    operations = [migrations.RunSQL(TRIGGERS, ALLOW)]
