"""A file → its lines. One reader a format; what cannot be read says why in one line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from ingest.errors import UnreadableError

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 3_000_000  # a book of two thousand pages: about 1 GB of memory

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
_HAN = re.compile(r"[\u2e80-\u2fd5\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# What documents are made of; bytes read in a wrong encoding give all the other planes of Unicode.
_USUAL = re.compile(
    r"[\t\n\f\r -~\xa0-\xff\u2010-\u2027\u2030-\u203b\u2460-\u24ff\u25a0-\u25cf\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
)


def decode(data: bytes, name: str) -> str:
    """Bytes → text: a byte order mark decides, then UTF-8 (cut or damaged in places too), UTF-16 without a mark,
    GB18030, and whatever charset-normalizer finds. UnreadableError where no encoding gives text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableError(f"{name}: 开头是 {encoding} 标记，内容却不是；请另存为 UTF-8") from error
    damaged = data.decode("utf-8", errors="replace")
    if not data or _is_text(damaged):
        return damaged
    for encoding in [*(("utf-16-le", "utf-16-be") if 0 in data else ()), "gb18030"]:
        text = data.decode(encoding, errors="replace")
        if _is_text(text):
            return text
    from charset_normalizer import from_bytes  # takes longer to load than most files to read

    best = from_bytes(data[:200_000]).best() if 0 not in data else None
    text = data.decode(best.encoding, errors="replace") if best is not None else ""
    if not _is_text(text):
        raise UnreadableError(f"{name}: 不是文本文件，或编码无法识别；请另存为 UTF-8 文本")
    return text


def _is_text(text: str) -> bool:
    """Hardly a control or replacement character, and Chinese, or nothing beyond ASCII."""
    sample = text[:100_000]
    unusual = len(sample) - len(_USUAL.findall(sample))
    written = sample.isascii() or (unusual * 5 <= len(sample) and bool(_HAN.search(text)))
    return len(_CONTROL.findall(sample)) * 200 <= len(sample) and bool(sample) and written


def read_text(path: Path) -> Lines:
    text = decode(path.read_bytes(), path.name)
    return [(number, line) for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1)]


_MARKDOWN = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?)|\*\*|__|^\s*(?:---+|\*\*\*+)\s*$|<!--.*?-->")
_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")  # | --- | --- | between the head and the rows of a table


def read_markdown(path: Path) -> Lines:
    return [(number, _markdown(line)) for number, line in read_text(path)]


def _markdown(line: str) -> str:
    row = line.strip()
    if len(row) > 2 and row[0] == row[-1] == "|":
        line = "" if _RULE.fullmatch(row) else "\t".join(cell.strip() for cell in row[1:-1].split("|"))
    return _MARKDOWN.sub("", line)


def _by(module: str) -> Callable[[Path], Lines]:
    """A reader whose library is loaded with the first file of its kind."""

    def reader(path: Path) -> Lines:
        lines: Lines = import_module(f"ingest.{module}").read(path)
        return lines

    return reader


READERS: dict[str, Callable[[Path], Lines]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".docx": _by("read_docx"),
    ".pdf": _by("read_pdf"),
    ".html": _by("read_html"),
    ".htm": _by("read_html"),
}
_ADVICE = {
    "请用 Word 或 WPS 另存为 .docx": ".doc .wps .wpt .rtf .dot .dotx .docm .odt .pages",
    "请把表格复制到 Word 文档，或另存为 .html": ".xls .xlsx .et .csv .ods",
    "请另存为 .docx 或 .pdf": ".ppt .pptx .dps .ofd .caj .epub .mht .mhtml",
    "图片没有文字，请先做文字识别（OCR）": ".png .jpg .jpeg .gif .bmp .tif .tiff .webp .heic",
    "请先解压": ".zip .rar .7z .gz .tar",
}


def read(path: Path) -> Lines:
    """The lines of a file. UnreadableError: missing, empty, unreadable, too large, of no known kind."""
    if path.is_dir():
        raise UnreadableError(f"{path.name}: 是文件夹，不是文件")
    suffix = path.suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        known = f"可读的有 {' '.join(sorted(READERS))}"
        advice = next((words for words, kinds in _ADVICE.items() if suffix and suffix in kinds.split()), None)
        raise UnreadableError(f"{path.name}: 不能直接读 {suffix or '没有扩展名的'} 文件；{advice or known}")
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadableError(f"{path.name}: 不是普通文件")
        if size > MAX_BYTES:
            raise UnreadableError(f"{path.name}: {size / 1e6:.0f} MB，超过 {MAX_BYTES / 1e6:.0f} MB 上限；请拆分后再试")
        lines = reader(path)
    except FileNotFoundError as error:
        raise UnreadableError(f"{path}: 没有这个文件") from error
    except PermissionError as error:
        raise UnreadableError(f"{path.name}: 没有读取权限") from error
    except OSError as error:
        raise UnreadableError(f"{path.name}: 读不出来（{error.strerror or error}）") from error
    characters = sum(len(words) for _, words in lines)
    if characters > MAX_CHARACTERS:
        raise UnreadableError(f"{path.name}: {characters} 字，超过 {MAX_CHARACTERS} 字上限；请拆分后再试")
    if not any(words.strip() for _, words in lines):
        raise UnreadableError(f"{path.name}: 没有文字")
    return lines
