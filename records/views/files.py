"""Answers that are files for programs, at the address of a page with another ending."""

from django.http import HttpResponse

from records.citations import FILES, Cited


def citation_file(cited: Cited | None, ending: str, problems=(), status: int = 200) -> HttpResponse:
    """The citation of a page for a program that manages references; or, in sentences, why there is none."""
    if not cited:
        return HttpResponse("\n".join(problems), content_type="text/plain; charset=utf-8", status=status)
    file = FILES[ending]
    headers = {
        "Content-Disposition": f'attachment; filename="{cited.key}.{ending}"',
        "Access-Control-Allow-Origin": "*",  # it is public, and a page elsewhere may want to read it
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(file.write(cited), content_type=f"{file.media_type}; charset=utf-8", headers=headers)
