"""Keys of programs that use Open311, and an index of what it shows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_fewer_indexes'),
        ('hotline', '0003_suggesting'),
    ]

    operations = [
        migrations.CreateModel(
            name='Open311Key',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='程序')),
                ('contact', models.CharField(max_length=200, verbose_name='联系人')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='密钥指纹')),
                ('valid_from', models.DateField(verbose_name='生效日')),
                ('valid_to', models.DateField(null=True, verbose_name='失效日')),
            ],
            options={
                'verbose_name': '接入密钥',
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(condition=models.Q(('confidential', False), ('longitude__isnull', False), ('public', True)), fields=['-opened_at'], name='request_published'),
        ),
    ]
