"""POST api/graphql."""

import json
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql import build_schema

from comments.actions import add_comment
from feedbacks.actions import create_feedback
from integrations.graphql import rows
from integrations.graphql.schema import SCHEMA
from projects.models import Project
from tests.conftest import make_video
from tests.problems import assert_problem, fields_of

EVERYTHING = """
query Everything($id: UUID!) {
  project(id: $id) {
    name role
    videos(first: 50) { nodes {
      title version
      feedback(first: 50) { nodes {
        id content status timecode user { name email } assignee { name }
        comments { nodes { content user { name } replies { nodes { content } } } }
      } }
    } }
  }
}
"""


def ask(person, query, **variables):
    answer = person.post("/api/graphql", {"query": query, "variables": variables})
    assert answer.status_code == 200, answer.content
    return answer.json()


def data_of(person, query, **variables):
    answer = ask(person, query, **variables)
    assert "errors" not in answer, answer
    return answer["data"]


def code_of(person, query, **variables):
    (error,) = ask(person, query, **variables)["errors"]
    return error["extensions"]["code"]


def give(cast, video=None, name="reviewer", **fields):
    values = {"video_timestamp": 1.0, "content": "x"} | fields
    return create_feedback(access=cast.access(name), video=video or cast.video, **values)


def fill(cast, videos, each):
    for _ in range(videos):
        video = make_video(cast.access("editor"), frame_rate="25")
        for _ in range(each):
            root = add_comment(
                access=cast.access("reviewer"),
                feedback=give(cast, video, assignee=cast.editor.user.id),
                content="root",
            )
            reply = {"feedback": root.feedback, "content": "reply", "parent_id": root.id}
            add_comment(access=cast.access("editor"), **reply)


def test_one_request_reads_a_project_with_all_in_it(cast):
    fill(cast, 2, 2)
    project = data_of(cast.viewer, EVERYTHING, id=str(cast.project.id))["project"]
    assert project["role"] == "viewer"
    given = [each for video in project["videos"]["nodes"] for each in video["feedback"]["nodes"]]
    assert len(given) == 4
    assert {each["status"] for each in given} == {"open"}
    assert {each["user"]["email"] for each in given} == {"reviewer@example.com"}
    assert {each["assignee"]["name"] for each in given} == {"Editor"}
    threads = [thread for each in given for thread in each["comments"]["nodes"]]
    assert [thread["content"] for thread in threads] == ["root"] * 4
    assert [each["content"] for thread in threads for each in thread["replies"]["nodes"]] == (
        ["reply"] * 4
    )


def test_the_number_of_queries_does_not_grow(cast):
    counts = []
    for _ in range(2):
        fill(cast, 2, 3)
        with CaptureQueriesContext(connection) as queries:
            data_of(cast.viewer, EVERYTHING, id=str(cast.project.id))
        counts.append(len(queries))
    # The user; the project; two each for videos, feedback, comments and replies.
    assert counts == [counts[0]] * 2
    assert counts[0] <= 11, [each["sql"][:80] for each in queries.captured_queries]


PEOPLE = {"user", "assignee", "resolved_by", "uploader", "reviewed_by", "mentions"}


