"""An old state plus the events after it equals a fresh state, for every type of event.

`State` is what a client keeps, and everything that it does with an event. Members do random things
over HTTP; now and then, an old state with the events since is compared with a fresh one.
"""

import json
import random
import re

import pytest

from eventlog.events import EventType
from feedbacks.models import Feedback
from projects.models import Membership
from tests.conftest import make_member, make_video
from tests.events import events_since, newest_seq

EMOJIS = ("👍", "🎬", "🙂")
SIGNED = re.compile(r"http://[^/\"]+/media/\d+/[^/]+/")


class State:
    """What a client knows about a project."""

    def __init__(self, cast):
        """Read everything."""
        project = f"project_id={cast.project.id}"
        self.project = cast.viewer.get(f"projects/{cast.project.id}").json()
        for own in ("role", "videos_count", "members_count", "open_feedback_count"):
            del self.project[own]
        for own in ("last_activity_at", "poster_url"):
            del self.project[own]
        members = cast.viewer.get(f"projects/{cast.project.id}/members").json()
        self.members = {member["id"]: member for member in members}
        self.videos = by_id(cast.viewer.get(f"videos?{project}&limit=500").json())
        self.feedbacks = by_id(cast.viewer.get(f"feedbacks?{project}&limit=500").json())
        self.tokens = by_id(cast.owner.get(f"projects/{cast.project.id}/tokens?limit=500").json())
        for token in self.tokens.values():
            del token["state"], token["last_used_at"]  # they change by themselves
        self.comments = {}
        self._skipped, self._counted = {}, {}
        for feedback_id in self.feedbacks:
            self._keep(cast.viewer.get(f"comments?feedback_id={feedback_id}&limit=500").json())

    def _keep(self, comments):
        for comment in comments:
            self._keep(comment.pop("replies"))
            assert comment.pop("replies_cursor") is None
            self.comments[comment["id"]] = comment

    def comparable(self):
        """Return everything except signatures, which change with the time, and progress."""
        kept = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        text = json.dumps(kept, sort_keys=True)
        known = json.loads(SIGNED.sub("/media/", text))
        for video in known["videos"].values():
            video.pop("progress", None)
        return known

    def take(self, event):
        """Apply an event, unless its text was removed: a later one says what holds now."""
        payload = event["payload"]
        of, _, what = event["type"].partition(".")
        if "redacted" in payload:
            if event["type"] == "comment.added":
                self._skipped[payload["id"]] = event["seq"]
            return
        if of == "feedback":
            self._counted[payload["id"]] = event["seq"]
        getattr(self, f"{of}_{'gone' if what in ('deleted', 'removed') else what}")(payload)

    def token_created(self, payload):
        self.tokens[payload["id"]] = payload

    token_ended = token_created

    def feedback_created(self, payload):
        self.feedbacks[payload["id"]] = payload

    feedback_updated = feedback_created

    def feedback_gone(self, payload):
        self.feedbacks.pop(payload["id"], None)
        self.comments = {
            key: comment
            for key, comment in self.comments.items()
            if comment["feedback_id"] != payload["id"]
        }

    def _count(self, payload, by):
        if payload["feedback_id"] in self.feedbacks:
            self.feedbacks[payload["feedback_id"]]["comments_count"] += by

    def _was_skipped(self, payload):
        """Say whether no count has the comment yet, whose addition was skipped."""
        skipped_at = self._skipped.pop(payload["id"], 0)
        return skipped_at > self._counted.get(payload["feedback_id"], 0)

    def comment_added(self, payload):
        self.comments[payload["id"]] = payload
        self._count(payload, 1)

    def comment_updated(self, payload):
        self.comments[payload["id"]] = payload
        if self._was_skipped(payload):
            self._count(payload, 1)

    def comment_gone(self, payload):
        if not self._was_skipped(payload):
            self._count(payload, -1)
        if payload["deleted_at"] is None:
            self.comments.pop(payload["id"], None)
        else:
            self.comments[payload["id"]] = payload

    def reaction_added(self, payload):
        emoji = payload["emoji"]
        reactions = self._reactions(payload)
        if reactions is None:
            return
        if payload["target"] == "feedback":
            reactions[emoji] = reactions.get(emoji, 0) + 1
            by = self.feedbacks[payload["target_id"]]["reacted_by"]
            by.setdefault(emoji, []).append(payload["user_id"])
        else:
            reactions.setdefault(emoji, []).append(payload["user_id"])

    def reaction_gone(self, payload):
        emoji = payload["emoji"]
        reactions = self._reactions(payload)
        if reactions is None:
            return
        if payload["target"] == "feedback":
            reactions[emoji] -= 1
            by = self.feedbacks[payload["target_id"]]["reacted_by"]
            by[emoji].remove(payload["user_id"])
            if not by[emoji]:
                del by[emoji]
        else:
            reactions[emoji].remove(payload["user_id"])
        if not reactions[emoji]:
            del reactions[emoji]

    def _reactions(self, payload):
        kept = self.feedbacks if payload["target"] == "feedback" else self.comments
        target = kept.get(payload["target_id"])
        return target and target["reactions"]

    def video_created(self, payload):
        self.videos[payload["id"]] = payload

    video_updated = video_created

    def video_gone(self, payload):
        self.videos.pop(payload["id"], None)
        feedbacks = list(self.feedbacks.values())
        for feedback in [row for row in feedbacks if row["video_id"] == payload["id"]]:
            self.feedback_gone(feedback)

    def member_joined(self, payload):
        self.members[payload["id"]] = payload

    member_updated = member_joined

    def member_gone(self, payload):
        del self.members[payload["id"]]

    def project_updated(self, payload):
        self.project = payload

    def user_updated(self, payload):
        """Replace a user's info wherever it appears."""

        def renewed(value):
            if isinstance(value, list):
                return [renewed(item) for item in value]
            if not isinstance(value, dict):
                return value
            if set(payload) == set(value) and value["id"] == payload["id"]:
                return payload
            return {key: renewed(item) for key, item in value.items()}

        for kept in ("members", "videos", "feedbacks", "comments"):
            setattr(self, kept, renewed(getattr(self, kept)))


