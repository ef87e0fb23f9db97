from django.db import migrations, models

from bench.sample.migrations import NEWEST


class Migration(migrations.Migration):
    dependencies = [("feedbacks", NEWEST)]

    operations = [
        # The version that is still running doesn't know the column: the database has its default.
        migrations.AddField("feedback", "sample", models.TextField(default="", db_default="")),
    ]
