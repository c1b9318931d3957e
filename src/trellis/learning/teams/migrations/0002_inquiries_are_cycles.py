"""Inquiries are cycles of improvement now. Their rows have moved before the tables go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial"), ("cycles", "0004_cycles_from_inquiries")]

    operations = [migrations.DeleteModel("InquiryNote"), migrations.DeleteModel("Inquiry")]
