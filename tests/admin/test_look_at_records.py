"""What staff see: everything that members see, to look at."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eventlog.models import Event, Stream
from feedbacks.actions import create_feedback
from notifications.models import Mail, Notification
from projects.models import Project
from tests.admin.rows import more_rows
from videoplanet.admin import CheapPaginator
from videoplanet.storage.deletions import forget_objects
from videoplanet.storage.models import StorageDeletion
from videoplanet.storage.tasks import DELETION
from videoplanet.tasks.models import Work
from videoplanet.tasks.work import claim
from videos.models import Video

pytestmark = pytest.mark.django_db

READ_ONLY = (
    *("projects/project", "projects/membership", "videos/video", "storage/storagedeletion"),
    *("feedbacks/feedback", "comments/feedbackcomment", "eventlog/stream", "eventlog/event"),
    *("notifications/notification", "notifications/mail", "tasks/work"),
)


def list_page(client, model, **query):
    answer = client.get(f"/admin/{model}/", query)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


@pytest.fixture
def records(cast, feedback, comment):
    """A row of each model."""
    answer = cast.editor.post(f"feedbacks/{feedback.id}/reactions", {"emoji": "🎬"})
    assert answer.status_code == 200
    forget_objects("avatars/x")
    return {
        "projects/project": cast.project.id,
        "projects/membership": cast.project.memberships.earliest("created_at").id,
        "videos/video": cast.video.id,
        "storage/storagedeletion": StorageDeletion.objects.get().pk,
        "feedbacks/feedback": feedback.id,
        "comments/feedbackcomment": comment.id,
        "notifications/notification": Notification.objects.earliest("id").id,
        "notifications/mail": Mail.objects.get().id,
        "eventlog/stream": cast.project.id,
        "eventlog/event": Event.objects.latest("id").pk,
        "users/user": cast.owner.user.id,
        "tasks/work": Work.objects.get(kind=DELETION.name).id,
    }


def test_each_model_has_a_list_and_a_page(admin_browser, records):
    for model, pk in records.items():
        list_page(admin_browser, model)
        assert admin_browser.get(f"/admin/{model}/{pk}/change/").status_code == 200, model


def test_what_members_see_is_neither_added_changed_nor_deleted(admin_browser, records):
    for model in READ_ONLY:
        pk = records[model]
        assert admin_browser.get(f"/admin/{model}/add/").status_code == 403, model
        for step in ("change", "delete"):
            answer = admin_browser.post(f"/admin/{model}/{pk}/{step}/", {"content": "x"})
            assert answer.status_code == 403, (model, step)
        page = admin_browser.get(f"/admin/{model}/{pk}/change/").content.decode()
        assert 'name="_save"' not in page, model
        assert "delete_selected" not in list_page(admin_browser, model), model


def test_records_link_to_each_other(admin_browser, records, cast, feedback):
    page = admin_browser.get(f"/admin/feedbacks/feedback/{feedback.id}/change/").content.decode()
    for path in (
        f"/admin/videos/video/{cast.video.id}/change/",
        f"/admin/projects/project/{cast.project.id}/change/",
        f"/admin/users/user/{cast.reviewer.user.id}/change/",
        f"/admin/comments/feedbackcomment/?feedback__id__exact={feedback.id}",
    ):
        assert path in page
    page = admin_browser.get(f"/admin/projects/project/{cast.project.id}/change/").content.decode()
    for path in (
        f"/admin/projects/membership/?project__id__exact={cast.project.id}",
        f"/admin/videos/video/?project__id__exact={cast.project.id}",
        f"/admin/feedbacks/feedback/?project__id__exact={cast.project.id}",
        f"/admin/eventlog/event/?stream_id__exact={cast.project.id}",
        f"/admin/users/user/{cast.viewer.user.id}/change/",
    ):
        assert path in page
        if "?" in path:
            assert admin_browser.get(path).status_code == 200


def test_a_feedbacks_page_shows_text_moment_labels_and_reactions(admin_browser, records, feedback):
    page = admin_browser.get(f"/admin/feedbacks/feedback/{feedback.id}/change/").content.decode()
    assert "Too dark" in page
    assert "0:00:12.5" in page
    assert "🎬" in page


def test_what_people_wrote_is_text_and_no_markup(admin_browser, cast):
    evil = "<script>alert(1)</script>"
    row = create_feedback(
        access=cast.access("editor"), video=cast.video, video_timestamp=1, content=evil
    )
    Project.objects.update(name=evil)
    Video.objects.update(title=evil)
    for page in (
        list_page(admin_browser, "feedbacks/feedback"),
        list_page(admin_browser, "projects/project"),
        admin_browser.get(f"/admin/feedbacks/feedback/{row.id}/change/").content.decode(),
        admin_browser.get(f"/admin/eventlog/event/{Event.objects.latest('id').pk}/change/")
        .content.decode(),
    ):  # fmt: skip
        assert "alert(1)" in page
        assert evil not in page


def test_lists_are_searched_by_words_and_by_ids(admin_browser, records, cast, feedback, comment):
    create_feedback(
        access=cast.access("editor"), video=cast.video, video_timestamp=1, content="색감"
    )
    model = "feedbacks/feedback"
    for found, missing, q in [
        ("Too dark", "색감", "too DARK"),
        ("색감", "Too dark", "색감"),
        ("Too dark", "색감", str(feedback.id)),
        ("Too dark", "색감", str(cast.reviewer.user.id)),
    ]:
        page = list_page(admin_browser, model, q=q)
        assert found in page
        assert missing not in page
    assert "Too dark" in list_page(admin_browser, model, q=str(cast.project.id))
    page = list_page(admin_browser, "comments/feedbackcomment", q=str(feedback.id))
    assert "Brighter now?" in page
    page = list_page(admin_browser, "comments/feedbackcomment", q="Brighter")
    assert "Brighter now?" not in page
    page = list_page(admin_browser, "eventlog/event", q=str(cast.project.id))
    assert "member.joined" in page
    assert "0 streams" in list_page(admin_browser, "eventlog/stream", q="nonsense")


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ({"status__exact": "open"}, True),
        ({"status__exact": "closed"}, False),
        ({"priority__exact": "medium"}, True),
        ({"created": "1"}, True),
        ({"created": "30"}, True),
        ({"created": "nonsense"}, True),
        ({"status__exact": "open", "created": "7", "q": "dark"}, True),
    ],
)
def test_lists_are_filtered(admin_browser, feedback, query, there):
    assert ("Too dark" in list_page(admin_browser, "feedbacks/feedback", **query)) == there


def test_a_lists_queries_do_not_grow_with_its_rows(admin_browser, records, cast, feedback):
    def queries():
        counted = {}
        for model in [*READ_ONLY, "users/user"]:
            with CaptureQueriesContext(connection) as captured:
                list_page(admin_browser, model)
            counted[model] = len(captured)
        return counted

    queries()  # fills the cache of content types
    before = queries()
    for number in range(5):
        create_feedback(
            access=cast.access("editor"),
            video=cast.video,
            video_timestamp=number,
            content=f"Row {number}",
        )
        forget_objects(f"avatars/{number}")
    more_rows(cast, feedback)
    assert queries() == before


def test_a_pages_queries_do_not_grow_with_its_inlines(admin_browser, records, cast, feedback):
    def queries():
        counted = {}
        for model in ("feedbacks/feedback", "projects/project", "users/user"):
            with CaptureQueriesContext(connection) as captured:
                page = admin_browser.get(f"/admin/{model}/{records[model]}/change/")
            assert page.status_code == 200
            counted[model] = len(captured)
        return counted

    queries()  # fills the cache of content types
    before = queries()
    more_rows(cast, feedback)
    assert queries() == before


def test_a_large_table_is_estimated_and_a_part_of_it_counted_so_far(cast, feedback):
    for number in range(30):
        Stream.objects.create(id=f"01985f4e-0000-7000-8000-{number:012}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE eventlog_stream")

    class Small(CheapPaginator):
        EXACT = 20

    rows = Stream.objects.order_by("pk")
    everything = rows.count()
    assert everything > 30
    with CaptureQueriesContext(connection) as captured:
        assert Small(rows, 10).count == everything
    assert "reltuples" in captured[0]["sql"]
    assert len(captured) == 1
    assert Small(rows.filter(seq=0), 10).count == 21
    assert CheapPaginator(rows, 10).count == everything


def test_what_is_to_be_done_for_a_record_is_one_link_away(admin_browser, records):
    for model in ("videos/video", "feedbacks/feedback", "storage/storagedeletion"):
        page = admin_browser.get(f"/admin/{model}/{records[model]}/change/").content.decode()
        assert f"/admin/tasks/work/?q={records[model]}" in page
    deletion = records["storage/storagedeletion"]

    assert "delete_objects" in list_page(admin_browser, "tasks/work", q=str(deletion))
    assert "waiting" in list_page(admin_browser, "tasks/work", q=str(deletion))
    assert "0 work" in list_page(admin_browser, "tasks/work", q=str(records["users/user"]))
    assert claim(DELETION, deletion)
    assert "claimed" in list_page(admin_browser, "tasks/work", kind=DELETION.name)


def test_a_waiting_deletion_is_given_to_the_worker_again(admin_browser, records):
    pk = records["storage/storagedeletion"]
    answer = admin_browser.post(
        "/admin/storage/storagedeletion/",
        {"action": "delete_now", "_selected_action": [pk]},
        follow=True,
    )
    assert "1 deletion was enqueued." in answer.content.decode()
