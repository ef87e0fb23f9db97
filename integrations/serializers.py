"""Shapes of exports."""

from feedbacks.queries import FeedbackFilters, IncludePrevious
from integrations.exports.formats import FORMATS
from videoplanet.api.serializers import ChoiceField


class ExportQuery(FeedbackFilters):
    """The format of a file, and the filters of the feedback in it."""

    format = ChoiceField(choices=list(FORMATS))


class VideoExportQuery(ExportQuery):
    """Those for the feedback of one video."""

    include_previous = IncludePrevious(
        help_text="Also what is open or in progress on its earlier versions."
    )
