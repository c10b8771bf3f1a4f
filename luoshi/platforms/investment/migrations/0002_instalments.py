"""Leads, agreements and instalments: rows the database lets nobody rewrite, and no voucher counted twice."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from luoshi.kernel.measures.facts import CreateFacts

KEPT = """
CREATE FUNCTION investment_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% 只增不改：不允许 %', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Claims and rulings are kept. A correction is a new ruling.';
END $$;
CREATE TRIGGER instalment_is_only_added_to BEFORE UPDATE OR DELETE ON investment_instalment
    FOR EACH ROW EXECUTE FUNCTION investment_refuse();
CREATE TRIGGER instalment_is_never_emptied BEFORE TRUNCATE ON investment_instalment
    FOR EACH STATEMENT EXECUTE FUNCTION investment_refuse();
CREATE TRIGGER ruling_is_only_added_to BEFORE UPDATE OR DELETE ON investment_ruling
    FOR EACH ROW EXECUTE FUNCTION investment_refuse();
CREATE TRIGGER ruling_is_never_emptied BEFORE TRUNCATE ON investment_ruling
    FOR EACH STATEMENT EXECUTE FUNCTION investment_refuse();
CREATE TRIGGER transfer_is_only_added_to BEFORE UPDATE OR DELETE ON investment_transfer
    FOR EACH ROW EXECUTE FUNCTION investment_refuse();
CREATE TRIGGER transfer_is_never_emptied BEFORE TRUNCATE ON investment_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION investment_refuse();
"""
FREE = """
DROP TRIGGER transfer_is_never_emptied ON investment_transfer;
DROP TRIGGER transfer_is_only_added_to ON investment_transfer;
DROP TRIGGER ruling_is_never_emptied ON investment_ruling;
DROP TRIGGER ruling_is_only_added_to ON investment_ruling;
DROP TRIGGER instalment_is_never_emptied ON investment_instalment;
DROP TRIGGER instalment_is_only_added_to ON investment_instalment;
DROP FUNCTION investment_refuse();
"""
COUNTING = """
CREATE FUNCTION investment_count() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    claim investment_instalment%ROWTYPE;
    latest integer;
    already bigint;
BEGIN
    SELECT * INTO claim FROM investment_instalment WHERE id = NEW.instalment_id FOR UPDATE;
    SELECT seq, counted INTO latest, already FROM investment_ruling
        WHERE instalment_id = NEW.instalment_id AND id <> NEW.id ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> coalesce(latest, 0) + 1 THEN
        RAISE EXCEPTION '认定次序不连续' USING ERRCODE = 'check_violation', CONSTRAINT = 'ruling_in_order';
    END IF;
    IF NEW.counted > claim.amount THEN
        RAISE EXCEPTION '认定金额超过申报金额' USING ERRCODE = 'check_violation', CONSTRAINT = 'ruling_within_claim';
    END IF;
    IF NEW.appeal AND NEW.counted <> coalesce(already, 0) THEN
        RAISE EXCEPTION '申诉不改变认定金额' USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_changes_nothing';
    END IF;
    IF NOT NEW.appeal AND NEW.by_id = claim.claimed_by_id THEN
        RAISE EXCEPTION '认定人不能是申报人' USING ERRCODE = 'check_violation', CONSTRAINT = 'ruling_by_another';
    END IF;
    DELETE FROM investment_counted WHERE instalment_id = NEW.instalment_id;
    IF NEW.counted > 0 THEN
        INSERT INTO investment_counted (instalment_id, voucher_hash, amount)
            VALUES (NEW.instalment_id, claim.voucher_hash, NEW.counted);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ruling_is_counted AFTER INSERT ON investment_ruling
    FOR EACH ROW EXECUTE FUNCTION investment_count();
CREATE FUNCTION investment_only_by_ruling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION '计入只随认定变动' USING ERRCODE = 'restrict_violation', HINT = 'Rule upon the instalment.';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER counted_follows_rulings BEFORE INSERT OR UPDATE OR DELETE ON investment_counted
    FOR EACH ROW EXECUTE FUNCTION investment_only_by_ruling();
