"""What everyday writes ask PostgreSQL is planned a few times, not on each request."""

from django.db import connection

MOST = 5
"""PostgreSQL makes so many plans for the values of a prepared statement before it decides."""
TIMES = 15


def test_everyday_writes_keep_their_plans(cast, feedback):
    shape = {"type": "arrow", "coordinates": [0.1, 0.2, 0.5, 0.5], "style": {"color": "#00FF00"}}
    given = {"video_id": str(cast.video.id), "timestamp": 1, "drawing_data": {"shapes": [shape]}}
    before = plans()
    for number in range(TIMES):
        text = {"content": f"Number {number}"}
        assert cast.owner.post("feedbacks", given | text).status_code == 201
        comment = text | {"feedback_id": str(feedback.id)}
        assert cast.owner.post("comments", comment).status_code == 201
        assert cast.owner.patch(f"feedbacks/{feedback.id}", text).status_code == 200

    made = {
        statement: (kept - before.get(statement, (0, 0))[0], new - before.get(statement, (0, 0))[1])
        for statement, (kept, new) in plans().items()
    }
    used = {statement: new for statement, (kept, new) in made.items() if kept + new > MOST}
    assert any("INSERT INTO eventlog_stream" in statement for statement in used)
    assert [statement for statement, new in used.items() if new > MOST] == []


def plans():
    """Return how often each prepared statement used its kept plan, and a new one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements")
        return {statement: (kept, new) for statement, kept, new in cursor.fetchall()}
