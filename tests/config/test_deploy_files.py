"""What is delivered for operators fits the code and the tools that read it."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from ctypes.util import find_library
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.contrib.auth import authenticate

from config import gunicorn, values
from disputes.background import outbox
from disputes.confinement import kernel, probe
from disputes.models import OrderLine, Refund
from disputes.verbs import negotiation
from tests.support.world import World

ROOT = Path(settings.BASE_DIR)
DEPLOY = ROOT / "docs/deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SCRIPTS = [*sorted(DEPLOY.glob("*.sh")), DEPLOY / "redress"]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
MANUAL = (ROOT / "docs/operations.md").read_text()
# Read by compose.yaml only.
OF_COMPOSE = {"APP_PASSWORD", "OWNER_PASSWORD", "CERTIFICATES"}
# Units whose children open what strangers sent, and lock themselves up first.
OF_STRANGERS = ["redress-web", "redress-worker"]
MEGABYTE = 1024 * 1024  # nginx' m
# In no group of systemd 252.
LOCKS = {"seccomp", *(name for name in kernel.numbers() if name.startswith("landlock_"))}
# What the locks call through the C library or Python.
BY_NAME = {"prctl", "mount", "umount2", "setgroups", "setresgid", "setresuid", "wait4"}
# Refuses all but the calls that it is told, as SystemCallFilter does, and becomes the probe.
FILTERED = f"""
import ctypes, os, sys
seccomp = ctypes.CDLL({find_library("seccomp")!r})
seccomp.seccomp_init.restype = ctypes.c_void_p
rules = ctypes.c_void_p(seccomp.seccomp_init(0x50000 | 1))  # SCMP_ACT_ERRNO(EPERM)
folder, *names = sys.argv[1:]
for name in names:
    number = seccomp.seccomp_syscall_resolve_name(name.encode())
    if number != -1:  # known to libseccomp, whether this machine has it or not
        seccomp.seccomp_rule_add(rules, 0x7FFF0000, number, 0)
