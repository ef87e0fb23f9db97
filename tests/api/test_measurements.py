"""POST measurements: what browsers measured is counted, and nothing else of it is kept."""

import pytest
from django.test import Client

from tests.problems import assert_problem, fields_of
from videoplanet.instruments import BROWSER_CONNECTIONS, BROWSER_ERRORS, BROWSER_SECONDS
from videoplanet.measurements import NAMES


def value(metric, sample, **labels):
    """Return what this process has counted under some labels."""
    found = [
        each.value
        for family in metric.collect()
        for each in family.samples
        if each.name.endswith(sample) and labels.items() <= each.labels.items()
    ]
    return sum(found)


def send(cast, *samples):
    given = [{"name": name, "value": number} for name, number in samples]
    return cast.anonymous.post("measurements", {"samples": given})


@pytest.mark.django_db
def test_each_name_is_counted_where_it_belongs(cast, django_assert_num_queries):
    def read():
        return (
            value(BROWSER_SECONDS, "_sum", measure="lcp"),
            value(BROWSER_ERRORS, "_total", kind="script"),
            value(BROWSER_CONNECTIONS, "_total", status="lost"),
        )

    before = read()
    with django_assert_num_queries(0):
        answer = send(cast, ("lcp", 1.5), ("error.script", 2), ("connection.lost", 1), ("cls", 0.1))
    assert (answer.status_code, answer.content) == (204, b"")
    assert [new - old for new, old in zip(read(), before, strict=True)] == [1.5, 2, 1]
    assert send(cast, *((name, 1) for name in NAMES)).status_code == 204


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("samples", "field"),
    [
        ([], "samples"),
        ([{"name": "lcp", "value": 1}] * 101, "samples"),
        ([{"name": "my secret", "value": 1}], "samples[0].name"),
        ([{"name": "lcp", "value": -1}], "samples[0].value"),
        ([{"name": "lcp", "value": 3601}], "samples[0].value"),
        ([{"name": "lcp", "value": "1"}], "samples[0].value"),
        ([{"name": "lcp", "value": 1, "url": "/x"}], "samples[0].url"),
    ],
)
def test_what_is_no_measurement_is_refused_by_name(cast, samples, field):
    answer = cast.anonymous.post("measurements", {"samples": samples})
    assert fields_of(answer) == [field]


@pytest.mark.django_db
def test_a_body_that_is_too_large_is_refused(cast):
    text = '{"samples": [' + " " * 9000 + "]}"
    assert_problem(cast.anonymous.post("measurements", text), 413, "too_large")


@pytest.mark.django_db
def test_one_network_may_send_so_many(cast, settings):
    settings.MEASUREMENT_RATE = "2/minute"
    codes = [send(cast, ("lcp", 1)).status_code for _ in range(3)]
    assert codes == [204, 204, 429]


@pytest.mark.django_db
def test_metrics_are_told_inside_the_network_only():
    outside = {"X-Forwarded-For": "93.184.216.34"}
    assert Client().get("/metrics", headers={"host": "10.20.30.40"}).status_code == 200
    assert Client().get("/metrics", headers=outside).status_code == 404
    assert Client().post("/metrics").status_code == 405


@pytest.mark.django_db
def test_what_strangers_make_up_makes_no_new_series():
    for number in range(3):
        Client().get(f"/nowhere/{number}")
        Client().generic(f"FOO{number}", "/api/v1/projects")
    told = Client().get("/metrics").content.decode()
    assert 'method="other",route="/api/v1/projects",status="' in told
    assert "nowhere" not in told
    assert "FOO" not in told
