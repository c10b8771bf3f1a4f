import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_fewer_indexes'),
        ('prepaid', '0005_signed_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True, verbose_name='编号')),
                ('signalled_on', models.DateField(verbose_name='线索日期')),
                ('stopped_on', models.DateField(null=True, verbose_name='停止服务日期')),
                ('shop_state', models.CharField(blank=True, max_length=8, verbose_name='此前门店状态')),
                ('frozen_at', models.DateTimeField(null=True, verbose_name='冻结时间')),
                ('announced_at', models.DateTimeField(null=True, verbose_name='公告时间')),
                ('listed_at', models.DateTimeField(null=True, verbose_name='清单形成时间')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='清单摘要')),
                ('claims_count', models.PositiveIntegerField(default=0, verbose_name='申报数')),
                ('accepted', models.BigIntegerField(default=0, verbose_name='确认总额')),
                ('available', models.BigIntegerField(null=True, verbose_name='可分配金额')),
                ('funds', models.JSONField(default=dict, verbose_name='分配时账户')),
                ('rules', models.JSONField(default=dict, verbose_name='分配口径')),
                ('paid', models.BigIntegerField(null=True, verbose_name='分配总额')),
                ('through', models.BigIntegerField(default=0, verbose_name='已入账至')),
                ('distributing_at', models.DateTimeField(null=True, verbose_name='分配开始时间')),
                ('distributed_at', models.DateTimeField(null=True, verbose_name='分配完成时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('simulated', models.BooleanField(default=False, verbose_name='模拟数据')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name='事项')),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closures', to='prepaid.shop', verbose_name='门店')),
            ],
            options={
                'verbose_name': '清退',
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=80, verbose_name='申报编号')),
                ('basis', models.CharField(choices=[('record', '平台记录'), ('evidence', '消费者举证')], max_length=8, verbose_name='依据')),
                ('card', models.CharField(max_length=26, verbose_name='卡代码')),
                ('card_account', models.BigIntegerField(null=True, verbose_name='存管账户号')),
                ('open_account', models.BigIntegerField(null=True, verbose_name='自持账户号')),
                ('supervised', models.BigIntegerField(default=0, verbose_name='存管余额')),
                ('held', models.BigIntegerField(default=0, verbose_name='自持余额')),
                ('claimed', models.BigIntegerField(verbose_name='申报金额')),
                ('accepted', models.BigIntegerField(null=True, verbose_name='确认金额')),
                ('paid', models.BigIntegerField(null=True, verbose_name='分配金额')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('proofs', models.JSONField(default=list, verbose_name='凭证指纹')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='决定时间')),
                ('contract', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='prepaid.contract', verbose_name='合同')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('closure', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='prepaid.closure', verbose_name='清退')),
            ],
            options={
                'verbose_name': '清退申报',
            },
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('shop',), name='closure_one_open_per_shop'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.CheckConstraint(condition=models.Q(('paid', None), models.Q(('paid__gte', 0), ('paid__lte', models.F('available'))), _connector='OR'), name='closure_paid'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['card'], name='claim_by_card'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(fields=('closure', 'number'), name='claim_number_once'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(condition=models.Q(('contract', None), _negated=True), fields=('closure', 'contract'), name='claim_contract_once'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('claimed__gte', 0), ('held__gte', 0), ('supervised__gte', 0), models.Q(('accepted', None), ('accepted__gte', 0), _connector='OR')), name='claim_amounts'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('paid', None), models.Q(('paid__gte', 0), ('paid__lte', models.F('accepted'))), _connector='OR'), name='claim_paid'),
        ),
        # What a claim gets is written into its own page: no index learns of it.
        migrations.RunSQL("ALTER TABLE prepaid_claim SET (fillfactor = 60)", migrations.RunSQL.noop),
    ]
