"""Which texts of a note stand, whatever the order in which devices send them and however often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trellis.adults.coaching.note_versions import Version, standing_texts

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
DEVICES = 3


@st.composite
def written(draw: st.DrawFn) -> list[Version]:
    """What devices wrote: each edits what it last saw; now and then one sees what all have sent by then."""
    versions: list[Version] = []
    seen: list[set[str]] = [set() for _device in range(DEVICES)]
    steps = draw(
        st.lists(st.tuples(st.integers(0, DEVICES - 1), st.booleans(), st.integers(0, 3)), max_size=14)
    )
    for number, (device, opens, text) in enumerate(steps):
        if opens:  # the page is loaded anew: it shows every text that stands, and replaces them all
            seen[device] = {key for shown in standing_texts(versions) for key in shown.keys}
        version = Version(
            f"{number:032x}", f"text {text}", None, START + timedelta(minutes=number), frozenset(seen[device])
        )
        versions.append(version)
        seen[device] = {version.key}
    return versions


@given(written(), st.randoms())
def test_the_order_and_the_repeats_of_sending_change_nothing(versions, random):
    sent = [*versions, *random.sample(versions, len(versions) // 2)]
    random.shuffle(sent)
    assert standing_texts(sent) == standing_texts(versions)


@given(written())
def test_what_stands_was_never_replaced_and_what_does_not_was_seen_by_somebody(versions):
    standing = {key for text in standing_texts(versions) for key in text.keys}
    replaced = {key for version in versions for key in version.replaces}
    assert standing == {version.key for version in versions} - replaced
    assert bool(standing) == bool(versions)


@given(written())
def test_one_version_that_replaces_all_that_stands_is_alone(versions):
    keys = frozenset(key for text in standing_texts(versions) for key in text.keys)
    last = Version("f" * 32, "chosen", 2, START + timedelta(days=1), keys)
    assert [text.text for text in standing_texts([*versions, last])] == ["chosen"]


def test_two_devices_without_a_signal_leave_two_texts_and_the_same_text_twice_is_one():
    first = Version("1" * 32, "at nine", None, START, frozenset())
    left, right = (
        Version(key * 32, text, None, START + timedelta(hours=1), frozenset({first.key}))
        for key, text in (("2", "on the laptop"), ("3", "on the phone"))
    )
    assert [text.text for text in standing_texts([first, left, right])] == ["on the laptop", "on the phone"]
    twin = Version("4" * 32, "on the laptop", None, START + timedelta(hours=2), frozenset({first.key}))
    assert len(standing_texts([first, left, twin])) == 1
