"""What all answers to machines share: how JSON is written, and how a problem is said."""

import json

from django.http import HttpResponse

RETRY_SECONDS = 30
JSON = "application/json"


def json_answer(value, status: int = 200) -> HttpResponse:
    """A value as JSON, readable in any script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text.encode(), content_type=JSON, status=status)


def busy(why: str) -> HttpResponse:
    """503: what is asked for cannot be had just now, and when to ask again."""
    answer = refused([f"{why} Please try again in half a minute."], 503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def refused(problems: list[str], status: int) -> HttpResponse:
    """What is wrong with a question, in sentences."""
    return json_answer({"problems": problems}, status)
