"""Uploading as the front end does: plan, PUT to the storage, complete."""

import httpx
from django.conf import settings

from videoplanet.storage import s3
from videos.models import Video
from videos.uploads import add_video, begin_upload

MIB = 1024**2
CONTENT = b"\x00\x00\x00\x18ftypmp42" + b"moving pictures " * 64
SIZE = len(CONTENT)


def begin(access, title="Next cut", size=1):
    """Begin an upload past the API; return the video."""
    video = begin_upload(
        access=access, title=title, filename="next.mp4", size=size, content_type="video/mp4"
    )
    add_video(access=access, video=video)
    return video


def start(person, project, size=SIZE, headers=None, **fields):
    """Ask for an upload plan and return the answer."""
    body = {
        "project_id": str(project.id),
        "title": "Rough cut",
        "filename": "cut.mp4",
        "size": size,
        "content_type": "video/mp4",
    } | fields
    return person.post("videos", body, **(headers or {}))


def started(person, project, size=SIZE, **fields):
    """Return the new video with its plan."""
    answer = start(person, project, size, **fields)
    assert answer.status_code == 201, answer.content
    return answer.json()


def put(part, content):
    """PUT one part's bytes to its URL and return it as `complete` wants it."""
    answer = httpx.put(part["url"], content=content)
    assert answer.status_code == 200, answer.content
    return {"number": part["number"], "etag": answer.headers["ETag"]}


def put_past_url(video, number, content):
    """Store a part without its URL, as a storage that does not hold URLs to their size would."""
    row = Video.objects.get(id=video["id"])
    answer = s3.client().upload_part(
        Bucket=settings.S3_BUCKET,
        Key=row.object_key,
        UploadId=row.upload_id,
        PartNumber=number,
        Body=content,
    )
    return {"number": number, "etag": answer["ETag"]}


def put_all(upload, content=CONTENT):
    """PUT all parts of a plan that begins with the first part."""
    size = upload["part_size"]
    return [
        put(part, content[(part["number"] - 1) * size : part["number"] * size])
        for part in upload["parts"]
    ]


def complete(person, video, parts):
    """Complete and return the answer."""
    return person.post(f"videos/{video['id']}/upload/complete", {"parts": parts})


def uploaded(person, project, content=CONTENT, **fields):
    """Upload and return the video as `complete` answers it."""
    video = started(person, project, len(content), **fields)
    answer = complete(person, video, put_all(video["upload"], content))
    assert answer.status_code == 200, answer.content
    return answer.json()


def objects_of(project_id):
    """Return the keys that the storage has for a project."""
    answer = s3.client().list_objects_v2(
        Bucket=settings.S3_BUCKET, Prefix=f"projects/{project_id}/"
    )
    return [item["Key"] for item in answer.get("Contents", [])]


def unfinished_uploads(project_id):
    """Return the ids of the multipart uploads that the storage has for a project."""
    answer = s3.client().list_multipart_uploads(Bucket=settings.S3_BUCKET)
    return [
        upload["UploadId"]
        for upload in answer.get("Uploads", [])
        if upload["Key"].startswith(f"projects/{project_id}/")
    ]


def row(video):
    """Return the row of a video's JSON."""
    return Video.objects.get(id=video["id"])
