"""deploy/nginx.conf, run by nginx itself: what it hides, what it sets, and what it refuses."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
NAME = "trellis.example.org"
HEX, SIGNATURE = "01a228a43fa67793be6d18c6d951120a", "sKfaYwbYVj5s77Iq8KXktXKQiPmqmRjJFKDPINbtcWc"

nginx_is_here = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx or openssl is not installed"
)


def masks() -> list[re.Pattern]:
    """The patterns by which the log's addresses are masked, as Python writes them."""
    patterns = re.findall(r'^    "~(\^.*)" "\$trellis_before', (DEPLOY / "nginx.conf").read_text(), re.M)
    return [re.compile(pattern.replace("(?<", "(?P<")) for pattern in patterns]


@pytest.mark.parametrize(
    "path",
    [
        f"/family/{HEX}~{SIGNATURE}/",
        f"/confirm/{HEX}%7E{SIGNATURE}/",
        f"/portfolio-reading/{HEX}%257e{SIGNATURE}/file/",
        "/account/password/reset/key/3-abc-0123456789/",
        "/account/confirm-email/MQ:1t0aBc:0123456789/",
    ],
)
def test_secret_parts_of_a_path_are_masked(path):
    assert any(mask.match(path) for mask in masks())


def test_other_paths_are_logged_as_they_are():
    paths = (
        "/",
        "/people/01a228a4-3fa6-7793-be6d-18c6d951120a/",
        "/static/shell/base.0123456789ab.css",
        "/a~b/",
    )
    assert not [path for path in paths for mask in masks() if mask.match(path)]


class Behind(BaseHTTPRequestHandler):
    """Stands where Trellis would, and remembers the headers that it was told."""

    heard: list[dict[str, str]] = []

    def do_GET(self):
        self.heard.append({key.lower(): value for key, value in self.headers.items()})
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_configuration(folder: Path, ports: dict[str, int]) -> Path:
    """Write our files with this folder's paths and free ports."""
    text = (DEPLOY / "nginx.conf").read_text()
    proxy = (DEPLOY / "trellis-proxy.conf").read_text()
    text = re.sub(r"^    listen \[::\].*\n", "", text, flags=re.M)  # IPv6 is not everywhere
    for old, new in (
        ("/etc/ssl/trellis", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("/etc/nginx/trellis-proxy.conf", f"{folder}/trellis-proxy.conf"),
        ("127.0.0.1:8000", f"127.0.0.1:{ports['behind']}"),
        ("listen 80", f"listen 127.0.0.1:{ports['http']}"),
        ("listen 443", f"listen 127.0.0.1:{ports['https']}"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    (folder / "trellis-proxy.conf").write_text(proxy)
    (folder / "trellis.conf").write_text(text)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    whole = folder / "nginx.conf"
    whole.write_text(
        f"pid {folder}/pid;\ndaemon off;\nerror_log {folder}/main.log;\nevents {{}}\n"
        f"http {{\n{temporary}access_log {folder}/access.log;\ninclude {folder}/trellis.conf;\n}}\n"
    )
    return whole


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A running nginx: its folder and its ports."""
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    words = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME} -keyout privkey.pem -out fullchain.pem"
    subprocess.run(words.split(), cwd=folder, check=True, capture_output=True)
    behind = ThreadingHTTPServer(("127.0.0.1", 0), Behind)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    ports = {"behind": behind.server_address[1], "http": free_port(), "https": free_port()}
    command = ["nginx", "-p", folder, "-e", folder / "main.log", "-c", write_configuration(folder, ports)]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _try in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", ports["https"])) == 0:
                break
        time.sleep(0.05)
    yield folder, ports
    running.terminate()
    running.wait(10)
    behind.shutdown()


def ask(ports, method, path, scheme="https", **headers):
    """The status and headers of a request. `headers` with underscores for dashes."""
    plain = {name.replace("_", "-"): value for name, value in headers.items()}
    if scheme == "http":
        connection = http.client.HTTPConnection("127.0.0.1", ports["http"], timeout=10)
    else:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        raw = socket.create_connection(("127.0.0.1", ports["https"]), timeout=10)
        connection = http.client.HTTPConnection("127.0.0.1", timeout=10)
        connection.sock = context.wrap_socket(raw, server_hostname=NAME)
    connection.request(method, path, headers={"Host": NAME, **plain})
    response = connection.getresponse()
    response.read()
    return response


@nginx_is_here
def test_name_scheme_and_address_are_ours_whatever_the_browser_claims(served):
    _folder, ports = served
    claims = {"X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil.example", "X_Forwarded_For": "10.9.8.7"}
    claims["Host"] = f"{NAME}:9999"  # another port must not end up in a link
    assert ask(ports, "GET", "/join/", **claims).status == 200
    heard = Behind.heard[-1]
    assert (heard["host"], heard["x-forwarded-proto"], heard["x-forwarded-for"]) == (
        NAME,
        "https",
        "127.0.0.1",
    )
    assert not {"x-forwarded-host", "x-forwarded-port", "forwarded"} & set(heard)


@nginx_is_here
def test_plain_http_is_sent_to_https_under_our_name(served):
    _folder, ports = served
    response = ask(ports, "GET", "/join/?a=1", "http")
    assert (response.status, response.headers["Location"]) == (301, f"https://{NAME}/join/?a=1")
    with pytest.raises((http.client.HTTPException, OSError)):
        ask(ports, "GET", "/", "http", Host="evil.example")


@nginx_is_here
def test_too_much_is_refused_before_it_is_sent(served):
    _folder, ports = served
    roster = "/networks/01a228a4-3fa6-7793-be6d-18c6d951120a/roster/"
    assert ask(ports, "POST", "/today/", Content_Length=str(70 * 1024**2)).status == 413
    assert ask(ports, "POST", roster, Content_Length=str(70 * 1024**2)).status == 303  # nobody is signed in
    signed_in = {"Cookie": "sessionid=abc"}
    assert ask(ports, "POST", roster, Content_Length=str(600 * 1024**2), **signed_in).status == 413


@nginx_is_here
def test_no_log_holds_the_secret_part_of_a_link(served):
    folder, ports = served
    for separator in ("~", "%7E", "%257E"):
        path = f"/confirm/{HEX}{separator}{SIGNATURE}/"
        ask(ports, "GET", path, Referer=f"https://{NAME}{path}")
        ask(ports, "GET", path, "http")
        ask(ports, "GET", f"/join/?next={path}")
        ask(
            ports, "POST", path, Content_Length=str(70 * 1024**2)
        )  # refused: nginx would write it to its error log
    time.sleep(0.2)
    logs = "".join(log.read_text() for log in folder.glob("*.log"))
    assert "/confirm/[link]" in logs
    assert SIGNATURE not in logs
    assert HEX not in logs
