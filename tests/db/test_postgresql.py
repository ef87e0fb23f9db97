"""The database's engine: pipelines in which Django's own code works, and foreign keys."""

from contextlib import contextmanager
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg.pq import Trace

from projects.models import Membership, Project
from users.models import User
from videoplanet.db.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def pipeline(db):
    with connection.pipelined(), transaction.atomic():
        yield


def test_a_row_is_saved_and_its_row_count_known(cast, pipeline):
    cast.project.name = "Other"
    cast.project.save(update_fields=["name"])
    cast.project.save()
    assert Project.objects.filter(id=cast.project.id).update(name="Third") == 1
    gone = Membership.objects.get(user=cast.viewer.user)
    assert Membership.objects.filter(user=cast.viewer.user).delete()[0] == 1
    with pytest.raises(DatabaseError, match="did not affect any rows"):
        gone.save(update_fields=["role"])


def test_an_error_is_raised_in_the_savepoint_that_it_ends(cast, pipeline):
    again = {"project": cast.project, "user": cast.viewer.user, "role": "viewer"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership(**again).save(force_insert=True)

    row, created = Membership.objects.get_or_create(
        project=cast.project, user=cast.viewer.user, defaults={"role": "editor"}
    )
    assert (row.role, created) == ("viewer", False)


def test_rows_are_read_one_after_the_other(cast, pipeline):
    assert len(list(User.objects.iterator(chunk_size=1))) == User.objects.count()


def test_a_failed_statement_undoes_the_transaction(transactional_db):
    with pytest.raises(IntegrityError), connection.pipelined(), transaction.atomic():
        User.objects.create_user("someone@example.com", name="Someone")
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO projects_project (id) VALUES (%s)", [new_id()])
    assert not User.objects.exists()
    assert connection.connection.info.transaction_status.name == "IDLE"


def test_foreign_keys_are_checked_at_once(cast):
    tables = [model._meta.db_table for model in apps.get_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND condeferred"
            " AND conrelid = ANY(%s::regclass[])",
            [tables],
        )
        assert cursor.fetchall() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership(project=cast.project, user_id=new_id(), role="viewer").save()


@pytest.fixture
def round_trips(transactional_db, tmp_path):
    """Return a context manager that counts how often PostgreSQL was asked and waited for."""

    @contextmanager
    def counted():
        connection.ensure_connection()
        pgconn, waits = connection.connection.pgconn, []
        with (tmp_path / "trace").open("w+") as file:
            pgconn.trace(file.fileno())
            pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
            try:
                yield waits
            finally:
                pgconn.untrace()
            file.seek(0)
            senders = [line[0] for line in file]
        waits += [pair for pair in pairwise(senders) if pair == ("F", "B")]

    return counted


def test_a_transaction_in_a_pipeline_is_waited_for_once(round_trips):
    with round_trips() as waits, connection.pipelined(), transaction.atomic():
        for _statement in range(3):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
    assert len(waits) == 1


def test_a_commit_says_what_failed_in_the_pipeline(cast, transactional_db):
    pipeline, write = connection.pipelined(), transaction.atomic()
    with pytest.raises(IntegrityError), pipeline, write, connection.cursor() as cursor:
        cursor.execute("INSERT INTO projects_project (id) VALUES (%s)", [new_id()])
        cursor.execute("SELECT 1")
    assert connection.get_autocommit()
    assert User.objects.exists()


@pytest.mark.parametrize(
    ("name", "headers", "most"),
    [
        ("owner", {}, 2),
        ("owner", {"Idempotency_Key": "k"}, 4),
        ("reviewer", {}, 3),  # the video's uploader is told, if they want to be
    ],
)
def test_feedback_is_given_in_few_round_trips(round_trips, cast, name, headers, most):
    given = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Here"}

    def give(number):
        keys = {name: f"{key}-{number}" for name, key in headers.items()}
        assert getattr(cast, name).post("feedbacks", given, **keys).status_code == 201

    for number in range(7):  # until the statements are prepared
        give(number)
    with round_trips() as waits:
        give(7)

    assert len(waits) == most
