"""A file: training data, validation data, or the results of a job."""

from __future__ import annotations

from ftmonitor.models.base import Count, Lenient, Text, Time


class File(Lenient):
    """A file at the server, without its content."""

    object: Text = ""
    bytes: Count = None
    created_at: Time = None
    expires_at: Time = None
    filename: Text = ""
    """As sent; where a file is written, `basename` is its name."""
    purpose: Text = ""
    """`fine-tune`, `fine-tune-results` and others."""
    status: Text = ""
    status_details: Text = ""

    @property
    def basename(self) -> str:
        """Return the file name without folders; "" where nothing is left that could name a file."""
        name = self.filename.replace("\\", "/").rpartition("/")[2].replace("\0", "").strip()
        return "" if name in (".", "..") else name
