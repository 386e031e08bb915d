"""Evidence in a bucket that speaks S3, as private as a folder and with errors like those of one.

Who we are is told to the library by the usual variables, such as AWS_ACCESS_KEY_ID.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]

# A store that hangs holds a page up for so long and no longer: at most two attempts.
CONNECT_SECONDS, ANSWER_SECONDS, ATTEMPTS = 2, 5, 2
# Above any file: each is one request, so that a worker that dies leaves a whole file or none.
IN_ONE_PIECE = 64 * 1024 * 1024


class Bucket(S3Storage):  # type: ignore[misc]
    """Files are private and never written over; each is read whole, as it has some megabytes.

    What goes wrong is an OSError, and a missing file a FileNotFoundError: as with a folder, so
    that the apps need not know where the files lie.
    """

    def get_default_settings(self) -> dict[str, Any]:
        ours = {
            "file_overwrite": False,
            "default_acl": None,
            "client_config": Config(
                signature_version="s3v4",
                connect_timeout=CONNECT_SECONDS,
                read_timeout=ANSWER_SECONDS,
                retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            ),
            "transfer_config": TransferConfig(multipart_threshold=IN_ONE_PIECE, use_threads=False),
        }
        return {**super().get_default_settings(), **ours}

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        raise ValueError("Evidence has no public address.")

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        key = self._normalize_name(name)
        with errors_of_a_folder():
            found = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=key)
            return ContentFile(found["Body"].read(), name)

    def _save(self, name: str, content: File[bytes]) -> str:
        with errors_of_a_folder():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with errors_of_a_folder():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with errors_of_a_folder():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with errors_of_a_folder():
            folders, files = super().listdir(path)
        return folders, files

    def size(self, name: str) -> int:
        with errors_of_a_folder():
            return int(super().size(name))


@contextmanager
def errors_of_a_folder() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            raise FileNotFoundError("the bucket has no such file") from error
        raise OSError(f"the bucket refused: {error.response['Error']['Code']}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(f"the bucket did not answer: {type(error).__name__}") from error
