"""The content of the demo project: the review of a short film, as a team would write it.

Times and drawings match the demo video: dawn until 9 s, the orbit until 18 s, shapes until 27 s,
then night. Coordinates are fractions of the frame's width and height.
"""

from dataclasses import dataclass
from typing import Any

from feedbacks.models import Feedback
from projects.models import Role

PASSWORD = "videoplanet-demo"  # noqa: S105 - a demo's, which everybody may know
ADMIN = "admin@example.com"
PROJECT = "VideoPlanet 브랜드 필름"
DESCRIPTION = (
    "36초 브랜드 필름의 첫 편집본 리뷰입니다. 피드백은 금요일까지 남겨 주세요.\n"
    "First cut of the 36-second brand film. Please leave your notes by Friday."
)
VIDEO_TITLE = "Brand film, first cut"
VIDEO_FILENAME = "브랜드필름_v1.mp4"


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the demo. `role` is None for somebody who is not in the project."""

    name: str
    language: str
    role: Role | None

    def __str__(self) -> str:
        """Return the name."""
        return self.name


PEOPLE = {
    "owner": Person("김하린", "ko", Role.ADMIN),
    "editor": Person("Daniel Park", "en", Role.EDITOR),
    "reviewer": Person("이서준", "ko", Role.REVIEWER),
    "viewer": Person("Emma Clark", "en", Role.VIEWER),
    "outsider": Person("Oliver Reed", "en", None),
}


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in a thread. Reactions are written as `owner 👍`."""

    who: str
    says: str
    replies: tuple["Comment", ...] = ()
    mentions: tuple[str, ...] = ()
    reactions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A feedback at `at` seconds, with its thread and its final state."""

    at: float
    who: str
    says: str
    priority: Feedback.Priority = Feedback.Priority.MEDIUM
    tags: tuple[str, ...] = ()
    shapes: tuple[dict[str, Any], ...] = ()
    assignee: str | None = None
    status: Feedback.Status = Feedback.Status.OPEN
    reactions: tuple[str, ...] = ()
    thread: tuple[Comment, ...] = ()


def shape(kind: str, *coordinates: float, color: str = "#FF3B30", **text: str) -> dict[str, Any]:
    """Return one shape of a drawing; the shape `text` also needs `text=…`."""
    style = {"color": color, "width": 3}
    return {"type": kind, "coordinates": list(coordinates), "style": style, **text}


NOTES = (
    Note(
        at=1.5,
        who="owner",
        says="로고 타이틀이 너무 빨리 사라져요. 1초만 더 머물면 좋겠습니다.",
        priority=Feedback.Priority.HIGH,
        tags=("타이틀", "타이밍"),
        shapes=(shape("rectangle", 0.04, 0.06, 0.335, 0.175),),
        assignee="editor",
        status=Feedback.Status.RESOLVED,
        reactions=("reviewer 👍", "editor 👀"),
        thread=(
            Comment(
                "editor",
                "Agreed. I extended it to 3.5 s and eased the fade out.",
                reactions=("owner 🙏",),
                replies=(Comment("owner", "확인했습니다. 훨씬 읽기 편하네요!"),),
            ),
        ),
    ),
    Note(
        at=4.125,
        who="reviewer",
        says="행성이 떠오르는 속도가 음악보다 느립니다. 첫 번째 코드 변화(4초)에 맞춰 주세요.",
        tags=("음악", "타이밍"),
        shapes=(shape("arrow", 0.62, 0.55, 0.62, 0.3),),
        thread=(
            Comment(
                "editor",
                "The chord changes at 4.0, the ring clears the hill at 4.6. "
                "Shall I speed up the planet or move the music?",
                replies=(
                    Comment(
                        "reviewer",
                        "행성 쪽이요. 음악은 그대로 두는 게 좋을 것 같아요.",
                        replies=(
                            Comment(
                                "owner",
                                "동의합니다. 대신 카메라 속도는 바꾸지 말아 주세요.",
                                reactions=("reviewer 👍",),
                                replies=(
                                    Comment("editor", "Got it: planet only. It will be in v2."),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
    Note(
        at=7.75,
        who="editor",
        says="Slight banding in the orange gradient near the horizon. "
        "Is it in the source or from the encode?",
        priority=Feedback.Priority.LOW,
        tags=("colour", "encode"),
        shapes=(shape("circle", 0.35, 0.62, 0.12, color="#FFCC00"),),
        thread=(Comment("reviewer", "원본에는 없어요. 8비트로 내보낼 때 생기는 것 같습니다."),),
    ),
    Note(
        at=9.0,
        who="reviewer",
        says="장면 전환이 조금 급해요. 크로스 페이드를 반 초에서 1초로 늘려 볼까요?",
        tags=("편집", "transition"),
        status=Feedback.Status.IN_PROGRESS,
        assignee="editor",
    ),
    Note(
        at=11.4,
        who="owner",
        says="The moon should pass in front of the planet here, not fade behind it. "
        "고객사가 특히 신경 쓰는 장면입니다.",
        priority=Feedback.Priority.CRITICAL,
        tags=("VFX", "client"),
        shapes=(
            shape("circle", 0.22, 0.44, 0.05, color="#34C759"),
            shape("arrow", 0.25, 0.44, 0.45, 0.5, color="#34C759"),
            shape("text", 0.23, 0.26, color="#34C759", text="여기가 튀어요"),
        ),
        assignee="editor",
        status=Feedback.Status.IN_PROGRESS,
        reactions=("reviewer 🔥",),
        thread=(
            Comment(
                "owner",
                "@Daniel Park 목요일까지 가능할까요?",
                mentions=("editor",),
                replies=(
                    Comment(
                        "editor",
                        "Thursday works. I need the new moon render from @이서준 first.",
                        mentions=("reviewer",),
                        reactions=("owner 🚀",),
                        replies=(Comment("reviewer", "오늘 오후에 올려 둘게요."),),
                    ),
                ),
            ),
            Comment("reviewer", "참고로 스토리보드 7번 컷에는 달이 앞으로 지나갑니다."),
        ),
    ),
    Note(
        at=16.0,
        who="reviewer",
        says="이 별 배경 정말 좋아요! 이대로 가시죠 🌌",
        priority=Feedback.Priority.LOW,
        tags=("칭찬",),
        reactions=("owner 🎉", "editor 🙏"),
        status=Feedback.Status.CLOSED,
    ),
    Note(
        at=21.35,
        who="reviewer",
        says="빨간 공이 도형을 통과하는 것처럼 보입니다. 앞뒤 순서를 확인해 주세요.",
        priority=Feedback.Priority.HIGH,
        tags=("VFX", "모션"),
        shapes=(shape("circle", 0.33, 0.5, 0.06), shape("arrow", 0.48, 0.3, 0.36, 0.46)),
        thread=(
            Comment("editor", "Frame 511 shows it best. The ball's layer is above the polygon's."),
            Comment("owner", "의도한 거라면 그림자를 넣어서 구분되게 해 주세요."),
        ),
    ),
    Note(
        at=25.2,
        who="owner",
        says="바닥 그림자가 공보다 반 박자 늦게 따라옵니다.",
        tags=("모션",),
        shapes=(shape("rectangle", 0.62, 0.9, 0.78, 0.98),),
    ),
    Note(
        at=30.9,
        who="editor",
        says="The shooting star is easy to miss. Brighter, or ten frames longer?",
        tags=("VFX",),
        shapes=(shape("arrow", 0.34, 0.22, 0.47, 0.29, color="#5AC8FA"),),
        reactions=("reviewer 👀",),
        thread=(
            Comment(
                "reviewer",
                "밝기는 지금이 좋고, 길이만 조금 늘려 주세요.",
                reactions=("editor 👍", "owner 👍"),
            ),
        ),
    ),
    Note(
        at=35.5,
        who="owner",
        says="마지막 컷에 로고와 URL이 필요합니다. End card: logo, videoplanet.example, 2 seconds.",
        priority=Feedback.Priority.HIGH,
        tags=("타이틀", "client"),
        assignee="reviewer",
    ),
)