def camel(value):
    """Return names as GraphQL has them."""
    if isinstance(value, list):
        return [camel(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        re.sub("_(.)", lambda m: m[1].upper(), name): camel(each) for name, each in value.items()
    }


def selection(row):
    """Return the selection of all that a row of the REST API has."""
    inside = dict.fromkeys(PEOPLE, "{ id name email avatarUrl kind }")
    inside["color"] = "{ primaries transfer matrix range hdr }"
    named = [f"{next(iter(camel({name: 0})))} {inside.get(name, '')}" for name in row]
    return f"{{ {' '.join(named)} }}"


@pytest.mark.parametrize("name", ["viewer", "guest"])
@pytest.mark.parametrize(("path", "field"), [("feedbacks", "feedback"), ("videos", "video")])
def test_rows_are_those_of_the_rest_api(cast, name, path, field):
    person = getattr(cast, name)
    give(cast, tags=["색"], priority="high", assignee=cast.editor.user.id)
    (sent, *_more) = person.get(f"{path}?project_id={cast.project.id}").json()
    query = f"query($id: UUID!) {{ {field}(id: $id) {selection(sent)} }}"
    assert data_of(person, query, id=sent["id"]) == {field: camel(sent)}


def test_others_projects_are_not_there(cast):
    given = give(cast)
    query = """query($p: UUID!, $v: UUID!, $f: UUID!) {
      projects { nodes { id } } project(id: $p) { id } video(id: $v) { id } feedback(id: $f) { id }
    }"""
    ids = {"p": str(cast.project.id), "v": str(cast.video.id), "f": str(given.id)}
    nothing = {"projects": {"nodes": []}, "project": None, "video": None, "feedback": None}
    assert data_of(cast.outsider, query, **ids) == nothing
    seen = data_of(cast.guest, query, **ids)
    assert seen["project"] == {"id": ids["p"]}
    assert seen["feedback"] == {"id": ids["f"]}
    unknown = dict.fromkeys(ids, str(uuid4()))
    assert data_of(cast.owner, query, **unknown)["project"] is None


def test_a_guest_sees_no_address(cast):
    give(cast)
    query = """{ projects { nodes {
      members { nodes { user { email } } } feedback { nodes { user { mail: email } } }
    } } }"""
    answer = json.dumps(data_of(cast.guest, query))
    assert "@" not in answer
    assert "@" in json.dumps(data_of(cast.viewer, query))


def test_me_is_whoever_asks(cast):
    query = "{ me { id name email kind timeZone } }"
    assert data_of(cast.viewer, query)["me"] == {
        "id": str(cast.viewer.user.id),
        "name": "Viewer",
        "email": "viewer@example.com",
        "kind": "member",
        "timeZone": cast.viewer.user.time_zone,
    }


def test_nobody_asks_without_logging_in(cast):
    answer = cast.anonymous.post("/api/graphql", {"query": "{ me { id } }"})
    assert_problem(answer, 401, "not_authenticated")


def test_a_list_goes_on_where_its_cursor_says(cast):
    given = [str(give(cast, content=str(n)).id) for n in range(5)]
    query = """query($id: UUID!, $after: String) { video(id: $id) {
      feedback(first: 2, after: $after) { nodes { id } nextCursor }
    } }"""
    found, after = [], None
    for _ in range(3):
        page = data_of(cast.viewer, query, id=str(cast.video.id), after=after)["video"]["feedback"]
        found += [each["id"] for each in page["nodes"]]
        after = page["nextCursor"]
    assert found == given
    assert after is None


def test_projects_and_members_go_on_too(cast):
    page = data_of(cast.viewer, "{ projects(first: 1) { nodes { id } nextCursor } }")["projects"]
    assert page == {"nodes": [{"id": str(cast.project.id)}], "nextCursor": None}
    query = """query($after: String) { projects { nodes {
      members(first: 3, after: $after) { nodes { id } nextCursor }
    } } }"""
    found, after = [], None
    for _ in range(2):
        (project,) = data_of(cast.viewer, query, after=after)["projects"]["nodes"]
        found += [each["id"] for each in project["members"]["nodes"]]
        after = project["members"]["nextCursor"]
    listed = cast.viewer.get(f"projects/{cast.project.id}/members").json()
    assert sorted(found) == sorted(each["id"] for each in listed)


def test_feedback_is_filtered_as_in_the_list(cast):
    give(cast, content="a", priority="high", tags=["색"])
    give(cast, content="b", assignee=cast.editor.user.id)
    query = """query($id: UUID!, $where: FeedbackFilter) { project(id: $id) {
      feedback(where: $where) { nodes { content } }
    } }"""
    for where, wanted in (
        ({"priority": ["high", "critical"]}, ["a"]),
        ({"status": ["resolved"]}, []),
        ({"tag": ["색"], "status": ["open"]}, ["a"]),
        ({"assignee": str(cast.editor.user.id)}, ["b"]),
        ({"author": str(cast.reviewer.user.id)}, ["a", "b"]),
        (None, ["a", "b"]),
    ):
        found = data_of(cast.viewer, query, id=str(cast.project.id), where=where)
        assert [each["content"] for each in found["project"]["feedback"]["nodes"]] == wanted


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ projects(first: 0) { nodes { id } } }", "first_out_of_range"),
        ("{ projects(first: 201) { nodes { id } } }", "first_out_of_range"),
        ("{ projects { nodes { videos(first: 500) { nodes { id } } } } }", "first_out_of_range"),
        ('{ projects(after: "nonsense") { nodes { id } } }', "invalid"),
        ('{ projects { nodes { videos(after: "nonsense") { nodes { id } } } } }', "invalid"),
    ],
)
def test_bad_arguments_have_a_code(cast, query, code):
    assert code_of(cast.viewer, query) == code


