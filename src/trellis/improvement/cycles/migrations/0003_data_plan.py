from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cycles", "0001_initial")]

    operations = [
        migrations.AlterField("cycle", "title", models.CharField(max_length=300)),
        migrations.AddField("cycle", "data_plan", models.TextField(blank=True, default="")),
        migrations.AddField("cycle", "within_school", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "cycle",
            models.CheckConstraint(
                condition=Q(network=None) | Q(within_school=False), name="cycle_of_network_is_shared"
            ),
        ),
    ]
