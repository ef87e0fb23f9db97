"""Triggers that keep what a feedback's JSON shows (docs/decisions/0029-stored-json.md).

`stored_json` is made by `feedback_stored_json` from the row's other columns.
tests/feedbacks/test_stored_json.py compares it with what `FeedbackResponse` declares: a changed
declaration needs a migration that replaces the function and writes each row again.
"""

from django.db import migrations

STORED_JSON = """
CREATE FUNCTION feedback_stored_json() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.stored_json := left((json_build_object(
        'etag', '"' || to_hex((extract(epoch FROM NEW.updated_at) * 1000000)::bigint) || '"',
        'id', NEW.id, 'project_id', NEW.project_id, 'video_id', NEW.video_id,
        'timestamp', NEW.video_timestamp, 'seek_timestamp', NEW.seek_timestamp,
        'end_timestamp', NEW.end_timestamp, 'frame', NEW.frame, 'timecode', NEW.timecode,
        'end_frame', NEW.end_frame, 'end_timecode', NEW.end_timecode,
        'beyond_end', NEW.beyond_end, 'content', NEW.content,
        'screenshot_status', NEW.screenshot_status,
        'screenshot_failure', NEW.screenshot_failure, 'screenshot_url', NEW.screenshot_key,
        'annotated_url', NEW.annotated_key,
        'drawing_data', ('{"shapes": []}'::jsonb || NEW.drawing_data),
        'priority', NEW.priority, 'status', NEW.status, 'tags', NEW.tags,
        'resolved_at', to_char(NEW.resolved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'created_at', to_char(NEW.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'updated_at', to_char(NEW.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'comments_count', NEW.comments_count, 'reactions', NEW.reactions,
        'reacted_by', NEW.reacted_by
    ))::text, -1);
    RETURN NEW;
END $$;

CREATE TRIGGER feedback_stored_json BEFORE INSERT OR UPDATE ON feedbacks_feedback
FOR EACH ROW EXECUTE FUNCTION feedback_stored_json();
"""

# The rows are locked first, and read by the statement after it: so what others have committed
# meanwhile is seen.
REACTIONS = """
CREATE FUNCTION feedback_reactions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids uuid[];
BEGIN
    ids := ARRAY(
        SELECT id FROM feedbacks_feedback WHERE id IN (SELECT feedback_id FROM changed)
        ORDER BY id FOR NO KEY UPDATE
    );
    UPDATE feedbacks_feedback AS f SET reactions = given.counts, reacted_by = given.users
    FROM (
        SELECT i.id, COALESCE(jsonb_object_agg(r.emoji, r.n) FILTER (WHERE r.n > 0), '{}') AS counts,
            COALESCE(jsonb_object_agg(r.emoji, r.users) FILTER (WHERE r.n > 0), '{}') AS users
        FROM unnest(ids) AS i(id) LEFT JOIN (
            SELECT feedback_id, emoji, count(*) AS n, array_agg(user_id ORDER BY created_at) AS users
            FROM feedbacks_feedbackreaction WHERE feedback_id = ANY(ids)
            GROUP BY feedback_id, emoji
        ) AS r ON r.feedback_id = i.id
        GROUP BY i.id
    ) AS given WHERE f.id = given.id;
    RETURN NULL;
END $$;

CREATE TRIGGER feedback_reactions_added AFTER INSERT ON feedbacks_feedbackreaction
REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION feedback_reactions();

CREATE TRIGGER feedback_reactions_removed AFTER DELETE ON feedbacks_feedbackreaction
REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION feedback_reactions();
"""


class Migration(migrations.Migration):
    dependencies = [("feedbacks", "0001_initial")]

    operations = [
        migrations.RunSQL(
            STORED_JSON,
            """
            DROP TRIGGER feedback_stored_json ON feedbacks_feedback;
            DROP FUNCTION feedback_stored_json;
            """,
        ),
        migrations.RunSQL(
            REACTIONS,
            """
            DROP TRIGGER feedback_reactions_added ON feedbacks_feedbackreaction;
            DROP TRIGGER feedback_reactions_removed ON feedbacks_feedbackreaction;
            DROP FUNCTION feedback_reactions;
            """,
        ),
        # A comment or a reaction changes the row; with room in its page no index is touched.
        migrations.RunSQL(
            "ALTER TABLE feedbacks_feedback SET (fillfactor = 80)",
            "ALTER TABLE feedbacks_feedback RESET (fillfactor)",
        ),
    ]
