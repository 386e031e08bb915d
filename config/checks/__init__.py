"""What the types of the settings cannot say: run by every `manage.py` command, and at the start.

Those with `deploy=True` look at this machine, and are run by `manage.py check --deploy` only.
"""

from config.checks.evidence import evidence_can_be_written, evidence_is_private
from config.checks.mails import mails_go_out
from config.checks.nginx import nginx_can_read
from config.checks.static_files import static_files_are_collected
from config.checks.variables import no_variable_is_misspelt, there_is_one_broker

__all__ = [
    "evidence_can_be_written",
    "evidence_is_private",
    "mails_go_out",
    "nginx_can_read",
    "no_variable_is_misspelt",
    "static_files_are_collected",
    "there_is_one_broker",
]
