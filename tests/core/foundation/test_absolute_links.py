"""Links that leave Trellis name its own address, whatever the Host header says."""

import ast
from pathlib import Path

import pytest
from django.core.exceptions import DisallowedHost
from django.test import RequestFactory

import trellis
from trellis.core.foundation.absolute_links import TrustedLinksMiddleware


def link(host, server_port="80", path="/family/x/"):
    request = RequestFactory().get("/students/?page=2", headers={"host": host}, SERVER_PORT=server_port)
    return TrustedLinksMiddleware(lambda request: request.build_absolute_uri(path))(request)


@pytest.mark.parametrize(
    ("host", "server_port", "expected"),
    [
        ("testserver", "80", "http://testserver/family/x/"),
        ("testserver:6666", "80", "http://testserver/family/x/"),
        ("testserver:8000", "8000", "http://testserver:8000/family/x/"),
        ("testserver:6666", "8000", "http://testserver/family/x/"),
    ],
)
def test_without_an_address_only_our_own_port_stays(host, server_port, expected):
    assert link(host, server_port) == expected


def test_the_address_of_the_installation_comes_first(settings):
    settings.TRELLIS_ADDRESS = "https://trellis.school.example/"
    assert link("testserver:6666") == "https://trellis.school.example/family/x/"
    assert link("testserver", path=None) == "https://trellis.school.example/students/?page=2"


def test_a_port_that_the_hosts_name_is_ours(settings):
    settings.ALLOWED_HOSTS = ["testserver", "testserver:9000"]
    assert link("testserver:9000") == "http://testserver:9000/family/x/"


def test_a_foreign_host_is_refused():
    with pytest.raises(DisallowedHost):
        link("evil.example")


def test_an_absolute_address_stays():
    assert link("testserver", path="https://nces.ed.gov/") == "https://nces.ed.gov/"


def test_nobody_puts_the_host_header_together_by_hand():
    """`get_host` is read where links are built and where they are compared, and nowhere else."""
    source = Path(trellis.__file__).parent
    files = set()
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in ("get_host", "get_raw_uri", "get_port"):
                files.add(path.relative_to(source).as_posix())
    assert files == {"core/foundation/absolute_links.py", "web/shell/conflicts.py", "web/shell/forms.py"}
