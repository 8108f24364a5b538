"""What may be uploaded: PDF and pictures, by what they are and not by what they are called.

A picture is opened and written anew, so that nothing hides behind it or beside it. A PDF is kept as it is, because
people cite it byte by byte; so one that could do anything but be read is refused, and all are sent as files to keep.
"""

import io
import re
import warnings
import zlib
from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from records.models import Attachment

LARGEST = 20 * 2**20  # bytes
MOST_PIXELS = 40_000_000
LARGEST_SIDE = 12_000
FORMATS = {"JPEG": Attachment.Kind.JPEG, "PNG": Attachment.Kind.PNG, "WEBP": Attachment.Kind.WEBP}
# What makes a reader of PDF act: scripts, programs, files inside, forms that send, media.
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|SubmitForm|ImportData|RichMedia|XFA|GoToR|Movie|Sound)\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"stream\r?\n")
MOST_UNPACKED = 200 * 2**20  # bytes of all streams of a PDF together
END = re.compile(rb"%%EOF[\r\n\t \0]*\Z")


@dataclass(frozen=True)
class Checked:
    """An upload that may be kept: its content, what it is, and the size of a picture in pixels."""

    content: bytes
    kind: str
    width: int | None = None
    height: int | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of the content."""
        return sha256(self.content).hexdigest()


def checked(upload) -> Checked:
    """Look into an uploaded file; raises ValidationError with a sentence that says what is wrong with it."""
    if upload.size > LARGEST:
        raise _refused(_("The file is larger than 20 MB."))
    content = upload.read()
    upload.seek(0)
    if not content:
        raise _refused(_("The file is empty."))
    return _pdf(content) if content.startswith(b"%PDF-") else _picture(content)


def _refused(sentence: str) -> ValidationError:
    return ValidationError(sentence, code="upload")


# PDF


def _pdf(content: bytes) -> Checked:
    if not re.match(rb"%PDF-[12]\.\d", content):
        raise _refused(_("This is no PDF that can be read."))
    if not END.search(content[-2048:]):
        raise _refused(_("The PDF is cut off, or something is hidden behind its end."))
    if b"/Encrypt" in content:
        raise _refused(_("The PDF is locked by a password; upload one that everybody can open."))
    for part in (content, *_unpacked(content)):
        if found := ACTIVE.search(ESCAPED.sub(_unescaped, part)):
            sentence = _("The PDF contains something that acts by itself (%(found)s). Print it to a new PDF first.")
            raise _refused(sentence % {"found": found.group(1).decode()})
    return Checked(content, Attachment.Kind.PDF)


def _unescaped(found) -> bytes:
    return bytes([int(found.group(1), 16)])


def _unpacked(content: bytes):
    """Every compressed stream, unpacked as far as the limit allows; more than that is a bomb."""
    left = MOST_UNPACKED
    for start in STREAM.finditer(content):
        unpacker = zlib.decompressobj()
        try:
            unpacked = unpacker.decompress(content[start.end() :], left + 1)
        except zlib.error:
            continue  # not compressed in this way
        left -= len(unpacked)
        if left < 0:
            raise _refused(_("The PDF unpacks to more than 200 MB."))
        yield unpacked


# Pictures


def _picture(content: bytes) -> Checked:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written_anew(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise _refused(
            _("This is neither a PDF nor a picture (JPEG, PNG or WebP) that can be opened, whatever its name says.")
        ) from None


def _written_anew(content: bytes) -> Checked:
    with Image.open(io.BytesIO(content), formats=list(FORMATS)) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS or max(width, height) > LARGEST_SIDE:
            raise _too_large()
        if getattr(picture, "n_frames", 1) > 1:
            raise _refused(_("The picture moves; upload a still one."))
        kind, options = FORMATS[picture.format], {"quality": 90} if picture.format != "PNG" else {}
        upright = ImageOps.exif_transpose(picture)  # turned as it is meant, because what says so is left behind
        kept = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
        kept = kept.convert("RGB") if kind == Attachment.Kind.JPEG else kept
        clean = Image.new(kept.mode, kept.size)
        clean.paste(kept)
        written = io.BytesIO()
        clean.save(written, format=picture.format, **options)
    return Checked(written.getvalue(), kind, *clean.size)


def _too_large() -> ValidationError:
    return _refused(_("The picture is too large: at most 40 million pixels, and 12,000 on a side."))
