"""The database itself refuses to rewrite history: events, roots, heads, rules and reveals are only added to."""

from django.db import migrations

TABLES = ["event", "dailyroot", "head", "snapshot", "reveal"]

FUNCTION = """
CREATE FUNCTION cases_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% 只增不改：不允许 %', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation',
              HINT = 'History is kept. A correction is a new event.';
END $$;
"""

TRIGGERS = "".join(
    f"""
CREATE TRIGGER {table}_is_only_added_to BEFORE UPDATE OR DELETE ON cases_{table}
    FOR EACH ROW EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON cases_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();
"""
    for table in TABLES
)

ALLOW = "".join(
    f"""
DROP TRIGGER {table}_is_never_emptied ON cases_{table};
DROP TRIGGER {table}_is_only_added_to ON cases_{table};
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTION + TRIGGERS, ALLOW + "DROP FUNCTION cases_refuse();")]
