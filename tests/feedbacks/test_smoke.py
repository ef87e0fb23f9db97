def test_a_reviewer_gives_feedback_and_the_viewer_reads_it(cast):
    answer = cast.reviewer.post(
        "feedbacks",
        {
            "video_id": str(cast.video.id),
            "timestamp": 3.25,
            "content": "Too dark",
            "tags": ["색감"],
            "drawing_data": {"shapes": [{"type": "arrow", "coordinates": [1, 2]}]},
        },
    )
    assert answer.status_code == 201, answer.content
    got = cast.viewer.get(f"feedbacks?project_id={cast.project.id}")
    assert got.status_code == 200, got.content
    print(got.content.decode(), got.headers)
    fid = answer.json()["id"]
    c = cast.guest.post(
        "comments", {"feedback_id": fid, "content": "yes", "mentions": [str(cast.owner.user.id)]}
    )
    assert c.status_code == 201, c.content
    r = cast.viewer.get(f"comments?feedback_id={fid}")
    print(r.content)
    for p in [
        f"projects/{cast.project.id}",
        "projects",
        f"projects/{cast.project.id}/members",
        f"projects/{cast.project.id}/summary",
        f"videos?project_id={cast.project.id}",
        f"projects/{cast.project.id}/events",
        "users/me",
        f"feedbacks/{fid}",
        "/readyz",
        "/api/schema",
        f"/api/v1/comments/{c.json()['id']}",
    ]:
        r = cast.viewer.get(p)
        print(p, r.status_code, r.content[:1500], r.headers)
