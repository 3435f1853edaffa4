"""A file → its lines. One reader a format; what cannot be read says why in one line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from charset_normalizer import from_bytes

from ingest.errors import UnreadableError

MAX_BYTES = 50_000_000

# A raw document: (line of the file or None, words) a row, in order.
Lines = list[tuple[int | None, str]]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_HAN = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")


def decode(data: bytes, name: str) -> str:
    """Bytes → text: a byte order mark decides, then UTF-8, UTF-16 without a mark, GB18030, and whatever
    charset-normalizer finds. UnreadableError where no encoding gives text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableError(f"{name}: 开头是 {encoding} 标记，内容却不是；请另存为 UTF-8") from error
    encodings = ["utf-8", "gb18030"]
    if data.count(0) > len(data) // 50 and len(data) % 2 == 0:  # every second byte of ASCII in UTF-16 is 0
        encodings = ["utf-16-le", "utf-16-be"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    best = from_bytes(data[:200_000]).best()
    if best is not None and 0 not in data:
        text = data.decode(best.encoding, errors="replace")
        if _is_text(text):
            return text
    raise UnreadableError(f"{name}: 不是文本文件，或编码无法识别；请另存为 UTF-8 文本")


def _is_text(text: str) -> bool:
    sample = text[:100_000]
    return len(_CONTROL.findall(sample)) * 200 <= len(sample) and (not sample or bool(_HAN.search(text)) or sample.isascii())


def read_text(path: Path) -> Lines:
    text = decode(path.read_bytes(), path.name)
    return [(number, line) for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1)]


_MARKDOWN = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?)|\*\*|__|^\s*(?:---+|\*\*\*+)\s*$|<!--.*?-->")


def read_markdown(path: Path) -> Lines:
    return [(number, _MARKDOWN.sub("", line)) for number, line in read_text(path)]


READERS: dict[str, Callable[[Path], Lines]] = {".txt": read_text, ".md": read_markdown}


def read(path: Path) -> Lines:
    """The lines of a file. UnreadableError: missing, empty, unreadable, too large, of no known kind."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableError(f"{path.name}: 不认识 {path.suffix or '没有扩展名'} 文件；可读的有 {' '.join(sorted(READERS))}")
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableError(f"{path.name}: 是文件夹，不是文件")
        if size > MAX_BYTES:
            raise UnreadableError(f"{path.name}: {size / 1e6:.0f} MB，超过 {MAX_BYTES / 1e6:.0f} MB 上限；请拆分后再试")
        lines = reader(path)
    except FileNotFoundError as error:
        raise UnreadableError(f"{path}: 没有这个文件") from error
    except PermissionError as error:
        raise UnreadableError(f"{path.name}: 没有读取权限") from error
    except OSError as error:
        raise UnreadableError(f"{path.name}: 读不出来（{error.strerror or error}）") from error
    if not any(words.strip() for _, words in lines):
        raise UnreadableError(f"{path.name}: 没有文字")
    return lines
