"""The database itself refuses to rewrite history: revisions are only added to, editions and figures never edited."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION commitments_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% 只增不改：不允许 %', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation',
              HINT = 'History is kept. Add a new row instead: adopt a corrected file or load a new reading.';
END $$;

CREATE TRIGGER revision_is_only_added_to BEFORE UPDATE OR DELETE ON commitments_revision
    FOR EACH ROW EXECUTE FUNCTION commitments_refuse();
CREATE TRIGGER revision_is_never_emptied BEFORE TRUNCATE ON commitments_revision
    FOR EACH STATEMENT EXECUTE FUNCTION commitments_refuse();
CREATE TRIGGER edition_is_never_edited BEFORE UPDATE ON commitments_edition
    FOR EACH ROW EXECUTE FUNCTION commitments_refuse();
CREATE TRIGGER figure_is_never_edited BEFORE UPDATE ON commitments_figure
    FOR EACH ROW EXECUTE FUNCTION commitments_refuse();
"""

ALLOW = """
DROP TRIGGER figure_is_never_edited ON commitments_figure;
DROP TRIGGER edition_is_never_edited ON commitments_edition;
DROP TRIGGER revision_is_never_emptied ON commitments_revision;
DROP TRIGGER revision_is_only_added_to ON commitments_revision;
DROP FUNCTION commitments_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
