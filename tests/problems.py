"""Checks of error answers."""


def assert_problem(answer, status, code):
    """Check the status, the code and the shape that all errors have (RFC 9457)."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "code", "errors", "instance"}
    assert (body["status"], body["code"]) == (status, code)
    assert body["instance"] == f"urn:request:{answer['X-Request-Id']}"


def fields_of(answer):
    """Return the names of the refused fields of a 400, sorted."""
    assert_problem(answer, 400, answer.json()["code"])
    errors = answer.json()["errors"]
    assert all(error["message"] and error["code"] for error in errors)
    return sorted(error["field"] for error in errors)
