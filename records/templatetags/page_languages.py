"""The same page of the admin in each language of the site."""

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language

register = template.Library()


@register.filter
def page_languages(request) -> list[dict]:
    """Code, own name and address of this page, with its question, in every language."""
    if not request:  # Django prints some pages of its own without one
        return []
    here = request.get_full_path()
    return [
        {"code": code, "name": name, "address": translate_url(here, code), "is_current": code == get_language()}
        for code, name in settings.LANGUAGES
    ]
