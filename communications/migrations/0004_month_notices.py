"""Tell of more time, reminders and locked months."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communications', '0003_notice_mails'),
        ('initiatives', '0002_actions'),
        ('organization', '0004_comparison'),
        ('scorecard', '0012_reporting_calendar'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_one_matter',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_kind',
        ),
        migrations.AddField(
            model_name='notice',
            name='extension',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='scorecard.extension'),
        ),
        migrations.AddField(
            model_name='notice',
            name='month',
            field=models.IntegerField(null=True, verbose_name='month'),
        ),
        migrations.AddField(
            model_name='notice',
            name='reopening',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='scorecard.reopening'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('mention', 'you are mentioned'), ('flag', 'a flag was raised'), ('step', 'a next step was given to you'), ('handed', 'a next step was handed over to you'), ('explained', 'a figure was explained'), ('line', 'the strategy office added a line to your explanation'), ('approval', 'a figure waits for your approval'), ('extended', 'your unit was given more time'), ('reminded', 'figures of your unit are missing'), ('asked', 'somebody asks to open a locked month again'), ('reopened', 'it was answered whether a locked month is opened again')], max_length=10, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kpi', None), ('month', None), ('objective__isnull', False)), models.Q(('kpi__isnull', False), ('month', None), ('objective', None)), models.Q(('kpi', None), ('month__isnull', False), ('objective', None)), _connector='OR'), name='notice_one_matter'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['mention', 'flag', 'step', 'handed', 'explained', 'line', 'approval', 'extended', 'reminded', 'asked', 'reopened'])), name='notice_kind'),
        ),
    ]
