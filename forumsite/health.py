"""Whether the site can answer, for whoever watches it."""

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def health(request):
    """200 when database and record answer, else 503 naming what does not; one cheap query."""
    answers = _ask()
    works = set(answers.values()) == {"ok"}
    return JsonResponse(answers, status=200 if works else 503)


def _ask() -> dict:
    try:
        apps.get_model(settings.HEALTH_MODEL)._base_manager.exists()
    except DatabaseError:
        return {"database": "ok" if _database_answers() else "failed", "record": "failed"}
    return {"database": "ok", "record": "ok"}


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
