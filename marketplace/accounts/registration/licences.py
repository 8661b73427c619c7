"""Which file is a licence: decided by what is in it, cleaned of what does not belong to the picture, kept privately."""

from __future__ import annotations

import hashlib
import io
import secrets
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, ImageStat, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject

from marketplace.accounts.models.units import private
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM

LARGEST = 10 * 1024 * 1024
ACCEPT = "image/jpeg,image/png,application/pdf"
MOST_PIXELS = 60_000_000  # what a picture may unfold to in memory
LONGEST_SIDE = 3000  # a licence in A3 stays legible; what is larger is made smaller
SHORTEST_SIDE = 600  # below it the seal and the small print cannot be read
DARKEST = 40  # mean brightness of 255
MOST_PAGES = 5
MOST_OBJECTS = 20_000  # a scan has dozens
FIELD = "licence"
_PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_HEIF = (b"heic", b"heix", b"mif1", b"msf1", b"hevc")
_ACTIVE = frozenset({"/JS", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"})


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that may be kept: its bytes, its ending, and the digest of just these bytes."""

    data: bytes
    ending: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def _no(code: str, says: str) -> Refused:
    return Refused(code, says, PLATFORM["REGISTRATION"], field=FIELD)


def read(file: BinaryIO, size: int) -> Clean:
    """The licence in a file that somebody sent, or why it is none; nine reasons, a sentence each."""
    if size == 0:
        raise _no("FILE-EMPTY", "这个文件是空的，请重新拍照或者选择")
    if size > LARGEST:
        raise _no("FILE-LARGE", f"文件有 {size / 1_048_576:.1f} MB，超过 10 MB，请压缩或者重新拍照")
    data = file.read(LARGEST + 1)
    if len(data) != size:
        raise _no("FILE-CUT", "文件没有传完整，请检查网络后再选一次")
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    kind = next((name for magic, name in _PICTURES.items() if data.startswith(magic)), "")
    if not kind:
        raise _other(data)
    return _picture(data, kind)


def _other(data: bytes) -> Refused:
    """What else it is, in the words of whoever sent it; the name of the file says nothing."""
    if data.startswith(_OFFICE):
        return _no("FILE-OFFICE", "这是 Word、Excel 或者压缩文件，可能带有宏，不接收；请拍照，或者另存为 PDF")
    if data.startswith(_PROGRAMS):
        return _no("FILE-PROGRAM", "这是可以运行的程序，不接收；请选营业执照的照片或者 PDF")
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        return _no(
            "FILE-HEIC", "这是 HEIC 格式的照片，请在手机相机设置里选“兼容性最佳”后重拍，或者截图后再传"
        )
    return _no("FILE-TYPE", "只接收 JPG、PNG 照片或者 PDF，请换一个文件")


def _picture(data: bytes, kind: str) -> Clean:
    """Opened to the last pixel, turned upright, and written anew, so that nothing but the picture stays."""
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _no("FILE-LARGE", "照片的像素过多，请把相机分辨率调低后重拍")
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _no("FILE-BROKEN", "照片已损坏，打不开，请重新拍照") from error
    if min(picture.size) < SHORTEST_SIDE:
        size = f"{picture.width}×{picture.height}"
        raise _no(
            "FILE-SMALL", f"照片只有 {size} 像素，看不清字，请靠近些重拍（短边至少 {SHORTEST_SIDE} 像素）"
        )
    if ImageStat.Stat(picture.convert("L")).mean[0] < DARKEST:
        raise _no("FILE-DARK", "照片太暗，看不清字，请打开灯光或者到亮处重拍")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, optimize=True)
    return Clean(out.getvalue(), "jpg")


def _pdf(data: bytes) -> Clean:
    """Opens without a password, has few pages, and nothing in it that acts."""
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
        acts = not locked and _acts(reader)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _no("FILE-BROKEN", "PDF 已损坏，打不开，请重新导出或者改传照片") from error
    if locked:
        raise _no("FILE-PASSWORD", "PDF 设有密码，打不开，请去掉密码后再传")
    if pages == 0:
        raise _no("FILE-BROKEN", "PDF 里没有页面，请重新导出或者改传照片")
    if pages > MOST_PAGES:
        raise _no("FILE-PAGES", f"PDF 有 {pages} 页，营业执照最多 {MOST_PAGES} 页，请只传营业执照")
    if acts:
        raise _no("FILE-ACTIVE", "PDF 带有脚本或者附件，不接收；请打印后拍照，或者另存为普通 PDF")
    return Clean(data, "pdf")


def _acts(reader: PdfReader) -> bool:
    """Script, programs or attachments anywhere among the objects, not only where a viewer would look first."""
    numbers = {(number, generation) for generation, rows in reader.xref.items() for number in rows}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        return True
    return any(
        _active(IndirectObject(number, generation, reader).get_object()) for number, generation in numbers
    )


def _active(found: object) -> bool:
    """What stands directly in an object; what it refers to is an object of its own."""
    if isinstance(found, dict):
        named = found.keys() & _ACTIVE or found.get("/S") in _ACTIONS
        return bool(named) or any(_active(one) for one in found.values())
    return isinstance(found, list) and any(_active(one) for one in found)


def keep(clean: Clean) -> str:
    """Into the private storage under a name that tells nothing; returns the name."""
    return private().save(f"licences/{secrets.token_hex(16)}.{clean.ending}", ContentFile(clean.data))


def drop(name: str) -> None:
    """A draft's file that was replaced before anything was handed in."""
    private().delete(name)
