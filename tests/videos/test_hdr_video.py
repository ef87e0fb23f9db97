"""HDR is mapped to BT.709, in still images and in the rendition, as FFmpeg maps it."""

from io import BytesIO

import av
import pytest

from tests.videos.hdr_chart import REFERENCE, delta_e, patches, write_chart
from tests.videos.processing import picture_at, played, processed
from tests.videos.sample_videos import stored
from videos.frames import frame_image

MAX_DELTA_E = 5


def worst(image, transfer):
    return max(map(delta_e, patches(image), REFERENCE[transfer]))


def test_the_difference_of_colours_is_that_of_its_authors():
    # As colour-science and other libraries have it.
    assert delta_e((255, 0, 0), (0, 0, 255)) == pytest.approx(52.88, abs=0.01)
    assert delta_e((255, 0, 0), (255, 0, 0)) == 0
    assert delta_e((0, 0, 0), (255, 255, 255)) == pytest.approx(100, abs=0.01)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("transfer", "name"), [("pq", "smpte2084"), ("hlg", "arib-std-b67")])
def test_hdr_looks_the_same_everywhere(cast, worker, tmp_path, transfer, name):
    content = write_chart(tmp_path / "a.mp4", transfer).read_bytes()

    video = processed(cast, worker, content)

    assert (video["status"], video["rendition"]) == ("ready", True)
    assert video["color"] == {
        "primaries": "bt2020",
        "transfer": name,
        "matrix": "bt2020nc",
        "range": "limited",
        "hdr": True,
    }
    assert worst(picture_at(video["poster_url"]), transfer) <= MAX_DELTA_E
    frame = frame_image(stored(cast.access("editor"), content), 0.2)
    assert worst(frame, transfer) <= MAX_DELTA_E
    with av.open(BytesIO(played(cast, video)[1])) as rendition:
        context = rendition.streams.video[0].codec_context
        assert context.pix_fmt == "yuv420p"
        tags = (context.color_primaries, context.color_trc, context.colorspace)
        assert (*map(int, tags), int(context.color_range)) == (1, 1, 1, 1)
        shown = next(rendition.decode(video=0)).to_image()
    assert worst(shown, transfer) <= MAX_DELTA_E
