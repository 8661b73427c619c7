"""Which file is a licence: decided by its content; each refusal has its own sentence."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from marketplace.accounts.registration import licences
from marketplace.flow.errors import Refused
from tests.accounts.units import picture


def read(data: bytes, size: int | None = None) -> licences.Clean:
    return licences.read(io.BytesIO(data), len(data) if size is None else size)


def pdf(pages: int = 1, **more: object) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if "password" in more:
        writer.encrypt(str(more["password"]))
    if "script" in more:
        script = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(more["script"]),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    if "attachment" in more:
        writer.add_attachment("a.txt", b"text")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


ZIP = b"PK\x03\x04" + b"[Content_Types].xml word/vbaProject.bin" + b"\x00" * 64
REFUSED = {
    "FILE-EMPTY": b"",
    "FILE-LARGE": b"\xff\xd8\xff" + b"\x00" * licences.LARGEST,
    "FILE-OFFICE": ZIP,
    "FILE-PROGRAM": b"MZ\x90\x00" + b"\x00" * 64,
    "FILE-HEIC": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
    "FILE-TYPE": b"GIF89a" + b"\x00" * 64,
    "FILE-BROKEN": picture()[:2000],
    "FILE-SMALL": picture(800, 300),
    "FILE-DARK": picture(ink=20),
    "FILE-PASSWORD": pdf(password="secret"),
    "FILE-PAGES": pdf(6),
    "FILE-ACTIVE": pdf(script="app.alert('x')"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_each_reason_has_its_own_sentence(code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(REFUSED[code])
    assert (refused.value.code, refused.value.field) == (code, "licence")
    assert len(refused.value.says) > 8


def test_every_sentence_is_another(db: None) -> None:
    sentences = set()
    for data in REFUSED.values():
        with pytest.raises(Refused) as refused:
            read(data)
        sentences.add(refused.value.says)
    assert len(sentences) == len(REFUSED)


def test_an_office_document_with_macros_named_as_a_picture_is_refused() -> None:
    with pytest.raises(Refused, match="可能带有宏"):
        read(ZIP)
    with pytest.raises(Refused, match="可能带有宏"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)


def test_a_file_that_broke_off_on_the_way_is_not_a_licence() -> None:
    with pytest.raises(Refused, match="没有传完整"):
        read(picture(), size=len(picture()) + 10)


def test_a_pdf_with_an_attachment_or_an_action_inside_is_refused() -> None:
    with pytest.raises(Refused, match="脚本或者附件"):
        read(pdf(attachment=True))


def test_a_pdf_that_only_says_where_to_open_is_fine() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.page_mode = NameObject("/UseOutlines")  # type: ignore[assignment]
    writer.add_outline_item(title="首页", page_number=0)
    out = io.BytesIO()
    writer.write(out)
    assert read(out.getvalue()).ending == "pdf"


def test_where_a_photograph_was_taken_does_not_stay_in_it() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "maker of the telephone", 6
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (38.0, 21.0, 0.0)
    out = io.BytesIO()
    Image.open(io.BytesIO(picture(1200, 900))).save(out, "JPEG", exif=exif)
    assert b"maker of the telephone" in out.getvalue()
    clean = read(out.getvalue())
    assert b"maker of the telephone" not in clean.data
    kept = Image.open(io.BytesIO(clean.data))
    assert not kept.getexif()
    assert kept.size == (900, 1200)  # turned upright as the telephone meant it


def test_a_png_becomes_a_jpeg_and_a_large_one_smaller() -> None:
    clean = read(picture(4000, 3000, kind="PNG"))
    assert clean.ending == "jpg"
    assert max(Image.open(io.BytesIO(clean.data)).size) == licences.LONGEST_SIDE


def test_a_picture_that_unfolds_without_end_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    with pytest.raises(Refused, match="像素过多"):
        read(out.getvalue())
