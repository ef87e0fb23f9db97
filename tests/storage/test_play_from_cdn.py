"""Videos through CloudFront: URLs that it takes, headers by which it may cache."""

import json
from base64 import b64decode, b64encode
from time import time
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1
from django.core.checks import run_checks

from tests.media import fetch
from videoplanet import checks, front_end
from videoplanet.storage import cdn, s3
from videos.models import Video

pytestmark = pytest.mark.django_db
KEY = rsa.generate_private_key(65537, 2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)


@pytest.fixture
def cloudfront(settings):
    settings.CDN_URL, settings.CDN_KEY_ID = "https://cdn.example.com", "K2JCJMDEHXQW5F"
    settings.CDN_PRIVATE_KEY = b64encode(PEM).decode()
    cdn._signer.cache_clear()


def unsigned(text):
    """Decode CloudFront's kind of Base64."""
    return b64decode(text.translate(str.maketrans("-_~", "+=/")))


def test_a_video_plays_from_a_url_that_cloudfront_takes(cast, cloudfront):
    key = f"{cast.video.object_prefix}rendition.mp4"
    Video.objects.filter(id=cast.video.id).update(rendition_key=key)

    url = urlsplit(cast.viewer.get(f"videos/{cast.video.id}/playback").json()["url"])

    query = parse_qs(url.query)
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"https://cdn.example.com/{key}"
    assert query["response-content-type"] == ["video/mp4"]
    assert query["Key-Pair-Id"] == ["K2JCJMDEHXQW5F"]
    [expires] = map(int, query["Expires"])
    assert expires == pytest.approx(time() + 7200, abs=60)
    # What CloudFront makes of the request, and compares the signature with.
    resource = url._replace(query=url.query.partition("&Expires=")[0]).geturl()
    condition = {"DateLessThan": {"AWS:EpochTime": expires}}
    policy = {"Statement": [{"Resource": resource, "Condition": condition}]}
    message = json.dumps(policy, separators=(",", ":")).encode()
    KEY.public_key().verify(unsigned(query["Signature"][0]), message, PKCS1v15(), SHA1())


def test_a_download_has_its_name_there_too(cast, cloudfront):
    url = cast.viewer.get(f"videos/{cast.video.id}/playback?download=1").json()["url"]

    [name] = parse_qs(urlsplit(url).query)["response-content-disposition"]
    assert name == f'attachment; filename="{cast.video.filename}"'


def test_uploads_go_to_the_storage_all_the_same(cast, cloudfront):
    body = {"title": "Cut", "filename": "a.mp4", "size": 10, "content_type": "video/mp4"}
    made = cast.editor.post("videos", {"project_id": str(cast.project.id), **body}).json()

    assert "cdn.example.com" not in made["upload"]["parts"][0]["url"]


def test_pages_may_load_from_it(cloudfront):
    assert front_end._storage_origins().endswith(" https://cdn.example.com")


@pytest.mark.parametrize(
    ("name", "value"),
    [("CDN_PRIVATE_KEY", "no key"), ("CDN_KEY_ID", ""), ("CDN_URL", "http://cdn.example.com")],
)
def test_what_it_can_not_sign_with_stops_the_start(cloudfront, settings, name, value):
    assert [error.id for error in run_checks(tags=[checks.TAG])] == []
    setattr(settings, name, value)

    assert [error.id for error in run_checks(tags=[checks.TAG])] == ["videoplanet.E017"]


def test_what_a_cdn_may_keep_says_so_and_on_what_it_depends(cast, tmp_path, settings):
    prefix = cast.video.object_prefix
    rendition = tmp_path / "rendition.mp4"
    rendition.write_bytes(b"film")
    s3.put(f"{prefix}poster.webp", b"picture", content_type="image/webp")
    s3.put_file(f"{prefix}rendition.mp4", rendition, content_type="video/mp4")
    Video.objects.filter(id=cast.video.id).update(poster_key=f"{prefix}poster.webp")

    # An object never changes under its key.
    stored = s3.client().head_object(Bucket=settings.S3_BUCKET, Key=f"{prefix}rendition.mp4")
    assert stored["CacheControl"] == "private, max-age=31536000, immutable"
    poster = fetch(cast.viewer.get(f"videos/{cast.video.id}").json()["poster_url"])
    assert poster["Cache-Control"] == "private"
    assert poster["ETag"]
    # Of the language only an error's sentence depends.
    vary = {name.strip().lower() for name in poster["Vary"].split(",")}
    assert vary == {"origin", "accept-language"}
    assert not poster.cookies
