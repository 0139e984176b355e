"""Through the proxy of an office: one that works, and all the ways in which one does not."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flevoprint.batch.links import Report, check_links
from flevoprint.content import project_files
from flevoprint.language import language
from flevoprint.links import Answer, Outcome, Rules, check
from flevoprint.links import request as requests
from flevoprint.links.hosts import is_within, literal
from flevoprint.links.proxy import ProxyError, proxy_at, system_proxy
from tests.links.internet import Internet, Papers, papers

HOSTS = frozenset({"www.urk.nl", "urk.nl", "www.caritasurk.nl", "localhost"})
#: The system's own trust, resolver and proxy; only not so patient, nor so polite.
RULES = Rules(each=4, overall=10, pause=0)
DAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return papers(tmp_path_factory.mktemp("papers"), HOSTS)


@pytest.fixture
def internet(made: Papers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Internet]:
    with Internet(made, HOSTS).on() as there:
        through(there, monkeypatch)
        yield there


def through(there: Internet, monkeypatch: pytest.MonkeyPatch, address: str = "") -> None:
    """Set this machine up as the network's keeper does."""
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(there.papers.authority))
    for name in ("HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, address or there.address)


def asked(address: str, rules: Rules = RULES) -> Answer:
    (answer,) = check([address], rules)
    return answer


def report_on(folder: Path, *addresses: str) -> Report:
    """What ``flevoprint links`` makes of a project with ``addresses``."""
    (folder / "content" / "gemeenten").mkdir(parents=True, exist_ok=True)
    (folder / "content" / "project.yaml").write_text("titel: Proef\n", encoding="utf-8")
    lines = "".join(f"  - {address}\n" for address in addresses)
    file = folder / "content" / "gemeenten" / "urk.yaml"
    file.write_text(f"adressen:\n{lines}", encoding="utf-8")
    return check_links(project_files(folder), folder / "cache", DAY, RULES)


def told(report: Report) -> list[str]:
    return [problem.told(language("nl")).splitlines()[0] for problem in report.problems]


@pytest.mark.parametrize(
    ("address", "outcome", "status", "target"),
    [
        ("https://www.urk.nl", "alive", 200, ""),
        ("https://www.urk.nl/a?b=c", "alive", 200, ""),
        ("http://www.urk.nl/a?b=c", "alive", 200, ""),
        ("https://urk.nl/", "moved", 200, "https://www.urk.nl/"),
        ("https://www.caritasurk.nl/bestaat-niet", "not-found", 404, ""),
        ("https://er-is-niets.nl/", "behind-proxy", 503, ""),
        ("http://er-is-niets.nl/", "server-fault", 502, ""),
    ],
)
def test_how_it_goes_through_a_proxy(
    address: str, outcome: str, status: int, target: str, internet: Internet
) -> None:
    answer = asked(address)
    assert (str(answer.outcome), answer.status, answer.target) == (outcome, status, target)


def test_a_secure_page_is_asked_for_within_a_tunnel(internet: Internet) -> None:
    asked("https://www.urk.nl/a")
    asked("http://www.urk.nl/b")
    assert internet.asked == [
        "CONNECT www.urk.nl:443",
        "HEAD https://www.urk.nl/a",
        "HEAD http://www.urk.nl/b",
    ]


def test_a_proxy_is_not_trusted_with_the_certificate(
    internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert asked("https://www.urk.nl/").outcome is Outcome.CERTIFICATE
    assert internet.asked == ["CONNECT www.urk.nl:443"]


def test_a_proxy_that_must_itself_be_secure(made: Papers, monkeypatch: pytest.MonkeyPatch) -> None:
    with Internet(made, HOSTS, secure=True).on() as there:
        through(there, monkeypatch)
        for address in ("http://www.urk.nl/", "https://www.urk.nl/"):
            assert asked(address).outcome is Outcome.ALIVE, address
        assert "HEAD https://www.urk.nl/" in there.asked


def test_a_name_and_password_go_to_the_proxy(
    made: Papers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = base64.b64encode(b"jan:g@heim").decode()
    with Internet(made, HOSTS, password=secret).on() as there:
        through(there, monkeypatch, f"http://jan:g%40heim@localhost:{there.port}")
        for address in ("http://www.urk.nl/", "https://www.urk.nl/"):
            assert asked(address).outcome is Outcome.ALIVE, address
        through(there, monkeypatch, f"http://jan:fout@localhost:{there.port}")
        report = report_on(tmp_path, "https://www.urk.nl/", "http://www.urk.nl/")
        assert told(report) == [
            f"content: fout[links.proxy]: de proxy http://localhost:{there.port} vraagt een "
            "gebruikersnaam en een wachtwoord: 2 adressen zijn niet opgevraagd"
        ]
        assert report.exit_code == 1


# One that fails says nothing of the addresses.


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_proxy_that_is_not_there_is_said_once_and_the_days_are_kept(
    internet: Internet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    addresses = ("https://www.urk.nl/", "https://www.caritasurk.nl/", "http://www.urk.nl/")
    assert report_on(tmp_path, *addresses).problems == ()
    gone = f"http://jan:geheim@127.0.0.1:{closed_port()}"
    through(internet, monkeypatch, gone)
    report = report_on(tmp_path, *addresses)
    shown = gone.replace("jan:geheim@", "")
    assert told(report) == [
        f"content: fout[links.proxy]: de proxy {shown} is niet te bereiken: 3 adressen zijn niet "
        "opgevraagd"
    ]
    assert [(link.answer, link.seen) for link in report.links] == [(None, DAY)] * 3
    assert report.exit_code == 1


@pytest.mark.parametrize("name", ["proxy.invalid", "127.0.0.1"])
def test_a_proxy_that_has_no_name_or_does_not_pick_up(
    name: str, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "NEXT_DOOR", 0.3)
    with socket.socket() as busy:  # its only place in the queue is taken
        busy.bind(("127.0.0.1", 0))
        busy.listen(0)
        port = busy.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            through(internet, monkeypatch, f"http://{name}:{port}")
            assert asked("https://www.urk.nl/").outcome is Outcome.PROXY


def test_something_else_than_a_proxy(
    internet: Internet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with Internet(internet.papers, HOSTS, secure=True).on() as there:
        through(internet, monkeypatch, there.address.replace("https", "http"))
        assert told(report_on(tmp_path, "https://www.urk.nl/")) == [
            f"content: fout[links.proxy]: wat http://localhost:{there.port} antwoordt, is niet wat "
            "een proxy antwoordt: 1 adres is niet opgevraagd"
        ]


@pytest.mark.parametrize(
    ("status", "outcome"), [(403, "proxy-refused"), (502, "behind-proxy"), (504, "behind-proxy")]
)
def test_what_a_proxy_says_of_a_host(
    status: int, outcome: str, made: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Internet(made, HOSTS, status=status).on() as there:
        through(there, monkeypatch)
        answer = asked("https://www.urk.nl/")
        assert (str(answer.outcome), answer.status) == (outcome, status)


def test_what_is_said_of_a_host_that_a_proxy_keeps_from_us(
    made: Papers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with Internet(made, HOSTS, status=403).on() as there:
        through(there, monkeypatch)
        report = report_on(tmp_path, "https://www.urk.nl/")
        (line,) = told(report)
        assert line.startswith("content/gemeenten/urk.yaml:2:5: opmerking[links.proxy-refused]: ")
        assert report.exit_code == 0
        there.status = 503
        (line,) = told(report_on(tmp_path, "https://www.urk.nl/"))
        assert line.startswith("content/gemeenten/urk.yaml:2:5: fout[links.unreachable]: ")
        # All of several: then it is the proxy that has no network.
        report = report_on(tmp_path, "https://www.urk.nl/", "https://www.caritasurk.nl/")
        assert [problem.code for problem in report.problems] == ["links.no-network"]


# Where it may go.


def test_no_proxy_is_heeded(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "localhost,.urk.nl")
    straight = replace(RULES, look=lambda _: ["10.0.0.1"])
    assert asked("https://localhost/").outcome is Outcome.PRIVATE
    assert asked("https://www.urk.nl/", straight).outcome is Outcome.PRIVATE
    assert internet.asked == []
    assert asked("https://www.caritasurk.nl/", straight).outcome is Outcome.ALIVE


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "0x7f.1", "2130706433", "10.1.2.3", "[::1]", "169.254.169.254"),
        *("localhost", "LOCALHOST.", "intranet", "printer.local", "a.localhost", "x.internal"),
    ],
)
def test_a_proxy_is_not_asked_for_what_is_within(host: str, internet: Internet) -> None:
    for scheme in ("http", "https"):
        assert asked(f"{scheme}://{host}/").outcome is Outcome.PRIVATE
    assert internet.asked == []


def test_names_and_addresses() -> None:
    assert not is_within("www.urk.nl")
    assert not is_within("localhost.nl")
    assert literal("www.urk.nl") is None
    assert literal("0x7f.1") == "127.0.0.1"
    assert literal("::1") == "::1"


# What a setting may look like.


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ("http://proxy.urk.nl:8080", "http://proxy.urk.nl:8080"),
        ("proxy.urk.nl:8080", "http://proxy.urk.nl:8080"),
        ("http://proxy.urk.nl", "http://proxy.urk.nl:80"),
        ("https://jan:geheim@proxy.urk.nl/", "https://proxy.urk.nl:443"),
        ("http://[::1]:3128", "http://[::1]:3128"),
    ],
)
def test_a_setting_is_read_and_shown_without_password(setting: str, shown: str) -> None:
    proxy = proxy_at(setting)
    assert str(proxy) == shown
    assert "geheim" not in repr(proxy)


@pytest.mark.parametrize(
    "setting",
    ["socks5://jan:geheim@proxy.urk.nl:1080", "http://jan:geheim@proxy:x", "http://", "http://[:1"],
)
def test_a_setting_that_is_of_no_use(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProxyError) as raised:
        proxy_at(setting)
    said = language("nl").tell(raised.value.reason)
    assert "geen proxy die flevoprint kan gebruiken" in said
    assert "geheim" not in said
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("HTTPS_PROXY", setting)
    assert asked("https://www.urk.nl/").outcome is Outcome.PROXY


def test_without_a_setting_it_goes_straight(monkeypatch: pytest.MonkeyPatch) -> None:
    assert system_proxy(urlsplit("https://www.urk.nl/")) is None
    monkeypatch.setenv("NO_PROXY", "www.urk.nl")
    monkeypatch.setenv("HTTPS_PROXY", "http://localhost:1")
    assert system_proxy(urlsplit("https://www.urk.nl/")) is None
    assert system_proxy(urlsplit("http://x.nl/")) is None