def test_a_cursor_of_several_lists_is_refused(cast):
    make_video(cast.access("editor"))
    query = '{ projects { nodes { videos { nodes { feedback(after: "x") { nodes { id } } } } } } }'
    assert ask(cast.viewer, query)["errors"][0]["extensions"]["code"] == "after_of_many"


def test_a_query_may_not_read_too_many_rows(cast, monkeypatch):
    monkeypatch.setattr(rows, "MAX_ROWS", 150)
    query = "{ projects(first: 100) { nodes { videos(first: 100) { nodes { id } } } } }"
    assert code_of(cast.viewer, query) == "too_many_rows"
    assert (
        code_of(
            cast.viewer,
            "{ a: projects(first: 100) { nodes { id } } b: projects(first: 100) { nodes { id } } }",
        )
        == "too_many_rows"
    )


def test_a_deep_query_is_refused(cast):
    inner = "id"
    for _ in range(8):
        inner = f"video {{ project {{ feedback {{ nodes {{ {inner} }} }} }} }}"
    answer = ask(
        cast.viewer, f"{{ projects {{ nodes {{ feedback {{ nodes {{ {inner} }} }} }} }} }}"
    )
    assert answer["data"] is None
    assert "depth" in answer["errors"][0]["message"]


def test_a_query_of_many_parts_is_refused(cast):
    aliases = " ".join(f"a{n}: me {{ id }}" for n in range(40))
    assert "alias" in ask(cast.viewer, f"{{ {aliases} }}")["errors"][0]["message"]
    tokens = "{ me { " + "id " * 3000 + "} }"
    assert "oken" in ask(cast.viewer, tokens)["errors"][0]["message"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "query"),
        ({"query": ""}, "query"),
        ({"query": 3}, "query"),
        ({"query": "x" * 20_001}, "query"),
        ({"query": "{ me { id } }", "variables": []}, "variables"),
        ({"query": "{ me { id } }", "extensions": {}}, "extensions"),
        ([{"query": "{ me { id } }"}], ""),
    ],
)
def test_a_bad_body_is_a_problem_document(cast, body, field):
    answer = cast.viewer.post("/api/graphql", body)
    assert answer.status_code == 400
    assert field in fields_of(answer)


@pytest.mark.parametrize("query", ["{", "{ nothing }", "mutation { x }", "subscription { x }"])
def test_what_is_no_query_of_ours_has_errors_and_no_data(cast, query):
    answer = ask(cast.viewer, query)
    assert answer["data"] is None
    assert answer["errors"]


def test_queries_are_counted(cast, settings):
    settings.GRAPHQL_RATE = "2/hour"
    query = {"query": "{ me { id } }"}
    codes = [cast.viewer.post("/api/graphql", query).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert cast.editor.post("/api/graphql", query).status_code == 200


def test_a_fault_of_ours_is_a_500_that_says_nothing(cast, monkeypatch):
    def fail(*_args):
        raise RuntimeError("a secret")

    monkeypatch.setattr(Project.objects, "visible_to", fail)
    answer = cast.viewer.post("/api/graphql", {"query": "{ projects { nodes { id } } }"})
    assert_problem(answer, 500, "error")
    assert "secret" not in answer.content.decode()


def test_the_schema_is_read_by_another_library():
    built = build_schema(SCHEMA.as_str())
    assert {"Project", "Video", "Feedback", "Comment", "Member", "User"} <= set(built.type_map)
    assert built.mutation_type is None
