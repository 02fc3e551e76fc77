"""Take a file from a call onto the disk, a piece at a time, whether it is a form's part or the whole body."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy

from regulars.api.problems import WrongContentType
from regulars.base.kit.refusal import Refusal
from regulars.collect import uploads

CHUNK = 1 << 20
LARGEST = 16 << 30
FIELD = "file"
FORM = "multipart/form-data"
BODIES = (
    "application/octet-stream", "text/csv", "text/tab-separated-values", "text/plain", "application/gzip",
    "application/x-gzip", "application/x-ndjson", "application/jsonl", "application/vnd.apache.parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)  # fmt: skip

FILE = {"type": "string", "format": "binary"}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": FILE} for kind in BODIES}
        | {FORM: {"schema": {"type": "object", "required": [FIELD], "properties": {FIELD: FILE}}}},
    },
}
CSV: dict[str, Any] = {
    "responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
}


class LengthRequired(Refusal):
    message = gettext_lazy("Say how long the body is: send a Content-Length.")
    status = 411


class FileTooLarge(Refusal):
    message = gettext_lazy("The file is larger than %(most)s bytes.")
    status = 413


class CutOff(Refusal):
    message = gettext_lazy("The upload ended before the file was whole. Send it again.")
    status = 400


class NoFile(Refusal):
    message = gettext_lazy("The form has no file in its field “file”.")
    status = 422


class NoRoom(Refusal):
    message = gettext_lazy("There is no room on the disk for this file.")
    status = 507


@dataclass(frozen=True, slots=True)
class Received:
    """A whole file on the disk, and the name that its sender gave it."""

    path: Path
    name: str


def received(request: HttpRequest, *, name: str) -> Received:
    """
    The file of a call, under a name of our own in the folder of imports.

    :raises WrongContentType: if the body is neither a form nor a kind of file that can be imported.
    :raises LengthRequired: if it does not say how long it is.
    :raises FileTooLarge: if it is too long.
    :raises CutOff: if the body ends early.
    """
    kind = (request.content_type or BODIES[0]).lower()
    if kind != FORM and kind not in BODIES:
        raise WrongContentType(wanted=f"{FORM} or {', '.join(BODIES)}", given=kind)
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        raise LengthRequired
    if int(length) > LARGEST:
        raise FileTooLarge(most=LARGEST)
    return from_form(request, name=name) if kind == FORM else from_body(request, int(length), name=name)


def from_body(request: HttpRequest, length: int, *, name: str) -> Received:
    with drafted(name) as (path, sink):
        taken = 0
        try:
            while chunk := request.read(CHUNK):
                taken += sink.write(chunk)
        except UnreadablePostError as error:
            raise CutOff from error
        if taken != length:
            raise CutOff
    return Received(path, name or path.name)


def from_form(request: HttpRequest, *, name: str) -> Received:
    folder = IntoFolder(request, name=name)
    request.upload_handlers = [folder]
    try:
        request.FILES  # noqa: B018 — reading it is what parses the form
    except (MultiPartParserError, UnreadablePostError) as error:
        folder.discard()
        raise CutOff from error
    except BaseException:
        folder.discard()
        raise
    if folder.whole is None:
        raise NoFile
    return folder.whole


class IntoFolder(FileUploadHandler):
    """Write the one file of a form straight to its place, never into memory."""

    def __init__(self, request: HttpRequest, *, name: str) -> None:
        super().__init__(request)
        self.given = name
        self.whole: Received | None = None
        self.sink: IO[bytes] | None = None
        self.path: Path | None = None

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        if field_name != FIELD or self.path is not None:
            raise SkipFile
        self.given = self.given or uploads.safe_name(file_name)
        self.path = uploads.place(self.given)
        self.sink = opened(self.path)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.sink is not None
        with room():
            self.sink.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        assert self.sink is not None
        assert self.path is not None
        with room():
            self.sink.close()
        self.whole = Received(self.path, self.given or self.path.name)
        return UploadedFile(file=self.sink, name=self.given, size=file_size)

    def discard(self) -> None:
        """Leave nothing of a form that could not be read."""
        if self.sink is not None:
            self.sink.close()
        if self.path is not None:
            self.path.unlink(missing_ok=True)


@contextmanager
def drafted(name: str) -> Iterator[tuple[Path, IO[bytes]]]:
    """A new file that stays only if all goes well."""
    path = uploads.place(name)
    try:
        with room(), opened(path) as sink:
            yield path, sink
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NoRoom from error
        raise


def opened(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
