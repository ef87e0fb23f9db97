"""How a front end signs in with another service, at the provider that runs beside the tests."""

from tests.conftest import PASSWORD
from videoplanet import sign_in

PAGE = "http://localhost:3000/login/callback"
MINJI = {"name": "Kim Minji", "locale": "ko-KR", "email_verified": True}


def know(settings, variables):
    """Have the product read these variables, as it does when it starts."""
    assert sign_in.mistakes(variables) == []
    settings.SIGN_IN_PROVIDERS = sign_in.named(variables.get("SIGN_IN_PROVIDERS", ""))
    settings.SOCIALACCOUNT_PROVIDERS = sign_in.providers(variables)


def begin(visitor, process="login", **changes):
    body = {"provider": "company", "process": process, "callback_url": PAGE} | changes
    return visitor.post("auth/provider/redirect", body)


def go(visitor, provider, sub="minji", process="login", **changes):
    """Begin, sign in at the provider, and hand in what it gave; return the answer."""
    begun = begin(visitor, process)
    assert begun.status_code == 200, begun.content
    given = provider.sign_in(begun.json()["data"]["url"], sub)
    return visitor.post("auth/provider/callback", {"provider": "company"} | given | changes)


def code_of(answer):
    """Return the one error's code."""
    assert answer.status_code == 400, answer.content
    [error] = answer.json()["errors"]
    assert error["message"]
    return error["code"]


def pending(answer):
    assert answer.status_code == 401, answer.content
    return [flow["id"] for flow in answer.json()["data"]["flows"] if flow.get("is_pending")]


def address_of(provider, sub="minji"):
    return provider.people[sub]["email"]


def confirm_password(visitor):
    assert visitor.post("auth/reauthenticate", {"password": PASSWORD}).status_code == 200


def secrets(*names):
    """Return the variables that providers need of which the rest is known."""
    return {
        f"SIGN_IN_{name.upper()}_{part}": f"{name}-{part.lower()}"
        for name in names
        for part in ("CLIENT_ID", "CLIENT_SECRET")
    }
