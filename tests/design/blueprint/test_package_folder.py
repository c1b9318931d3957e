"""Whatever lies in a folder, the reader answers with a sentence and goes no further than the folder."""

import socket

import pytest
from package_copies import copy

from trellis.design.blueprint.package import package_problems


def list_problems(folder, file):
    return [f"{p.key}: {p.reason}; {p.fix}" for p in package_problems(folder) if p.file == file]


def test_a_folder_that_is_not_there(tmp_path):
    assert "does not exist" in list_problems(tmp_path / "nowhere", "nowhere")[0]


def test_a_path_that_is_no_path():
    assert package_problems("a\0b")


def test_a_file_instead_of_a_folder(tmp_path):
    (tmp_path / "package.toml").write_text("")
    assert "is a file" in list_problems(tmp_path / "package.toml", "package.toml")[0]


def test_an_empty_folder_says_what_to_start_with(tmp_path):
    (line,) = list_problems(tmp_path, tmp_path.name)
    assert "is empty" in line
    assert "package.toml, words.toml, outcomes.toml, rubrics.toml, calendar.toml, roles.toml" in line


def test_a_package_without_a_file_that_every_package_has(tmp_path):
    folder = copy(tmp_path)
    (folder / "words.toml").unlink()
    assert [p.file for p in package_problems(folder)] == ["words.toml"]


def test_a_file_nobody_reads_is_named_with_the_nearest_right_name(tmp_path):
    folder = copy(tmp_path)
    (folder / "rubric.toml").write_text("")
    assert "did you mean “rubrics.toml”?" in list_problems(folder, "rubric.toml")[0]


def test_a_readme_a_licence_and_what_an_editor_leaves_are_welcome(tmp_path):
    folder = copy(tmp_path)
    for name in ("README.md", "LICENSE", ".DS_Store"):
        (folder / name).write_text("")
    assert package_problems(folder) == []


def test_a_folder_full_of_strangers_is_not_listed_to_the_end(tmp_path):
    folder = copy(tmp_path)
    for n in range(40):
        (folder / f"photo{n}.jpg").write_text("")
    assert len(package_problems(folder)) == 11
    assert "30 more" in list_problems(folder, "…")[0]


def test_toml_that_breaks_off_is_named_by_line(tmp_path):
    folder = copy(tmp_path)
    (folder / "plan.toml").write_text('hold = "held"\nevery = \nminutes = 3\n')
    assert list_problems(folder, "plan.toml")[0].startswith("line 2, column 9: is not TOML")


def test_a_file_cut_off_at_its_end(tmp_path):
    folder = copy(tmp_path)
    (folder / "plan.toml").write_text('hold = "he')
    assert (
        list_problems(folder, "plan.toml")[0].startswith("end of document: is not TOML")
        or "line 1" in list_problems(folder, "plan.toml")[0]
    )


def test_one_key_said_twice_in_a_table(tmp_path):
    folder = copy(tmp_path)
    (folder / "plan.toml").write_text('hold = "held"\nhold = "local"\n')
    assert list_problems(folder, "plan.toml")[0].startswith("line 2")


def test_text_that_is_not_utf8_is_named_by_line(tmp_path):
    folder = copy(tmp_path)
    (folder / "plan.toml").write_bytes('hold = "held"\n# élan'.encode("latin-1"))
    assert list_problems(folder, "plan.toml") == ["line 2: is not UTF-8 text; save the file again as UTF-8"]


def test_a_byte_order_mark_does_no_harm(tmp_path):
    folder = copy(tmp_path)
    content = (folder / "plan.toml").read_bytes()
    (folder / "plan.toml").write_bytes(b"\xef\xbb\xbf" + content)
    assert package_problems(folder) == []


def test_a_file_over_one_megabyte_is_not_read(tmp_path):
    folder = copy(tmp_path)
    (folder / "plan.toml").write_bytes(b"#" * (1024 * 1024 + 1))
    assert "larger than 1 MB" in list_problems(folder, "plan.toml")[0]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    folder = copy(tmp_path)
    (tmp_path / "secret.toml").write_text('password = "x"')
    (folder / "plan.toml").unlink()
    (folder / "plan.toml").symlink_to(tmp_path / "secret.toml")
    (line,) = list_problems(folder, "plan.toml")
    assert "is a link to a file outside the folder" in line
    assert "password" not in line


def test_a_link_to_itself(tmp_path):
    folder = copy(tmp_path)
    (folder / "plan.toml").unlink()
    (folder / "plan.toml").symlink_to(folder / "plan.toml")
    assert list_problems(folder, "plan.toml")


def test_a_folder_where_a_file_should_be(tmp_path):
    folder = copy(tmp_path)
    (folder / "plan.toml").unlink()
    (folder / "plan.toml").mkdir()
    assert "is not a plain file" in list_problems(folder, "plan.toml")[0]


def test_a_socket_or_a_pipe_is_not_opened(tmp_path, monkeypatch):
    folder = copy(tmp_path)
    (folder / "plan.toml").unlink()
    monkeypatch.chdir(folder)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.bind("plan.toml")
        assert "is not a plain file" in list_problems(folder, "plan.toml")[0]


@pytest.mark.parametrize(
    "content", ["minutes = " + "9" * 6000, "x = " + "[" * 3000, "[" + ".".join("a" * 5000) + "]"]
)
def test_numbers_and_nesting_without_end(tmp_path, content):
    folder = copy(tmp_path)
    (folder / "plan.toml").write_text(content)
    assert list_problems(folder, "plan.toml")


def test_an_empty_file_misses_what_it_must_have(tmp_path):
    folder = copy(tmp_path)
    (folder / "plan.toml").write_text("")
    assert "hold: is missing; add “hold”" in list_problems(folder, "plan.toml")
