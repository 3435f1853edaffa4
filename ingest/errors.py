"""What can be wrong with an input, said in one line: what, where, what to do."""


class ZhengtuError(Exception):
    """A failure that a user can understand and mend. Its text is shown as it is, without a traceback."""


class UnreadableError(ZhengtuError):
    """A file that cannot be read as a document."""
