"""The journal of what happened to a card, which the database lets nobody rewrite."""

import django.db.models.deletion
from django.db import migrations, models

KEPT = """
CREATE FUNCTION prepaid_cardevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% 只增不改：不允许 %', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'History is kept. A correction is a new event.';
END $$;
CREATE TRIGGER cardevent_is_only_added_to BEFORE UPDATE OR DELETE ON prepaid_cardevent
    FOR EACH ROW EXECUTE FUNCTION prepaid_cardevent_refuse();
CREATE TRIGGER cardevent_is_never_emptied BEFORE TRUNCATE ON prepaid_cardevent
    FOR EACH STATEMENT EXECUTE FUNCTION prepaid_cardevent_refuse();
"""
ALLOW = """
DROP TRIGGER cardevent_is_never_emptied ON prepaid_cardevent;
DROP TRIGGER cardevent_is_only_added_to ON prepaid_cardevent;
DROP FUNCTION prepaid_cardevent_refuse();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('prepaid', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CardEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='记录编号')),
                ('kind', models.CharField(choices=[('lost', '挂失'), ('found', '解除挂失'), ('reissued', '补卡'), ('transferred', '转让'), ('erased', '清除身份')], max_length=12, verbose_name='事项')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('after', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='prepaid.holder', verbose_name='新持卡人')),
                ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='prepaid.holder', verbose_name='原持卡人')),
                ('card', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='prepaid.card', verbose_name='预付卡')),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='prepaid.card', verbose_name='新卡')),
            ],
            options={
                'verbose_name': '卡片记录',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('card', None), ('kind', 'erased')), models.Q(models.Q(('kind', 'erased'), _negated=True), ('card__isnull', False)), _connector='OR'), name='event_has_card'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reissued'), _negated=True), ('successor__isnull', False), _connector='OR'), name='event_has_successor')],
            },
        ),
        migrations.RunSQL(KEPT, ALLOW),
    ]
