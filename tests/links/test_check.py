"""Addresses asked for over real connections, to a server on this machine."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path

import pytest

from flevoprint.language import language
from flevoprint.links import Answer, Outcome, Rules, check
from flevoprint.links.hosts import is_public, look_up
from tests.links.site import Site, look, serving

RULES = Rules(each=2, overall=10, pause=0, look=look, allowed=lambda ip: ip_address(ip).is_loopback)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as running:
        yield running


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own making for site.test, with its key."""
    path = tmp_path_factory.mktemp("tls") / "site.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=site.test", "-addext", "subjectAltName=DNS:site.test"]
    subprocess.run([*command, "-keyout", path, "-out", path], check=True, capture_output=True)
    made = path.read_text(encoding="ascii")
    if "CERTIFICATE" not in made:  # openssl wrote one over the other
        raise AssertionError(made)
    return path


def asked(site: Site, path: str, rules: Rules = RULES, host: str = "site.test") -> Answer:
    """What ``path`` on ``site`` gives."""
    (answer,) = check([f"http://{host}:{site.port}{path}"], rules)
    return answer


@pytest.mark.parametrize(
    ("path", "outcome", "status", "target", "moved_to"),
    [
        ("/ok", "alive", 200, "", ""),
        ("", "alive", 200, "", ""),
        ("?q=1#top", "alive", 200, "", ""),
        ("/hints", "alive", 200, "", ""),
        ("/no-head", "alive", 200, "", ""),
        ("/drop-head", "alive", 200, "", ""),
        ("/moved", "moved", 200, "/ok", "/ok"),
        ("/moved-twice", "moved", 200, "/ok", "/ok"),
        ("/later", "redirected", 200, "/ok", ""),
        ("/moved-then-later", "moved", 200, "/ok", "/later"),
        ("/later-then-moved", "redirected", 200, "/ok", ""),
        ("/space", "moved", 200, "/o%20k?a=%C3%A9", "/o%20k?a=%C3%A9"),
        ("/moved-to-nothing", "not-found", 404, "/gone", "/gone"),
        ("/gone", "not-found", 404, "", ""),
        ("/gone-for-good", "not-found", 410, "", ""),
        ("/denied", "refused", 403, "", ""),
        ("/fault", "server-fault", 503, "", ""),
        ("/circle", "circle", 301, "/circle", ""),
        ("/file", "bad-reply", 302, "", ""),
        ("/as-someone", "bad-reply", 302, "", ""),
        ("/odd", "bad-reply", 302, "", ""),
        ("/garbage", "bad-reply", 0, "", ""),
        ("/endless", "bad-reply", 0, "", ""),
        ("/many-headers", "bad-reply", 0, "", ""),
    ],
)
def test_how_it_goes(
    path: str, outcome: str, status: int, target: str, moved_to: str, site: Site
) -> None:
    base = f"http://site.test:{site.port}"
    answer = asked(site, path)
    assert (str(answer.outcome), answer.status) == (outcome, status)
    assert answer.target == (base + target if target else "")
    assert answer.moved_to == (base + moved_to if moved_to else "")
    assert answer.address == base + path


# Where it may go.


@pytest.mark.parametrize("path", ["/within", "/this-machine"])
def test_a_redirect_within_is_not_followed(path: str, site: Site) -> None:
    assert asked(site, path).outcome is Outcome.PRIVATE
    assert [visit[2] for visit in site.visits] == [path]


def test_by_default_this_machine_is_not_asked(site: Site) -> None:
    rules = replace(RULES, allowed=is_public)
    assert asked(site, "/ok", rules).outcome is Outcome.PRIVATE
    local = Rules(each=2, pause=0)  # with the system's own resolver
    for host in ("127.0.0.1", "0x7f.1", "localhost"):
        assert asked(site, "/ok", local, host).outcome is Outcome.PRIVATE, host
    assert site.visits == []


