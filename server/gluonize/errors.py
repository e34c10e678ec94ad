"""The errors that Gluonize raises on purpose; each message is one sentence that says what to do."""

from __future__ import annotations


class GluonizeError(Exception):
    """Base of every error that is shown to a person as it is."""


class CatalogueError(GluonizeError):
    """A catalogue file holds something that the format does not allow; names the file and the entry."""


class SourceError(GluonizeError):
    """A source file cannot be read or decoded."""


class UsageError(GluonizeError):
    """A command or a setting was given something that it cannot use."""


class KernelError(GluonizeError):
    """A kernel could not be started, died, or ran past one of its limits."""


class FrameworkMissingError(KernelError):
    """The interpreter of a kernel cannot import the framework it is for."""


class ServerError(KernelError):
    """A Jupyter server cannot be reached, refuses the token, or is none; or the connection to it was lost."""


class RunError(GluonizeError):
    """A program raised while it ran in a kernel; names the line of the user's file.

    `side` is the framework whose program raised.
    """

    def __init__(self, message: str, side: str = "") -> None:
        super().__init__(message)
        self.side = side
