from django.db import migrations, models
from django_pg_migration_tools.operations import SaferAddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("feedbacks", "0901_sample_column")]

    operations = [
        SaferAddIndexConcurrently(
            "feedback", models.Index(fields=["video", "sample"], name="feedback_sample_idx")
        ),
    ]
