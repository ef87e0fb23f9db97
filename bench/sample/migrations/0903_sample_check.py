from django.db import migrations, models
from django_pg_migration_tools.operations import SaferAddCheckConstraint


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("feedbacks", "0902_sample_index")]

    operations = [
        SaferAddCheckConstraint(
            "feedback",
            models.CheckConstraint(
                condition=~models.Q(sample="never"), name="feedback_sample_is_allowed"
            ),
        ),
    ]
