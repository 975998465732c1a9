"""Let people be told that a figure of theirs was rejected."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("communications", "0004_month_notices"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_kind",
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=[('mention', 'you are mentioned'), ('flag', 'a flag was raised'), ('step', 'a next step was given to you'), ('handed', 'a next step was handed over to you'), ('explained', 'a figure was explained'), ('line', 'the strategy office added a line to your explanation'), ('approval', 'a figure waits for your approval'), ('rejected', 'a figure was rejected, to be corrected by you'), ('extended', 'your unit was given more time'), ('reminded', 'figures of your unit are missing'), ('asked', 'somebody asks to open a locked month again'), ('reopened', 'it was answered whether a locked month is opened again')], max_length=10, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['mention', 'flag', 'step', 'handed', 'explained', 'line', 'approval', 'rejected', 'extended', 'reminded', 'asked', 'reopened'])), name="notice_kind"),
        ),
    ]
