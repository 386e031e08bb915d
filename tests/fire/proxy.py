"""nginx in front of a drill's web servers, with a configuration and a folder of its own."""

import shutil
from collections.abc import Sequence

from config.local.children import Child
from tests.fire.site import Site, free_address

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")

# A request that may have been done is not sent to a second server: `error` and `timeout` leave out
# POST once it was sent (proxy_next_upstream), and no word adds it.
_CONFIGURATION = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream redress {{
{servers}
    }}
    server {{
        listen {address};
        location / {{
            proxy_pass http://redress;
            proxy_set_header Host localhost;
            proxy_next_upstream error timeout;
            proxy_connect_timeout 2s;
        }}
    }}
}}
"""


def in_front_of(site: Site, servers: Sequence[str]) -> tuple[Child, str]:
    """A running nginx, and its address."""
    folder, address = site.folder / "nginx", free_address()
    folder.mkdir()
    folder.chmod(0o755)  # its workers are somebody else when root starts it
    lines = "\n".join(f"        server {server} fail_timeout=1s;" for server in servers)
    configuration = folder / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, servers=lines, address=address))
    assert NGINX is not None, "whoever asks has looked for it"
    child = site.program("nginx", [NGINX, "-p", str(folder), "-c", str(configuration)])
    return child, address