assert seccomp.seccomp_load(rules) == 0
os.execv(sys.executable, [sys.executable, "-m", "disputes.confinement.probe", folder])
"""
systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="there is no systemd here"
)


def setting(unit: str, name: str) -> str:
    """The one value of this setting."""
    text = (DEPLOY / f"systemd/{unit}.service").read_text()
    (found,) = re.findall(rf"^{name}=(.*)$", text, flags=re.MULTILINE)
    return str(found)


def allowed_calls(unit: str) -> set[str]:
    """What the SystemCallFilter of this unit lets through, its groups expanded."""
    calls, groups = set(), [setting(unit, "SystemCallFilter")]
    while groups:
        text = groups.pop().split()
        calls |= {word for word in text if not word.startswith("@")}
        for group in set(text) - calls:
            answer = subprocess.run(
                ["systemd-analyze", "syscall-filter", group],
                capture_output=True,
                text=True,
                check=True,
            )
            groups += [
                line for line in answer.stdout.splitlines()[1:] if not line.strip().startswith("#")
            ]
    return calls


@systemd
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """With another program in place of those that are not installed here."""
    for unit in UNITS:
        text = re.sub(r"^(Exec\w+=)/opt/redress/\S+", r"\1/bin/true", unit.read_text(), flags=re.M)
        (tmp_path / unit.name).write_text(text)
    answer = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / unit.name for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "SYSTEMD_LOG_LEVEL": "warning"},
    )
    said = [line for line in answer.stderr.splitlines() if "redress" in line]
    assert (answer.returncode, said) == (0, [])


@pytest.mark.parametrize("unit", OF_STRANGERS)
def test_a_unit_lets_its_children_lock_themselves_up(unit: str) -> None:
    assert set(setting(unit, "SystemCallFilter").split()) >= LOCKS
    assert setting(unit, "SystemCallErrorNumber") == "EPERM"  # a layer less, and nobody killed


@systemd
@pytest.mark.parametrize("unit", OF_STRANGERS)
def test_a_unit_allows_every_call_of_the_locks(unit: str) -> None:
    assert {*kernel.numbers(), *BY_NAME} - allowed_calls(unit) == set()


@pytest.mark.slow
@systemd
@pytest.mark.skipif(find_library("seccomp") is None, reason="there is no libseccomp here")
@pytest.mark.parametrize("unit", OF_STRANGERS)
def test_behind_the_filter_of_a_unit_no_lock_is_missing(unit: str) -> None:
    """As systemd does it: a filter that the process has already when it begins."""
    with TemporaryDirectory() as folder:
        Path(folder, "probe").touch()
        answer = subprocess.run(
            [sys.executable, "-c", FILTERED, folder, *sorted(allowed_calls(unit))],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert json.loads(answer.stdout) == [probe.missing_layers(), probe.unreadable_folder()]


def test_whoever_stops_a_web_process_waits_until_it_has_ended() -> None:
    longest = values.LONGEST_DRAIN + gunicorn.graceful_timeout
    assert int(setting("redress-web", "TimeoutStopSec")) > longest
    grace = COMPOSE["services"]["web"]["stop_grace_period"]
    assert int(grace.removesuffix("s")) > longest


def test_nginx_takes_every_form_that_we_take() -> None:
    """The one for signing in, too, which carries what was sent after a session had ended."""
    text = (DEPLOY / "nginx.conf").read_text()
    megabytes = [int(size) for size in re.findall(r"client_max_body_size (\d+)m;", text)]
    assert len(megabytes) == text.count("client_max_body_size") == 2
    assert min(megabytes) * MEGABYTE >= settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_shell_can_read_the_scripts(script: Path) -> None:
    shell = script.read_text().split("\n", 1)[0].removeprefix("#!")
    answer = subprocess.run([shell, "-n", script], capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert os.access(script, os.X_OK)


def test_every_variable_that_is_set_for_others_is_explained() -> None:
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", MANUAL, flags=re.MULTILINE))
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.MULTILINE)) - OF_COMPOSE
    assert named <= explained
    assert set(COMPOSE["x-redress"]["environment"]) - OF_COMPOSE <= explained


def test_what_serves_in_containers_knows_no_password_but_its_own() -> None:
    """All of .env is handed to it, where both stand for compose.yaml to put into addresses."""
    for name in ("web", "worker", "beat", "setup"):
        environment = COMPOSE["services"][name]["environment"]
        assert COMPOSE["services"][name]["env_file"] == ".env"
        assert (environment["OWNER_PASSWORD"], environment["APP_PASSWORD"]) == ("", "")
        assert ("OWNER_PASSWORD" in environment["DATABASE_URL"]) == (name == "setup")


def test_an_example_without_secrets_does_not_start() -> None:
    """Nobody runs with a secret that everybody knows: what is to be filled in is empty."""
    example = (ROOT / ".env.example").read_text()
    assert re.findall(r"^SECRET_KEY=(.*)$", example, flags=re.MULTILINE) == [""]
    assert re.findall(r"^METRICS_TOKEN=(.*)$", example, flags=re.MULTILINE) == [""]


@pytest.mark.django_db
def test_the_trial_is_a_whole_case(capsys: pytest.CaptureFixture[str]) -> None:
    """What a new installation is tried with leads to a paid refund; it may be run again."""
    for number in (1, 2):
        exec(compile((DEPLOY / "trial.py").read_text(), "trial.py", "exec"), {})
        assert OrderLine.objects.count() == number
    line = OrderLine.objects.latest("pk")
    said = capsys.readouterr().out
    password = re.findall(r"^/buyer/ +trial-buyer +(\S+)$", said, flags=re.MULTILINE)[-1]
    assert authenticate(None, username="trial-buyer", password=password) == line.order.buyer
    world = World(buyer=line.order.buyer, seller=line.order.store.members.get())
    dispute = world.open_dispute(line)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    assert outbox.deliver_outbox().delivered == 1
    assert Refund.objects.get().paid_at is not None


def test_the_image_holds_what_is_served_and_no_tests() -> None:
    copied = set(re.findall(r"^COPY (.+) \S+$", (ROOT / "Containerfile").read_text(), flags=re.M))
    names = {name for line in copied for name in line.split()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    served = {*project["tool"]["importlinter"]["root_packages"], "templates", "static", "manage.py"}
    assert names == served | {"requirements.txt", "pyproject.toml"}
    assert all((ROOT / name).exists() for name in names)


def test_compose_mounts_what_is_there() -> None:
    services = [COMPOSE["x-redress"], *COMPOSE["services"].values()]
    mounted = {
        volume.split(":")[0] for service in services for volume in service.get("volumes", [])
    }
    paths = {path for path in mounted if path.startswith("./")}
    assert paths
    assert {path for path in paths if not (ROOT / path).exists()} == set()
    named = {path for path in mounted if not path.startswith((".", "$"))}
    assert named == set(COMPOSE["volumes"])
    assert {"web", "worker", "beat", "postgresql", "valkey", "nginx"} <= set(COMPOSE["services"])
