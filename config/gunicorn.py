"""How gunicorn serves Redress; `--bind` on its command line says where."""

from config.settings import LOGGING

# Loaded once, before the workers: a setting that is wrong ends the server with its sentence
# instead of being met anew by one worker after the other.
preload_app = True
workers = 2
# Threads, so that phones that send their photos slowly hold up nobody else. The proxy in front
# must still buffer requests: a thread waits for its request's body without an end.
worker_class = "gthread"
threads = 32
timeout = 60
graceful_timeout = 5

# No socket in the home folder for a tool that changes the server while it runs.
control_socket_disable = True

# The same lines as everywhere. There is no access log, which would hold addresses and searches:
# the application writes a line for each request.
logconfig_dict = LOGGING
