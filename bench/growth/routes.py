"""What is timed: one table. A new line here is all that another request needs.

Answers have the same length at every size from the second on: a list has 100 rows of more, a rare
word is in the same few rows, those of the beginning. So what takes longer has read more than it
answers. Names in braces are filled in from `places`; `{made}` is the id in the answer of the
request `given`, which is sent before and not timed.
"""

from dataclasses import dataclass
from typing import Any

from bench.growth import words
from bench.growth.history import COMMON_TAG, RARE_TAG, SECOND_TAG, SHAPE

API, ADMIN = "/api/v1", "/admin"


@dataclass(frozen=True, slots=True)
class Route:
    """A request with a name of its own, and the status of its answer."""

    name: str
    path: str
    method: str = "GET"
    body: dict[str, Any] | None = None
    status: int = 200
    given: "Route | None" = None


def _list(name: str, query: str, project: str = "{project}") -> Route:
    return Route(f"list: {name}", f"{API}/feedbacks?project_id={project}{query}")


def _search(name: str, query: str, project: str = "{project}") -> Route:
    return Route(f"search: {name}", f"{API}/feedbacks?project_id={project}&q={query}")


def _post(name: str, path: str, body: dict[str, Any], given: Route | None = None) -> Route:
    return Route(name, f"{API}/{path}", "POST", body, 201, given)


def _patch(name: str, path: str, body: dict[str, Any]) -> Route:
    return Route(name, f"{API}/{path}", "PATCH", body)


def _delete(name: str, path: str, given: Route, status: int = 204) -> Route:
    return Route(name, f"{API}/{path}", "DELETE", None, status, given)


LISTS = (
    _list("first page", ""),
    _list("newest first", "&order=-created_at"),
    _list("by timestamp", "&order=timestamp"),
    _list("last changed first", "&order=-updated_at"),
    _list("a page in the middle", "&cursor={middle}"),
    _list("500 rows", "&limit=500"),
    _list("a small project", "", "{small}"),
    _list("open", "&status=open"),
    _list("in progress", "&status=in_progress&order=-created_at"),
    _list("not done, newest first", "&status=open&status=in_progress&order=-created_at"),
    _list("critical", "&priority=critical"),
    _list("critical and closed", "&priority=critical&status=closed"),
    _list("common tag", f"&tag={COMMON_TAG}"),
    _list("two tags", f"&tag={COMMON_TAG}&tag={SECOND_TAG}"),
    _list("rare tag", f"&tag={RARE_TAG}"),
    _list("a tag that nothing has", "&tag=nowhere"),
    _list("common author", "&author={author}"),
    _list("rare author", "&author={reader}"),
    _list("an author of nothing", "&author={stranger}"),
    _list("common assignee", "&assignee={author}"),
    _list("rare assignee", "&assignee={reader}"),
    _list("five seconds of all videos", "&timestamp_from=300&timestamp_to=305&order=timestamp"),
    _list("changed lately", "&updated_since={lately}"),
    _list("a video", "&video_id={video}"),
    _list("a video by timestamp", "&video_id={video}&order=timestamp"),
    _list("a video, open", "&video_id={video}&status=open"),
    _list("a video with earlier ones", "&video_id={video}&include_previous=open"),
    _list("a video, rare tag", f"&video_id={{video}}&tag={RARE_TAG}"),
)
SEARCHES = (
    _search("common word", words.COMMON),
    _search("common word, newest first", f"{words.COMMON}&order=-created_at"),
    _search("rare word", words.RARE),
    _search("no such word", words.ABSENT),
    _search("a word of other projects", words.ELSEWHERE),
    _search("a word of rare comments", words.ONLY_COMMENTS),
    _search("common and rare word", f"{words.COMMON}%20{words.RARE}"),
    _search("common word, open", f"{words.COMMON}&status=open"),
    _search("common word in a small project", words.COMMON, "{small}"),
    *(
        _search(f"{kind} Korean word of {length}", found)
        for kind, by_length in (
            ("common", words.KOREAN_COMMON),
            ("rare", words.KOREAN_RARE),
            ("unknown", words.KOREAN_ABSENT),
        )
        for length, found in by_length.items()
    ),
)
CONTROL = Route("videos: 200", f"{API}/videos?project_id={{project}}&limit=200")
"""It reads and answers the same at every size."""
OTHER_READS = (
    Route("feedback", f"{API}/feedbacks/{{feedback}}"),
    Route("summary: the largest project", f"{API}/projects/{{project}}/summary"),
    Route("summary: a small project", f"{API}/projects/{{small}}/summary"),
    Route("projects: own 60", f"{API}/projects"),
    Route("project: the largest", f"{API}/projects/{{project}}"),
    Route("members", f"{API}/projects/{{project}}/members"),
    CONTROL,
    Route("video", f"{API}/videos/{{video}}"),
    Route("video: versions", f"{API}/videos/{{video}}/versions"),
    Route("comments: a tree of 120", f"{API}/comments?feedback_id={{first}}"),
    Route("comments: a usual tree", f"{API}/comments?feedback_id={{feedback}}"),
    Route("comment", f"{API}/comments/{{comment}}"),
    Route("comment: replies", f"{API}/comments/{{comment}}/replies"),
    Route("replay: from the beginning", f"{API}/projects/{{project}}/events?after=0&limit=100"),
    Route("replay: from the middle", f"{API}/projects/{{project}}/events?after={{half}}&limit=100"),
    Route("replay: the last 50", f"{API}/projects/{{project}}/events?after={{recent}}"),
    Route("notifications", f"{API}/notifications"),
    Route("notifications: unread", f"{API}/notifications?unread=true"),
    Route("notifications: preferences", f"{API}/notifications/preferences"),
    Route("invitations", f"{API}/invitations?project_id={{project}}"),
    Route("share links", f"{API}/share-links?project_id={{project}}"),
    Route("own profile", f"{API}/users/me"),
)