def test_of_a_host_with_two_addresses_only_the_allowed_one_is_asked(site: Site) -> None:
    assert asked(site, "/ok", host="both.test").outcome is Outcome.ALIVE


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("93.184.216.34", True),
        ("2a00:1450:400e:80c::200e", True),
        ("64:ff9b::5db8:d822", True),  # 93.184.216.34 from a network without IPv4
        *((ip, False) for ip in ("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "0.0.0.0")),
        *((ip, False) for ip in ("169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255")),
        *((ip, False) for ip in ("::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "2001:db8::1")),
        *((ip, False) for ip in ("::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::")),
    ],
)
def test_what_is_on_the_internet(ip: str, public: bool) -> None:
    assert is_public(ip) is public


def test_looking_up() -> None:
    assert look_up("127.0.0.1") == ["127.0.0.1"]


# What can't be reached.


def test_names_that_are_not_there() -> None:
    first, second = check(["http://no.test/", "http://offline.test/"], RULES)
    assert first.outcome is Outcome.UNKNOWN_HOST
    assert second.outcome is Outcome.OFFLINE


def test_a_port_where_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        (answer,) = check([f"http://site.test:{port}/"], RULES)
    assert answer.outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize("path", ["/never", "/drip"])
def test_a_site_that_does_not_come_to_the_point(path: str, site: Site) -> None:
    start = time.monotonic()
    assert asked(site, path, replace(RULES, each=0.3)).outcome is Outcome.TIMEOUT
    assert time.monotonic() - start < 1.5


def test_time_is_up_for_all_and_what_was_found_is_kept(site: Site) -> None:
    start = time.monotonic()
    addresses = [f"http://site.test:{site.port}{path}" for path in ("/ok", "/never")]
    addresses.append("http://slow.test/")  # its resolver hangs
    answers = check(addresses, replace(RULES, overall=0.4))
    assert [str(answer.outcome) for answer in answers] == ["alive", "not-reached", "not-reached"]
    assert time.monotonic() - start < 1.2


# TLS.


def test_certificates(certificate: Path) -> None:
    def trust() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=certificate)

    dutch = language("nl")
    with serving(Site(certificate)) as site:
        ours, other = (f"https://{host}.test:{site.port}/ok" for host in ("site", "other"))
        assert [a.outcome for a in check([ours], replace(RULES, trust=trust))] == [Outcome.ALIVE]
        for address, rules, reason in (
            (ours, RULES, "niemand die browsers vertrouwen, staat ervoor in"),
            (other, replace(RULES, trust=trust), "het is voor een andere naam"),
        ):
            (answer,) = check([address], rules)
            assert answer.outcome is Outcome.CERTIFICATE
            assert dutch.tell(answer.reason or "") == reason

        (answer,) = check([ours.replace("/ok", "/downgrade")], replace(RULES, trust=trust))
        assert (answer.outcome, answer.target) == (Outcome.INSECURE, "http://site.test/")


def test_https_where_there_is_none(site: Site) -> None:
    (answer,) = check([f"https://site.test:{site.port}/"], RULES)
    assert answer.outcome is Outcome.NO_TLS


# Manners.


def test_two_at_a_time_for_each_host(site: Site) -> None:
    paths = [f"/slow-{number}" for number in range(6)]
    answers = check([f"http://site.test:{site.port}{path}" for path in paths], RULES)
    assert {answer.outcome for answer in answers} == {Outcome.ALIVE}
    assert site.most == 2
    assert sorted(visit[2] for visit in site.visits) == paths


def test_hosts_do_not_wait_for_each_other(site: Site) -> None:
    hosts = ("site", "other")
    check([f"http://{h}.test:{site.port}/slow-{n}" for h in hosts for n in range(2)], RULES)
    assert site.most == 4


def test_a_pause_between_two_requests(site: Site) -> None:
    addresses = [f"http://site.test:{site.port}/{number}" for number in range(4)]
    check(addresses, replace(RULES, pause=0.1))
    times = sorted(visit[0] for visit in site.visits)
    assert all(later - earlier > 0.08 for earlier, later in pairwise(times))


def test_the_same_address_is_asked_for_once(site: Site) -> None:
    assert len(check([f"http://site.test:{site.port}/ok"] * 3, RULES)) == 1
    assert len(site.visits) == 1
    assert check([], RULES) == ()
