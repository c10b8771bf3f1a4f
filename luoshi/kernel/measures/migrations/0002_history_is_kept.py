"""The database itself refuses to rewrite readings, the runs they came of and the wordings they followed."""

from django.db import migrations

TABLES = ["formula", "run", "reading"]

FUNCTION = """
CREATE FUNCTION measures_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% 只增不改：不允许 %', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation',
              HINT = 'Readings are kept. A correction is a later reading.';
END $$;
"""

TRIGGERS = "".join(
    f"""
CREATE TRIGGER {table}_is_only_added_to BEFORE UPDATE OR DELETE ON measures_{table}
    FOR EACH ROW EXECUTE FUNCTION measures_refuse();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON measures_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION measures_refuse();
"""
    for table in TABLES
)

ALLOW = "".join(
    f"""
DROP TRIGGER {table}_is_never_emptied ON measures_{table};
DROP TRIGGER {table}_is_only_added_to ON measures_{table};
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTION + TRIGGERS, ALLOW + "DROP FUNCTION measures_refuse();")]
