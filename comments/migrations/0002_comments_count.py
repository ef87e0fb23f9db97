"""Triggers that count each feedback's comments, without those that were deleted."""

from django.db import migrations

COMMENTS_COUNT = """
CREATE FUNCTION feedback_comments_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE feedbacks_feedback AS f SET comments_count = f.comments_count + more.n
        FROM (
            SELECT feedback_id, count(*) AS n FROM new_rows WHERE deleted_at IS NULL GROUP BY 1
        ) AS more WHERE f.id = more.feedback_id;
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE feedbacks_feedback AS f SET comments_count = f.comments_count - fewer.n
        FROM (
            SELECT feedback_id, count(*) AS n FROM old_rows WHERE deleted_at IS NULL GROUP BY 1
        ) AS fewer WHERE f.id = fewer.feedback_id;
    ELSE
        UPDATE feedbacks_feedback AS f SET comments_count = f.comments_count + more.n
        FROM (
            SELECT feedback_id, sum(n) AS n FROM (
                SELECT feedback_id, 1 AS n FROM new_rows WHERE deleted_at IS NULL
                UNION ALL SELECT feedback_id, -1 FROM old_rows WHERE deleted_at IS NULL
            ) AS rows GROUP BY 1 HAVING sum(n) <> 0
        ) AS more WHERE f.id = more.feedback_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER comments_count_added AFTER INSERT ON comments_feedbackcomment
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION feedback_comments_count();

CREATE TRIGGER comments_count_removed AFTER DELETE ON comments_feedbackcomment
REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION feedback_comments_count();

CREATE TRIGGER comments_count_changed AFTER UPDATE ON comments_feedbackcomment
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION feedback_comments_count();
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial"), ("feedbacks", "0002_stored_json")]

    operations = [
        migrations.RunSQL(
            COMMENTS_COUNT,
            """
            DROP TRIGGER comments_count_added ON comments_feedbackcomment;
            DROP TRIGGER comments_count_removed ON comments_feedbackcomment;
            DROP TRIGGER comments_count_changed ON comments_feedbackcomment;
            DROP FUNCTION feedback_comments_count;
            """,
        )
    ]
