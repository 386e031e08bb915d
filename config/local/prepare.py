"""Makes `.venv` with the locked packages, then becomes its Python with the arguments given.

    python3 config/local/prepare.py [--for-demo | --demo] [arguments for .venv/bin/python]

It runs under whatever `python3` the machine has, before anything is installed: only the standard
library, and no syntax that an old Python could not read far enough to say what is wrong. With
`--for-demo` it leaves out what only developers need; with `--demo`, too, and it first makes sure
that the demo can start, before the slow steps.
"""

import errno
import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOCAL = os.path.join(ROOT, ".local")
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, ".redress")
# Each holds all of the demo's, too.
FOR_DEMO, FOR_DEVELOPERS = "requirements-demo.txt", "requirements-dev.txt"
DEFAULT_PORT = "8000"
OLDEST_PYTHON = (3, 11)
# Seconds that the servers of a demo that was killed may need to let go of the port.
PATIENCE = 15


def main(arguments):
    """Check, install, and run."""
    os.chdir(ROOT)
    check_python()
    make_local_folder()
    lock_file = FOR_DEVELOPERS
    demo = arguments[:1] == ["--demo"]
    if demo or arguments[:1] == ["--for-demo"]:
        arguments = arguments[1:]
        lock_file = FOR_DEMO
    if demo:
        port = chosen_port()
        left_over = take_demo_lock(port)
        check_port(port, PATIENCE if left_over else 0)
    with open(os.path.join(LOCAL, "install.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands at once must not both install
        if not installed(lock_file):
            install(lock_file)
    if arguments:
        sys.stdout.flush()
        os.execv(PYTHON, [PYTHON, *arguments])


def check_python():
    """Stop in a sentence that can be acted on, not in the middle of an installation."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            "Redress needs Python %d.%d or newer, and %s is %s. Name a newer one: "
            "make run PYTHON=python3.12" % (*OLDEST_PYTHON, sys.executable, sys.version.split()[0])
        )
    try:
        # Debian has them in a package of its own: are they there at all?
        import ensurepip  # noqa: F401, PLC0415
        import venv  # noqa: F401, PLC0415
    except ImportError:
        sys.exit(
            "This Python cannot make virtual environments. On Debian and Ubuntu: "
            "apt-get install python3-venv"
        )


def make_local_folder():
    """All that is made at run time lies in `.local`."""
    try:
        os.makedirs(LOCAL, exist_ok=True)
    except OSError as error:
        sys.exit("Redress cannot make the folder %s: %s." % (LOCAL, error.strerror))
    if not os.access(LOCAL, os.W_OK):
        sys.exit(
            "You may not write in %s: somebody else ran Redress here. Run it as that user, "
            "or remove the folder." % LOCAL
        )


def chosen_port():
    """The port of the demo, from the environment."""
    port = os.environ.get("PORT") or DEFAULT_PORT
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit("PORT must be a number from 1 to 65535, and it is %r." % port)
    return int(port)


def take_demo_lock(port):
    """One demo for each folder. Says whether the last one was killed before it could clean up.

    The lock belongs to the open file, which stays open when this process becomes the demo, so
    the system gives it up at the end of the demo however that comes.
    """
    lock = os.open(os.path.join(LOCAL, "demo.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(
            "Redress is already running from this folder: %s. Stop it first, with Ctrl-C in its "
            "terminal." % os.read(lock, 200).decode()
        )
    left_over = os.path.getsize(lock) > 0
    os.ftruncate(lock, 0)
    os.pwrite(lock, ("process %d, http://localhost:%d/" % (os.getpid(), port)).encode(), 0)
    os.set_inheritable(lock, True)
    return left_over


def check_port(port, patience):
    """Before anything slow: can the web server have its port?"""
    deadline = time.monotonic() + patience
    while True:
        with socket.socket() as probe:
            # As the web server does it: connections that are still closing do not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    sys.exit("Redress cannot use port %d: %s." % (port, error.strerror))
        if time.monotonic() > deadline:
            release_demo_lock()
            sys.exit(
                "Port %d is taken by another program. Choose another one: make run PORT=%d"
                % (port, port + 1 if port < 65535 else 8001)
            )
        time.sleep(0.2)


def release_demo_lock():
    """This start ends in order: the next one need not wait for servers that were left behind."""
    os.truncate(os.path.join(LOCAL, "demo.lock"), 0)


def stamp_of(lock_file):
    """What `.venv` was made from."""
    with open(os.path.join(ROOT, lock_file), "rb") as packages:
        digest = hashlib.sha256(packages.read()).hexdigest()
    return "%s %d.%d\n" % (digest, *sys.version_info[:2])


def installed(lock_file):
    """The stamp is written last, so an installation that was broken off does not count."""
    try:
        with open(STAMP) as stamp:
            return stamp.read() in (stamp_of(lock_file), stamp_of(FOR_DEVELOPERS))
    except OSError:
        return False


def install(lock_file):
    """Exactly the locked packages: each must have one of the hashes in the lock file."""
    # When root runs the demo, PostgreSQL runs as somebody else and must be able to read itself.
    umask = os.umask(0o022)
    print("Making the Python environment in .venv, once; this takes a minute or two.", flush=True)
    show_progress([sys.executable, "-m", "venv", VENV])
    show_progress(
        [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
         "--progress-bar", "off", "--require-hashes", "--requirement",
         os.path.join(ROOT, lock_file)]
    )  # fmt: skip
    with open(STAMP, "w") as stamp:
        stamp.write(stamp_of(lock_file))
    os.umask(umask)


class Progress:
    """Says lines, and how long it has been silent since the last one, every few seconds."""

    EVERY = 5

    def __init__(self):
        self.said, self.silent_since = "Preparing", time.monotonic()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.beat, daemon=True)
        self.thread.start()

    def say(self, line):
        self.said, self.silent_since = line, time.monotonic()
        self.show(line)

    def show(self, line):
        print("  " + line, flush=True)

    def beat(self):
        while not self.over.wait(self.EVERY):
            silent = time.monotonic() - self.silent_since
            if silent >= self.EVERY:
                self.show("%s: %d s so far" % (self.said, silent))

    def end(self):
        self.over.set()
        self.thread.join()


def show_progress(command):
    """Run a step of the installation: what it fetches is shown, all it says is in the log.

    Putting the packages in place takes as long as fetching them, and pip says nothing meanwhile.
    """
    path = os.path.join(LOCAL, "install.log")
    with open(path, "w") as log:
        step = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
        )
        told = Progress()
        try:
            for line in step.stdout:
                log.write(line)
                if line.startswith("Collecting"):
                    told.say(line.split(" (from")[0].strip())
                elif line.startswith("Installing"):
                    told.say("Installing what was collected")
        finally:
            told.end()
            step.terminate()  # only if this process is told to end before the step has ended
            failed = step.wait() != 0
    if failed:
        with open(path) as log:
            sys.stderr.writelines(log.readlines()[-20:])
        sys.exit("The installation failed; all that was said is in %s." % path)


def interrupt(number, frame):
    """Told to end while something runs: as if by Ctrl-C, so that nothing is left running."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, interrupt)
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