def by_id(rows):
    return {row["id"]: row for row in rows}


class Team:
    """Members who do random things."""

    def __init__(self, cast, seed):
        self.cast, self.random = cast, random.Random(seed)
        self.extra = make_member(f"extra{seed}")
        cast.introduce(self.extra.user.email)

    def act(self):
        """Do one random thing; return its name."""
        name = self.random.choice([name for name in dir(self) if name.startswith("do_")])
        getattr(self, name)()
        return name

    def person(self):
        return getattr(self.cast, self.random.choice(["owner", "editor", "reviewer", "guest"]))

    def feedback(self):
        ids = Feedback.objects.order_by("id").values_list("id", flat=True)
        return str(self.random.choice(list(ids)))

    def comments(self):
        from comments.models import FeedbackComment

        return list(FeedbackComment.objects.filter(deleted_at=None).order_by("id"))

    def do_give(self):
        body = {"video_id": str(self.cast.video.id), "timestamp": 1.5, "content": "하늘 ☁️"}
        assert self.person().post("feedbacks", body).status_code == 201

    def do_change(self):
        body = {"status": self.random.choice(["open", "in_progress", "resolved", "closed"])}
        self.cast.editor.patch(f"feedbacks/{self.feedback()}", body)

    def do_reword(self):
        body = {"content": f"now {self.random.random()}"}
        assert self.cast.owner.patch(f"feedbacks/{self.feedback()}", body).status_code == 200

    def do_change_many(self):
        ids = [self.feedback()]
        self.cast.editor.patch("feedbacks/bulk", {"ids": ids, "priority": "high"})

    def do_delete(self):
        if Feedback.objects.count() > 2:
            self.cast.owner.delete(f"feedbacks/{self.feedback()}")

    def do_comment(self):
        body = {"feedback_id": self.feedback(), "content": "ok"}
        body["mentions"] = [str(self.cast.viewer.user.id)][: self.random.randint(0, 1)]
        assert self.person().post("comments", body).status_code == 201

    def do_reply(self):
        for parent in self.comments()[:1]:
            ids = {"feedback_id": str(parent.feedback_id), "parent_id": str(parent.id)}
            assert self.person().post("comments", ids | {"content": "why?"}).status_code == 201

    def do_change_comment(self):
        for comment in self.comments()[:1]:
            text = f"now {self.random.random()}"
            self.cast.owner.patch(f"comments/{comment.id}", {"content": text})

    def do_delete_comment(self):
        if comments := self.comments():
            self.cast.owner.delete(f"comments/{self.random.choice(comments).id}")

    def do_react(self):
        emoji = self.random.choice(EMOJIS)
        of = f"feedbacks/{self.feedback()}"
        if comments := self.comments():
            of = self.random.choice([of, f"comments/{self.random.choice(comments).id}"])
        person = self.person()
        person.post(f"{of}/reactions", {"emoji": emoji})
        if self.random.random() < 0.5:
            person.delete(f"{of}/reactions?emoji={emoji}")

    def do_take_back(self):
        of = f"feedbacks/{self.feedback()}/reactions"
        assert self.cast.editor.post(of, {"emoji": "🎉"}).status_code == 200
        assert self.cast.editor.delete(f"{of}?emoji=🎉").status_code == 200

    def do_add_video(self):
        body = {"project_id": str(self.cast.project.id), "title": "Cut", "filename": "c.mp4"}
        body |= {"size": 1000, "content_type": "video/mp4"}
        video = self.cast.editor.post("videos", body).json()
        self.cast.editor.patch(f"videos/{video['id']}", {"title": "Better cut"})

    def do_delete_video(self):
        video = make_video(Membership.objects.access(self.cast.editor.user, self.cast.project.id))
        self.cast.editor.patch(f"videos/{video.id}", {"title": f"V {self.random.random()}"})
        body = {"video_id": str(video.id), "timestamp": 1, "content": "gone with it"}
        given = self.cast.editor.post("feedbacks", body).json()["id"]
        self.cast.editor.post("comments", {"feedback_id": given, "content": "too"})
        assert self.cast.editor.delete(f"videos/{video.id}").status_code == 204

    def do_join(self):
        members = f"projects/{self.cast.project.id}/members"
        body = {"email": self.extra.user.email, "role": self.random.choice(["viewer", "reviewer"])}
        assert self.cast.owner.post(members, body).status_code in (201, 409)
        one = f"{members}/{self.extra.user.id}"
        assert self.cast.owner.patch(one, {"role": "editor"}).status_code == 200

    def do_leave(self):
        one = f"projects/{self.cast.project.id}/members/{self.extra.user.id}"
        assert self.cast.owner.delete(one).status_code in (204, 404)

    def do_rename(self):
        person = self.random.choice([self.cast.editor, self.cast.guest])
        assert person.patch("users/me", {"name": f"N {self.random.random()}"}).status_code == 200

    def do_make_and_end_token(self):
        tokens = f"projects/{self.cast.project.id}/tokens"
        ends = self.random.choice([True, False])
        made = [self.cast.owner.post(tokens, {"name": "Night job"}).json() for _ in range(1 + ends)]
        assert self.cast.owner.delete(f"{tokens}/{made[0]['id']}").status_code == 204

    def do_rename_project(self):
        body = {"name": f"P {self.random.random()}"}
        assert self.cast.owner.patch(f"projects/{self.cast.project.id}", body).status_code == 200


@pytest.mark.parametrize("seed", [1, 2])
def test_an_old_state_plus_its_events_equals_a_fresh_state(cast, seed):
    team = Team(cast, seed)
    for _ in range(3):
        team.do_give()
    team.do_comment()
    everything = [name for name in dir(team) if name.startswith("do_")]
    seen = set()
    for round_ in range(2):
        seq, state = newest_seq(cast), State(cast)
        for name in everything if round_ == 0 else ():
            getattr(team, name)()
        for _ in range(25):
            team.act()
        for event in events_since(cast, seq):
            state.take(event)
            seen.add(event["type"])

        assert state.comparable() == State(cast).comparable()

    assert seen == set(EventType) - {EventType.PROJECT_DELETED}