"""
UNCOUNT = """
DROP TRIGGER counted_follows_rulings ON investment_counted;
DROP FUNCTION investment_only_by_ruling();
DROP TRIGGER ruling_is_counted ON investment_ruling;
DROP FUNCTION investment_count();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_fewer_indexes'),
        ('investment', '0001_initial'),
        ('measures', '0003_observations'),
        ('orgs', '0002_post_reads'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='申报键')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('paid_on', models.DateField(verbose_name='到账日期')),
                ('purpose', models.CharField(choices=[('plant', '厂房和基础设施'), ('equipment', '设备购置'), ('land', '土地'), ('capital', '注册资本'), ('working', '流动资金'), ('property', '房地产开发'), ('retail', '商贸零售、餐饮休闲')], max_length=12, verbose_name='用途')),
                ('origin', models.CharField(choices=[('investor', '投资企业自有'), ('loan', '银行贷款'), ('fiscal', '财政资金')], max_length=12, verbose_name='资金来源')),
                ('voucher', models.CharField(choices=[('bank', '银行回单'), ('capital', '验资报告'), ('tax', '完税证明'), ('invoice', '发票'), ('import', '设备进口报关单')], max_length=12, verbose_name='凭证种类')),
                ('reference', models.CharField(max_length=80, verbose_name='凭证号码')),
                ('amount', models.BigIntegerField(verbose_name='金额（分）')),
                ('voucher_hash', models.CharField(max_length=64, verbose_name='凭证文件指纹')),
                ('claimed_at', models.DateTimeField(verbose_name='申报时间')),
                ('simulated', models.BooleanField(default=False, verbose_name='模拟数据')),
            ],
            options={
                'verbose_name': '到位资金',
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('first', '投资合同'), ('phase', '二期合同')], max_length=8, verbose_name='种类')),
                ('number', models.CharField(max_length=80, verbose_name='合同编号')),
                ('amount', models.BigIntegerField(verbose_name='合同金额（分）')),
                ('signed_on', models.DateField(verbose_name='签订日期')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='phases', to='investment.agreement', verbose_name='原合同')),
            ],
            options={
                'verbose_name': '投资合同',
            },
        ),
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('instalment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='counts', serialize=False, to='investment.instalment')),
                ('voucher_hash', models.CharField(max_length=64, unique=True, verbose_name='凭证文件指纹')),
                ('amount', models.BigIntegerField(verbose_name='认定金额（分）')),
            ],
            options={
                'verbose_name': '计入',
            },
        ),
        migrations.AddField(
            model_name='instalment',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='investment.agreement', verbose_name='投资合同'),
        ),
        migrations.AddField(
            model_name='instalment',
            name='claimed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申报人'),
        ),
        migrations.AddField(
            model_name='instalment',
            name='payee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='received', to='investment.firm', verbose_name='收款人'),
        ),
        migrations.AddField(
            model_name='instalment',
            name='payer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paid', to='investment.firm', verbose_name='付款人'),
        ),
        migrations.CreateModel(
            name='Lead',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='cases.case')),
                ('code', models.CharField(max_length=60, unique=True, verbose_name='编号')),
                ('name', models.CharField(max_length=300, verbose_name='线索名称')),
                ('state', models.CharField(max_length=20, verbose_name='环节')),
                ('unit', models.CharField(blank=True, max_length=60, verbose_name='招引单位')),
                ('path', models.CharField(max_length=300, verbose_name='招引单位路径')),
                ('investor', models.CharField(max_length=120, verbose_name='投资企业')),
                ('investor_uscc', models.CharField(blank=True, max_length=18, verbose_name='投资企业统一社会信用代码')),
                ('node', models.CharField(blank=True, max_length=60, verbose_name='产业链环节')),
                ('project', models.CharField(blank=True, max_length=60, verbose_name='项目编号')),
                ('survey_code', models.CharField(blank=True, max_length=60, verbose_name='统计调查单位代码')),
                ('intended', models.BigIntegerField(verbose_name='意向投资（分）')),
                ('contracted', models.BigIntegerField(default=0, verbose_name='合同金额（分）')),
                ('found_on', models.DateField(verbose_name='登记日期')),
                ('signed_on', models.DateField(null=True, verbose_name='签约日期')),
                ('registered_on', models.DateField(null=True, verbose_name='注册日期')),
                ('started_on', models.DateField(null=True, verbose_name='开工日期')),
                ('counted_on', models.DateField(null=True, verbose_name='入统日期')),
                ('producing_on', models.DateField(null=True, verbose_name='投产日期')),
                ('stage_since', models.DateField(verbose_name='进入现环节日期')),
                ('simulated', models.BooleanField(default=False, verbose_name='模拟数据')),
                ('moved_at', models.DateTimeField(verbose_name='最近办理')),
                ('company', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='investment.firm', verbose_name='项目企业')),
            ],
            options={
                'verbose_name': '招商线索',
            },
        ),
        migrations.AddField(
            model_name='agreement',
            name='lead',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='investment.lead', verbose_name='招商线索'),
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='认定键')),
                ('seq', models.PositiveIntegerField(verbose_name='第几次')),
                ('state', models.CharField(choices=[('counted', '已认定'), ('disputed', '有争议'), ('refused', '不予认定')], max_length=12, verbose_name='状态')),
                ('counted', models.BigIntegerField(default=0, verbose_name='认定金额（分）')),
                ('rule', models.CharField(blank=True, max_length=60, verbose_name='规则')),
                ('rule_version', models.CharField(blank=True, max_length=120, verbose_name='规则版本')),
                ('reason', models.TextField(verbose_name='理由')),
                ('appeal', models.BooleanField(default=False, verbose_name='申诉')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='认定人')),
                ('instalment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='investment.instalment', verbose_name='到位资金')),
            ],
            options={
                'verbose_name': '认定',
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='登记键')),
                ('paid_on', models.DateField(verbose_name='日期')),
                ('amount', models.BigIntegerField(verbose_name='金额（分）')),
                ('reference', models.CharField(max_length=80, verbose_name='流水号')),
                ('noted_at', models.DateTimeField(verbose_name='登记时间')),
                ('simulated', models.BooleanField(default=False, verbose_name='模拟数据')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='investment.firm', verbose_name='收款人')),
                ('payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='investment.firm', verbose_name='付款人')),
            ],
            options={
                'verbose_name': '往来',
            },
        ),
        migrations.AddIndex(
            model_name='instalment',
            index=models.Index(fields=['voucher_hash'], name='instalment_by_hash'),
        ),
        migrations.AddIndex(
            model_name='instalment',
            index=models.Index(fields=['payee', 'amount', 'paid_on'], name='instalment_by_payee'),
        ),
        migrations.AddIndex(
            model_name='instalment',
            index=models.Index(fields=['paid_on'], name='instalment_by_day'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='instalment_is_money'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.CheckConstraint(condition=models.Q(('payer', models.F('payee')), _negated=True), name='instalment_changes_hands'),
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(fields=['state', 'stage_since'], name='lead_by_state'),
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(django.contrib.postgres.indexes.OpClass('path', name='text_pattern_ops'), models.F('state'), name='lead_by_path'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('lead', 'number'), name='agreement_once'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='agreement_under_another'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.UniqueConstraint(fields=('instalment', 'seq'), name='ruling_once'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(('counted__gte', 0)), name='ruling_is_money'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'counted'), _negated=True), ('counted__gt', 0), _connector='OR'), name='ruling_counts_something'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), ('counted', 0), _connector='OR'), name='ruling_refuses_all'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('rule_version', ''), _negated=True), _connector='OR'), name='ruling_cites_its_rule'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('appeal', True), _negated=True), ('state', 'disputed'), _connector='OR'), name='ruling_of_an_appeal'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['paid_on'], name='transfer_by_day'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='transfer_is_money'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('payer', models.F('payee')), _negated=True), name='transfer_changes_hands'),
        ),
        migrations.RunSQL(KEPT, FREE),
        migrations.RunSQL(COUNTING, UNCOUNT),
        CreateFacts("investment", "instalments"),
    ]
