"""Translations are a room of their own: the table goes over as it is, with everything in it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("families", "0001_families")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("Translation", "translations_translation")],
            state_operations=[migrations.DeleteModel("Translation")],
        )
    ]
