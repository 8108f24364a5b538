"""What all answers to machines share: how JSON is written, and how a problem is said."""

import json

from django.http import HttpResponse

JSON = "application/json; charset=utf-8"


def json_answer(value, status: int = 200) -> HttpResponse:
    """A value as JSON, readable in any script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text.encode(), content_type=JSON, status=status)


def refused(problems: list[str], status: int) -> HttpResponse:
    """What is wrong with a question, in sentences."""
    return json_answer({"problems": problems}, status)
