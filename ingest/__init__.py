"""From a file to records: ``extract(path) -> Extraction``, a pure function per document."""
