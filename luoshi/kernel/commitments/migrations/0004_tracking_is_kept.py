"""The database refuses to rewrite tracking: versions and changes are only added; a responsibility only ends."""

from django.db import migrations

TABLES = (
    "targetplan",
    "check",
    "untracked",
    "changerecord",
    "decomposition",
    "decompositionrow",
    "decompositionrow_commitments",
)

REFUSE = (
    "\n".join(
        f"""
CREATE TRIGGER {table}_is_only_added_to BEFORE UPDATE OR DELETE ON commitments_{table}
    FOR EACH ROW EXECUTE FUNCTION commitments_refuse();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON commitments_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION commitments_refuse();"""
        for table in TABLES
    )
    + """
CREATE TRIGGER responsibility_only_ends BEFORE UPDATE ON commitments_responsibility FOR EACH ROW
    WHEN (OLD.valid_to IS NOT NULL OR to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to')
    EXECUTE FUNCTION commitments_refuse();
CREATE TRIGGER responsibility_is_never_removed BEFORE DELETE ON commitments_responsibility
    FOR EACH ROW EXECUTE FUNCTION commitments_refuse();
CREATE TRIGGER responsibility_is_never_emptied BEFORE TRUNCATE ON commitments_responsibility
    FOR EACH STATEMENT EXECUTE FUNCTION commitments_refuse();
"""
)

ALLOW = (
    "\n".join(
        f"""
DROP TRIGGER {table}_is_only_added_to ON commitments_{table};
DROP TRIGGER {table}_is_never_emptied ON commitments_{table};"""
        for table in TABLES
    )
    + """
DROP TRIGGER responsibility_only_ends ON commitments_responsibility;
DROP TRIGGER responsibility_is_never_removed ON commitments_responsibility;
DROP TRIGGER responsibility_is_never_emptied ON commitments_responsibility;
"""
)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0003_tracking")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
