from django.db import migrations, models


class Migration(migrations.Migration):
    """A stream may be a person's too."""

    dependencies = [
        ("realtime", "0003_log"),
    ]

    operations = [
        migrations.RemoveConstraint("event", "event_project_seq"),
        migrations.RenameField("stream", "project_id", "id"),
        migrations.RenameField("event", "project_id", "stream_id"),
        migrations.AddConstraint(
            "event",
            models.UniqueConstraint(fields=("stream_id", "seq"), name="event_stream_seq"),
        ),
    ]