_TEXT = {"video_id": "{video}", "timestamp": 12.5, "content": "자막이 조금 늦어요."}
FEEDBACK = _post("create a feedback", "feedbacks", _TEXT)
_COMMENT = _post("create a comment", "comments", {"feedback_id": "{feedback}", "content": "Yes."})
_PROJECT = _post("create a project", "projects", {"name": "Bench"})
_VIDEO = _post(
    *("create a video", "videos"),
    {
        "project_id": "{project}",
        "title": "Cut",
        "filename": "cut.mp4",
        "size": 1000,
        "content_type": "video/mp4",
    },
)
_MEMBER = _post(
    "add a member",
    "projects/{project}/members",
    {"email": "{newcomer}", "role": "reviewer"},
)
_REACTION = Route(
    "react to a feedback", f"{API}/feedbacks/{{feedback}}/reactions", "POST", {"emoji": "🎬"}
)
WRITES = (
    FEEDBACK,
    _post(
        *("create a feedback with a drawing", "feedbacks"),
        _TEXT | {"drawing_data": {"shapes": [SHAPE]}, "priority": "high", "tags": ["sound"]},
    ),
    _patch("change a status", "feedbacks/{feedback}", {"status": "{status}"}),
    _patch("change a text", "feedbacks/{own}", {"content": "{text}"}),
    _patch("change 50 at once", "feedbacks/bulk", {"ids": "{fifty}", "status": "{statuses}"}),
    _delete("delete a feedback", "feedbacks/{made}", FEEDBACK),
    _REACTION,
    _delete(
        *("take a reaction back", "feedbacks/{feedback}/reactions?emoji=%F0%9F%8E%AC"),
        _REACTION,
        200,
    ),
    _COMMENT,
    _post(
        *("reply", "comments"),
        {"feedback_id": "{feedback}", "content": "Yes.", "parent_id": "{comment}"},
    ),
    _delete("delete a comment", "comments/{made}", _COMMENT),
    Route(
        *("mark a notification as read", f"{API}/notifications/read", "POST"),
        {"ids": ["{notification}"]},
    ),
    _PROJECT,
    _patch("rename the largest project", "projects/{project}", {"name": "{text}"}),
    _delete("delete an empty project", "projects/{made}", _PROJECT),
    _VIDEO,
    _patch("rename a video", "videos/{video}", {"title": "{text}"}),
    _delete("delete a video without feedback", "videos/{made}", _VIDEO),
    _delete("remove a member", "projects/{project}/members/{made}", _MEMBER),
    _patch("change one's name", "users/me", {"name": "{text}"}),
)


def _pages(model: str, *searches: tuple[str, str]) -> tuple[Route, ...]:
    """Return the list of a model in the admin, and its list for some queries."""
    path = f"{ADMIN}/{model}/"
    name = model.rpartition("/")[2]
    found = (Route(f"admin: {name}, {said}", f"{path}?{query}") for said, query in searches)
    return (Route(f"admin: {name}", path), *found)


ADMINS = (
    *_pages(
        "feedbacks/feedback",
        ("10,000 rows down", "p={page}"),
        ("common word", f"q={words.COMMON}"),
        ("rare word", f"q={words.RARE}"),
        ("no such word", f"q={words.ABSENT}"),
        ("Korean word of 2", f"q={words.KOREAN_RARE[2]}"),
        ("by id", "q={feedback}"),
        ("closed", "status__exact=closed"),
        ("critical", "priority__exact=critical"),
        ("of the past week", "created=7"),
        ("of a project", "project__id__exact={small}"),
        ("of a person", "user__id__exact={author}"),
    ),
    Route("admin: one feedback", f"{ADMIN}/feedbacks/feedback/{{first}}/change/"),
    *_pages(
        "comments/feedbackcomment",
        ("by id of the project", "q={small}"),
        ("by id of the author", "q={author}"),
        ("of a person", "user__id__exact={author}"),
    ),
    Route("admin: one comment", f"{ADMIN}/comments/feedbackcomment/{{comment}}/change/"),
    *_pages("projects/project", ("a name", "q=Project%207")),
    Route("admin: the largest project", f"{ADMIN}/projects/project/{{project}}/change/"),
    *_pages("projects/membership", ("a name", "q=Member%207")),
    *_pages("videos/video", ("of a project", "q={project}")),
    *_pages("users/user", ("an address", "q=member7%40")),
    Route("admin: one person", f"{ADMIN}/users/user/{{author}}/change/"),
    *_pages("notifications/notification", ("of a person", "q={reader}"), ("replies", "type=reply")),
    *_pages("eventlog/event", ("of a project", "q={small}"), ("of the largest", "q={project}")),
    *_pages("eventlog/stream"),
)

ROUTES = (*LISTS, *SEARCHES, *OTHER_READS, *WRITES, *ADMINS)

MIX = {
    "projects: own 60": 10,
    "summary: the largest project": 10,
    "summary: a small project": 5,
    "list: first page": 15,
    "list: newest first": 10,
    "list: not done, newest first": 5,
    "list: a video by timestamp": 15,
    "list: rare tag": 2,
    "search: rare word": 3,
    "search: common Korean word of 2": 2,
    "comments: a usual tree": 15,
    "notifications": 10,
    "replay: the last 50": 5,
    "create a feedback": 5,
    "create a comment": 5,
    "change a status": 3,
}
"""What twenty people do at once, by weight."""
