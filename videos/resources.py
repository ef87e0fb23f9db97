"""Videos as the API shows them."""

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from rest_framework import serializers

from eventlog.models import newest_seq
from users.resources import UserInfo
from videoplanet.api.languages import coded
from videoplanet.api.resources import Resource, Versioned, computed
from videos.failures import VIDEO_FAILURES
from videos.models import STACK, Video, VideoReview
from videos.warnings import VIDEO_WARNINGS


class Color(serializers.Serializer[None]):
    """What colours a video's values mean, by FFmpeg's names; null where the file doesn't say."""

    primaries = serializers.CharField(allow_null=True, help_text="`bt709`, `bt2020`, …")
    transfer = serializers.CharField(
        allow_null=True, help_text="`bt709`, `smpte2084` (PQ), `arib-std-b67` (HLG), …"
    )
    matrix = serializers.CharField(allow_null=True, help_text="`bt709`, `smpte170m`, `bt2020nc`, …")
    range = serializers.ChoiceField(choices=["limited", "full"], allow_null=True)
    hdr = serializers.BooleanField(
        help_text="High dynamic range (PQ or HLG): pictures and rendition are mapped to BT.709."
    )


class VideoResponse(Versioned):
    """A video. What is not known yet is null."""

    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    uploader = UserInfo()
    title = serializers.CharField()
    filename = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    status = serializers.ChoiceField(choices=Video.Status.choices)
    failure = coded(
        serializers.CharField(
            help_text="Why it failed, in the reader's language; empty otherwise.", allow_blank=True
        ),
        VIDEO_FAILURES,
    )
    version = serializers.IntegerField(help_text="From 1, within its stack.")
    stack_id = computed(
        serializers.UUIDField(help_text="The id of the first version; all versions have it."),
        lambda: STACK,
    )
    previous_version = serializers.UUIDField(
        source="previous_id",
        allow_null=True,
        help_text="The video that this is the next version of.",
    )
    duration = serializers.FloatField(allow_null=True, help_text="Seconds.")
    frame_rate = serializers.CharField(allow_null=True, help_text="A fraction: 30000/1001.")
    variable_frame_rate = serializers.BooleanField(
        help_text="Frames differ in length, and `frame_rate` is nominal."
    )
    start_timecode = serializers.CharField(
        allow_blank=True, help_text="Of the first frame; empty if the file has none."
    )
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    color = computed(
        Color(allow_null=True, help_text="Null until it is known."), lambda: F("color")
    )
    video_codec = serializers.CharField(allow_null=True, help_text="`h264`, `prores`, …")
    audio_codec = serializers.CharField(allow_null=True, help_text="`aac`, `pcm_s16le`, …")
    has_audio = serializers.BooleanField(allow_null=True)
    poster_url = serializers.URLField(source="poster_key", allow_null=True)
    sprite_vtt_url = serializers.URLField(
        source="sprite_vtt_key",
        allow_null=True,
        help_text="WebVTT; its cues name parts of one picture of thumbnails.",
    )
    peaks_url = serializers.URLField(
        source="peaks_key",
        allow_null=True,
        help_text="JSON: the lowest and the highest value, 20 pairs a second; null without sound.",
    )
    rendition = computed(
        serializers.BooleanField(
            help_text="Playback gives an MP4 made from an original that browsers can't play well."
        ),
        lambda: ExpressionWrapper(Q(rendition_key__isnull=False), output_field=BooleanField()),
    )
    progress = serializers.IntegerField(help_text="Per cent.")
    warnings = coded(
        serializers.ListField(
            child=serializers.CharField(),
            help_text="Problems of the file, as sentences in the reader's language: it is"
            " incomplete, or its first audio tracks are silent.",
        ),
        VIDEO_WARNINGS,
    )
    review_status = serializers.ChoiceField(choices=Video.Review.choices)
    review_note = serializers.CharField(allow_blank=True)
    reviewed_by = UserInfo(allow_null=True)
    reviewed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


VIDEO = Resource(Video, VideoResponse, seq=newest_seq("project_id"))


class VideoReviewResponse(serializers.Serializer[None]):
    """A decision on a version, as it was made."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=VideoReview.Status.choices)
    note = serializers.CharField(
        allow_blank=True, help_text="Empty without a note, and once the decision was withdrawn."
    )
    reviewer = UserInfo()
    created_at = serializers.DateTimeField()
    withdrawn_by = UserInfo(
        allow_null=True, help_text="Null for a decision that holds, or that another one followed."
    )
    withdrawn_at = serializers.DateTimeField(allow_null=True)


VIDEO_REVIEW = Resource(VideoReview, VideoReviewResponse)
