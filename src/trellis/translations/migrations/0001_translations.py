import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import trellis.foundation.ids


class Migration(migrations.Migration):
    """The table that families held, and the network within which a translation holds: the one of who wrote it."""

    dependencies = [("community", "0005_work_groups"), ("families", "0002_translations_move")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[],
            state_operations=[
                migrations.CreateModel(
                    name="Translation",
                    fields=[
                        (
                            "sourced_id",
                            models.UUIDField(
                                default=trellis.foundation.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("modified", models.DateTimeField(auto_now=True)),
                        ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "digest",
                            models.CharField(help_text="BLAKE2b of the text, 16 bytes, hex.", max_length=32),
                        ),
                        ("language", models.CharField(max_length=12)),
                        ("words", models.TextField()),
                        (
                            "origin",
                            models.CharField(
                                choices=[("person", "a person"), ("machine", "a machine")], max_length=7
                            ),
                        ),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="community.person",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="community.person",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "base_manager_name": "objects",
                        "default_manager_name": "objects",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("digest", "language"), name="one_translation_a_language"
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name="translation",
            name="network",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="translations",
                to="community.network",
            ),
        ),
        migrations.RunSQL(
            "UPDATE translations_translation SET network_id ="
            " (SELECT network_id FROM community_person WHERE sourced_id = by_id)",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveConstraint(model_name="translation", name="one_translation_a_language"),
        migrations.AddConstraint(
            model_name="translation",
            constraint=models.UniqueConstraint(
                fields=("network", "digest", "language"), name="one_translation_a_language_and_network"
            ),
        ),
    ]
