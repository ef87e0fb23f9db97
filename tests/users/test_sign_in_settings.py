"""The variables of other services: mistakes are named before the product starts."""

import pytest

from tests.api.test_settings import check, run
from tests.openid_provider import Provider
from videoplanet import sign_in

GOOGLE = {
    "SIGN_IN_PROVIDERS": "google",
    "SIGN_IN_GOOGLE_CLIENT_ID": "id",
    "SIGN_IN_GOOGLE_CLIENT_SECRET": "secret",
}
COMPANY = {
    "SIGN_IN_PROVIDERS": "our-company",
    "SIGN_IN_OUR_COMPANY_NAME": "Our company",
    "SIGN_IN_OUR_COMPANY_ISSUER": "https://login.example.com",
    "SIGN_IN_OUR_COMPANY_CLIENT_ID": "id",
    "SIGN_IN_OUR_COMPANY_CLIENT_SECRET": "secret",
}


@pytest.mark.parametrize("variables", [{}, GOOGLE, COMPANY, {"SIGN_IN_PROVIDERS": " "}])
def test_what_is_right_is_let_through(variables):
    assert sign_in.mistakes(variables) == []


@pytest.mark.parametrize(
    ("variables", "changes", "named"),
    [
        (GOOGLE, {"SIGN_IN_GOOGLE_CLIENT_ID": ""}, "SIGN_IN_GOOGLE_CLIENT_ID is missing"),
        (GOOGLE, {"SIGN_IN_GOOGLE_CLIENT_SECRET": ""}, "SIGN_IN_GOOGLE_CLIENT_SECRET is missing"),
        (GOOGLE, {"SIGN_IN_GOOGLE_ISSUER": "https://a.example"}, "SIGN_IN_GOOGLE_ISSUER is known"),
        (GOOGLE, {"SIGN_IN_GOGLE_CLIENT_ID": "id"}, "SIGN_IN_GOGLE_CLIENT_ID belongs to no"),
        (GOOGLE, {"SIGN_IN_GOOGLE_SECRET": "x"}, "SIGN_IN_GOOGLE_SECRET belongs to no"),
        (GOOGLE, {"SIGN_IN_PROVIDERS": "google,google"}, "names google twice"),
        (GOOGLE, {"SIGN_IN_PROVIDERS": "google,Our Company"}, "names 'Our Company'"),
        (GOOGLE, {"SIGN_IN_GOOGLE_TRUST_EMAIL": "yes"}, "SIGN_IN_GOOGLE_TRUST_EMAIL is 'yes'"),
        (GOOGLE, {"SIGN_IN_GOOGLE_CLIENT_ID": "x" * 192}, "longer than 191"),
        (COMPANY, {"SIGN_IN_OUR_COMPANY_NAME": ""}, "SIGN_IN_OUR_COMPANY_NAME is missing"),
        (COMPANY, {"SIGN_IN_OUR_COMPANY_ISSUER": ""}, "SIGN_IN_OUR_COMPANY_ISSUER is missing"),
        (COMPANY, {"SIGN_IN_OUR_COMPANY_ISSUER": "http://login.example.com"}, "is not https"),
        (COMPANY, {"SIGN_IN_OUR_COMPANY_ISSUER": "login.example.com"}, "is not https"),
    ],
)
def test_a_mistake_names_its_variable(variables, changes, named):
    [mistake] = sign_in.mistakes(variables | changes)

    assert named in mistake


def test_naver_can_not_be_trusted_about_addresses():
    variables = {
        "SIGN_IN_PROVIDERS": "naver",
        "SIGN_IN_NAVER_CLIENT_ID": "id",
        "SIGN_IN_NAVER_CLIENT_SECRET": "secret",
        "SIGN_IN_NAVER_TRUST_EMAIL": "true",
    }
    [mistake] = sign_in.mistakes(variables)

    assert "Naver does not say" in mistake


def test_nothing_starts_with_a_mistake_and_no_secret_is_printed():
    done = check(**GOOGLE | {"SIGN_IN_GOOGLE_CLIENT_ID": "", "SIGN_IN_GOOGLE_NAME": "x" * 41})

    assert done.returncode != 0
    for part in ("SIGN_IN_GOOGLE_CLIENT_ID is missing", "SIGN_IN_GOOGLE_NAME is longer"):
        assert part in done.stderr
    assert "secret" not in done.stderr.replace("docs/sign-in.md", "")


def test_a_deployment_is_told_of_a_provider_that_is_another_or_silent():
    with Provider() as provider:
        good = provider.variables()
        assert "videoplanet.E016" not in run("manage.py", "check", "--deploy", **good).stderr
        provider.configuration["issuer"] = "https://evil.example"
        other = run("manage.py", "check", "--deploy", **good).stderr
        provider.down = True
        silent = run("manage.py", "check", "--deploy", **good).stderr

    assert "Company calls itself https://evil.example" in other
    assert "does not answer: HTTPError" in silent
