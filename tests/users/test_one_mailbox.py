"""An international domain has two spellings, and both are one mailbox."""

import pytest

from invitations.models import Invitation
from tests.conftest import PASSWORD, make_member
from users.models import User
from videoplanet.db.models import Counter
from videoplanet.mail.addresses import canonical_address

pytestmark = pytest.mark.django_db

TYPED, ASCII = "Kim@Bücher.example", "kim@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        # The A-labels of RFC 5891 and of Unicode's own tables (UTS 46, IdnaTestV2.txt).
        (TYPED, ASCII),
        (ASCII.upper(), ASCII),
        ("a@faß.de", "a@xn--fa-hia.de"),
        ("a@한국。example", "a@xn--3e0b707e.example"),
        ("A@Example.COM ", "a@example.com"),
        ("a@" + "ü" * 70 + ".example", "a@" + "ü" * 70 + ".example"),
        ("no address", "no address"),
    ],
)
def test_an_address_has_one_spelling(typed, kept):
    assert canonical_address(typed) == kept


def test_signing_up_with_the_other_spelling_is_the_same_account(visitor, new_visitor):
    visitor.sign_up(TYPED)
    new_visitor().sign_up(ASCII)
    assert [user.email for user in User.objects.all()] == [ASCII]
    # Both mails are counted for one address: by its network, and by all networks together.
    counted = Counter.objects.filter(scope="code-mails").values_list("count", flat=True)
    assert list(counted) == [2, 2]


def test_either_spelling_logs_in(new_visitor):
    person = make_member("kim")
    person.user.emailaddress_set.update(email=ASCII)
    User.objects.filter(id=person.user.id).update(email=ASCII)
    for address in (TYPED, ASCII, ASCII.upper()):
        assert new_visitor().log_in(address, PASSWORD).status_code == 200, address


def test_an_address_that_gets_too_long_is_refused(visitor):
    address = "a@" + ".".join(["ü" * 20] * 11)
    answer = visitor.sign_up(address)
    assert answer.status_code == 400
    assert not User.objects.exists()


def test_both_spellings_are_invited_once(cast):
    sent = {"project_id": str(cast.project.id), "emails": [TYPED, ASCII]}
    answer = cast.owner.post("invitations", sent)
    assert answer.status_code == 202, answer.content
    assert [failed["reason"] for failed in answer.json()["failed"]] == ["repeated"]
    assert [row.email for row in Invitation.objects.all()] == [ASCII]


def test_a_member_is_added_by_either_spelling(cast):
    cast.introduce_outsider()
    cast.outsider.user.emailaddress_set.update(email=ASCII)
    path = f"projects/{cast.project.id}/members"
    assert cast.owner.post(path, {"email": TYPED}).status_code == 201
    assert cast.owner.post(path, {"email": ASCII}).status_code == 409
