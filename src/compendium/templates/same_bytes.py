"""A workbook whose bytes depend on its content alone: parts in order, one fixed time, no trace of when it was made."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook

from press.ground.dates import source_moment

_FIRST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can state
_CORE, _TYPES = "docProps/core.xml", "[Content_Types].xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")  # openpyxl writes the time of saving


def write_workbook(workbook: Workbook, path: Path) -> Path:
    """Write a workbook so that the same content is the same bytes. Raises OSError where it cannot be written."""
    moment = source_moment()
    workbook.properties.creator = ""
    workbook.properties.created = moment.replace(tzinfo=None)
    buffer = io.BytesIO()
    workbook.save(buffer)
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(buffer) as loose, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in sorted(loose.namelist(), key=lambda part: (part != _TYPES, part)):
            entry = zipfile.ZipInfo(name, max(moment.timetuple()[:6], _FIRST))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            content = loose.read(name)
            fixed.writestr(entry, _MODIFIED.sub(rb"\g<1>" + stamp, content) if name == _CORE else content)
    return path
