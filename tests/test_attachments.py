"""Documents and pictures: looked into before they are kept, public with their record only, sent to be kept."""

import io
import time
import zlib
from datetime import timedelta
from unittest import mock
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from records.admin.attachments import AttachmentForm
from records.editing.comparing import compare
from records.editing.history import history_of
from records.editing.previewing import make_link
from records.editing.restoring import NotRestorable, recover, restore
from records.editing.uploads import checked
from records.editing.waiting import keep, kept
from records.models import Agreement, Attachment, Document
from records.search.index import recording
from tests.staff import member, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """What is uploaded here is kept nowhere else."""
    settings.MEDIA_ROOT = tmp_path


def picture(kind: str = "PNG", size=(40, 30), **options) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "navy").save(written, format=kind, **options)
    return written.getvalue()


def moving() -> bytes:
    frames = [Image.new("RGB", (9, 9), color) for color in ("navy", "white")]
    written = io.BytesIO()
    frames[0].save(written, format="WEBP", save_all=True, append_images=frames[1:])
    return written.getvalue()


def zipped() -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr("a.txt", "a")
    return written.getvalue()


def pdf_with(inside: bytes) -> bytes:
    return PDF.replace(b"/Type /Catalog", b"/Type /Catalog " + inside)


def pdf_around(stream: bytes) -> bytes:
    packed = zlib.compress(stream, 9)
    return PDF.replace(b"trailer", b"2 0 obj << /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\ntrailer")


