"""The environment of the demo's processes, kept apart from that of an installation."""

import json
import os
import secrets
from pathlib import Path

from config.env import LOCAL, of_an_installation

EVIDENCE = LOCAL / "evidence"
DEMO_ENV = LOCAL / "demo.json"


def leave_production_alone() -> None:
    """Whatever an installation in this terminal is told by is not for the demo.

    It would migrate that database, add accounts whose password everybody knows, sweep those files.
    """
    ignored = of_an_installation(os.environ)
    for name in ignored:
        del os.environ[name]
    if ignored:
        print(
            f"Ignoring {', '.join(ignored)}: the demo has everything of its own. "
            "(DEMO_DATABASE_URL and DEMO_REDIS_URL name other servers for it.)",
            flush=True,
        )


def demo_environment(addresses: dict[str, str]) -> dict[str, str]:
    """The environment of all processes of the demo; also written down, for commands in another
    terminal."""
    demo = addresses | {
        "DEMO": "true",
        "SECRET_KEY": _secret(),
        "EVIDENCE_ROOT": str(EVIDENCE),
        "STATIC_ROOT": str(LOCAL / "static"),
        "SITE_ADDRESS": f"http://localhost:{os.environ.get('PORT') or '8000'}",
    }
    Path(demo["EVIDENCE_ROOT"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_private(DEMO_ENV, json.dumps(demo))
    return os.environ | demo


def of_running_demo() -> dict[str, str] | None:
    """The environment that it has written down; None before its servers are there."""
    try:
        written: dict[str, str] = json.loads(DEMO_ENV.read_text())
    except FileNotFoundError:
        return None
    return os.environ | written


def _secret() -> str:
    """Made at the first start and kept, so that sessions live on."""
    path = LOCAL / "secret"
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(50))
    return path.read_text()


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)
