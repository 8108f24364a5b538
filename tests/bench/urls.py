"""The addresses of the site, with the peers it is measured against."""

from django.http import HttpResponse
from django.urls import path

from forumsite.urls import urlpatterns as site

from .exports import textbook
from .textbook import agreements

urlpatterns = [
    path("en/hello/", lambda request: HttpResponse("hello")),
    path("en/textbook/", agreements),
    path("en/textbook-export/", textbook),
    *site,
]