HOSTILE = {
    "script.svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "neither a PDF"),
    "page.pdf": (lambda: b"<html><script>alert(1)</script></html>", "neither a PDF"),
    "program.png": (lambda: b"MZ\x90\x00" + b"\0" * 200, "neither a PDF"),
    "empty.pdf": (lambda: b"", "empty"),
    "moving.gif": (lambda: b"GIF89a" + b"\0" * 40, "neither a PDF"),
    "moving.webp": (lambda: moving(), "moves"),
    "huge.png": (lambda: picture(size=(12_001, 5)), "too large"),
    "cut.png": (lambda: picture(size=(400, 300))[:300], "neither a PDF"),
    "script.pdf": (lambda: pdf_with(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "acts by itself"),
    "hidden-name.pdf": (lambda: pdf_with(b"/OpenAction << /S /J#61vaScript >>"), "acts by itself"),
    "packed-script.pdf": (lambda: pdf_around(b"<< /S /Launch /F (cmd.exe) >>"), "acts by itself"),
    "bomb.pdf": (lambda: pdf_around(b"\0" * (201 * 2**20)), "unpacks to more"),
    "zip-behind.pdf": (lambda: PDF + zipped(), "hidden behind its end"),
    "locked.pdf": (lambda: PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"), "locked"),
    "old.pdf": (lambda: b"%PDF-zz\n%%EOF", "no PDF"),
    "large.pdf": (lambda: b"%PDF-1.7" + b" " * (20 * 2**20) + b"%%EOF", "larger than 20 MB"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name):
    make, sentence = HOSTILE[name]
    with pytest.raises(ValidationError, match=sentence):
        checked(SimpleUploadedFile(name, make(), content_type="application/pdf"))


def test_a_small_picture_that_unpacks_to_a_wall_is_refused():
    wall = picture("PNG", size=(7_000, 7_000))
    with pytest.raises(ValidationError, match="too large"):
        checked(SimpleUploadedFile("wall.png", wall))


def test_a_picture_is_written_anew_so_that_nothing_hides_in_it():
    hiding = picture("JPEG", comment=b"<script>alert(1)</script>") + zipped()
    kept = checked(SimpleUploadedFile("photo.gif", hiding))
    assert (kept.kind, kept.width, kept.height) == ("image/jpeg", 40, 30)
    assert (b"<script>" in hiding, b"<script>" in kept.content, b"PK" in kept.content) == (True, False, False)


def test_a_file_is_not_called_as_the_document_that_agreements_stand_in():
    names = {Attachment: ("attached file", "attached files"), Document: ("outcome document", "outcome documents")}
    assert {m: (m._meta.verbose_name, m._meta.verbose_name_plural) for m in names} == names


def test_a_pdf_is_kept_byte_by_byte():
    assert checked(SimpleUploadedFile("a.pdf", PDF)).content == PDF


def attached(record, content: bytes = PDF, token: str = "token") -> Attachment:
    """A stored file of a record."""
    found = checked(SimpleUploadedFile("a.pdf", content))
    with recording():
        return Attachment.objects.create(
            title_en="Joint statement", kind=found.kind, token=f"{token}-{record._meta.model_name}-{record.pk}", size=1,
            digest=found.digest, width=found.width, height=found.height, file=ContentFile(content, "a.pdf"),
            **{record._meta.model_name: record},
        )  # fmt: skip


def test_a_file_is_public_with_its_record_only(world, reader):
    shown, hidden = attached(world.agreed), attached(world.draft)
    assert [reader.get(one.address()).status_code for one in (shown, hidden)] == [200, 404]
    assert "Joint statement" in reader.get("/en/agreements/2.1/").content.decode()
    with recording():
        type(world.second).objects.filter(pk=world.second.pk).update(state="withdrawn")
    assert reader.get(shown.address()).status_code == 404


def test_a_pdf_is_sent_to_be_kept_and_can_run_nothing(world, reader):
    answer = reader.get(attached(world.agreed).address())
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    again = reader.get(answer.request["PATH_INFO"], headers={"If-None-Match": answer["ETag"]})
    assert (b"".join(answer.streaming_content), again.status_code) == (PDF, 304)


def test_a_picture_is_shown_in_the_page_with_its_words(world, reader):
    made = attached(world.second, picture())
    page = reader.get("/en/editions/2/").content.decode()
    assert f'<img src="{made.address()}" alt="Joint statement" width="40" height="30" loading="lazy">' in page


def test_the_name_of_a_stored_file_cannot_be_guessed(world):
    one, other = attached(world.agreed), attached(world.second)
    assert len({one.file.name, other.file.name}) == 2
    assert all("a.pdf" not in name and len(name) > 40 for name in (one.file.name, other.file.name))


def test_staff_look_at_a_draft_s_file_and_nobody_else_does(world, client, reader):
    hidden = attached(world.draft)
    address = reverse("admin:records_edition_file", args=[world.draft.pk, hidden.pk])
    sign_in(client, member(is_superuser=True))
    assert (client.get(address).status_code, "no-store" in client.get(address)["Cache-Control"]) == (200, True)
    assert reader.get(address).status_code == 302


def test_who_has_the_link_of_a_preview_fetches_the_files_that_it_shows_until_it_ends(world, reader, clerk):
    files = attached(world.draft, picture()), attached(world.draft, token="other"), attached(world.hidden_agreement)
    link = make_link(world.draft, clerk)
    shown = reader.get(f"/en/preview/{link.token}/").content.decode()
    addresses = [f"/en/preview/{link.token}/files/{one.token}.{one.ending()}" for one in files]
    assert [address in shown for address in addresses] == [True, True, False]
    answers = [reader.get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert [answer["Cache-Control"] for answer in answers[:2]] == ["no-store, private"] * 2
    assert [reader.get(one.address()).status_code for one in files] == [404, 404, 404]
    type(link).objects.filter(pk=link.pk).update(expires_at=link.made_at)
    assert [reader.get(address).status_code for address in addresses] == [404, 404, 404]


def test_a_link_to_an_earlier_state_shows_the_files_that_were_removed_since(world, reader, clerk):
    with recording(by=clerk):
        removed = attached(world.draft)
    link, address = make_link(world.draft, clerk), removed.address
    with recording(by=clerk):
        removed.delete()
    assert reader.get(address(link.token)).status_code == 200
    assert reader.get(address(make_link(world.draft, clerk).token)).status_code == 404


def test_a_file_waits_for_its_form_for_a_day_and_only_for_whom_it_was_kept():
    text = keep(SimpleUploadedFile("plan.pdf", PDF))
    assert (kept(text).name, kept(text).read(), kept(f"{text}x"), kept("attachments/secret")) == (
        "plan.pdf", PDF, None, None,
    )  # fmt: skip
    with mock.patch("time.time", return_value=time.time() + 2 * 86400):
        assert kept(text) is None
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=2)):
        keep(SimpleUploadedFile("other.pdf", PDF))
    assert kept(text) is None


def test_the_form_keeps_what_the_file_was_found_to_be(world):
    data = {"title_en": "Photo", "title_ru": "", "title_zh": "", "credit": ""}
    form = modelform_factory(Attachment, AttachmentForm, fields=[*data, "file"])(
        data, {"file": SimpleUploadedFile("photo.pdf", picture())}
    )
    form.instance.edition = world.second
    assert form.errors == {}
    with recording():
        made = form.save()
    assert (made.kind, made.width, made.address().rpartition(".")[2]) == ("image/png", 40, "png")


# In the history


@pytest.fixture
def clerk():
    """Somebody who writes."""
    return member("historian", is_superuser=True)


def told_of(record) -> list[str]:
    """What the last change of a record says, line by line."""
    state = history_of(record).first()
    sections = compare(type(record), state.before().content, state.content)
    return [
        f"{section.what} {section.title}|" + "".join(piece.text for line in section.lines for piece in line.pieces)
        for section in sections
    ]


def test_who_added_changed_or_removed_a_file_stands_in_the_history_of_its_record(world, clerk):
    with recording(by=clerk):
        made = attached(world.draft)
    digest = made.digest[:8]
    assert told_of(world.draft) == [f"added Attached file: Joint statement|PDF, 1\xa0byte ({digest})"]
    with recording(by=clerk):
        Attachment.objects.filter(pk=made.pk).update(title_en="Communiqué")
    assert told_of(world.draft)[0].startswith(" Attached file: Communiqué|Joint statementCommuniqué")
    with recording(by=clerk):
        made.delete()
    states = list(history_of(world.draft))
    assert told_of(world.draft)[0].startswith("removed Attached file: Communiqué")
    assert [(state.act.author_name, state.changed) for state in states[:3]] == [("historian", ["attachments"])] * 3


def test_an_earlier_state_brings_a_replaced_file_back_with_all_that_is_known_of_it_and_takes_no_later_one_away(
    world, clerk
):
    with recording(by=clerk):
        made = attached(world.draft)
    before = Attachment.objects.values().get(pk=made.pk)
    state = history_of(world.draft).first()
    with recording(by=clerk):
        found = checked(SimpleUploadedFile("b.png", picture()))
        made.file, made.kind, made.digest, made.token = ContentFile(found.content, "b.png"), found.kind, "d", "another"
        made.save()
        later = attached(world.draft, picture(), token="later")
    restore(state, by=clerk)
    assert (Attachment.objects.values().get(pk=made.pk), Attachment.objects.filter(pk=later.pk).exists()) == (
        before, True,
    )  # fmt: skip
    assert Attachment.objects.get(pk=made.pk).file.read() == PDF


def test_a_removed_file_and_the_files_of_a_deleted_record_come_back_as_long_as_they_are_stored(world, clerk):
    with recording(by=clerk):
        made = attached(world.hidden_agreement)
    kept = history_of(world.hidden_agreement).first()
    with recording(by=clerk):
        made.delete()
    restore(kept, by=clerk)
    with recording(by=clerk):
        Agreement.objects.get(pk=world.hidden_agreement.pk).delete()
    recover(history_of(world.hidden_agreement).first(), by=clerk)
    back = Attachment.objects.get(agreement=world.hidden_agreement.pk)
    assert (back.file.read(), back.digest, back.token) == (PDF, made.digest, made.token)
    with recording(by=clerk):
        back.delete()
    back.file.storage.delete(back.file.name)
    with pytest.raises(NotRestorable, match="not stored any more"):
        restore(kept, by=clerk)
