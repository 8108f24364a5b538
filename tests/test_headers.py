"""What every answer says to browsers, caches and proxies, whatever it is about."""

import re
from ipaddress import ip_network

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.http import HttpResponse

from forumsite import logs, middleware
from tests.staff import sign_in

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
ADDRESSES = ["/en/", "/healthz", "/en/account/login/", "/en/nowhere/", "/static/admin/css/base.css"]
LOGIN = "/en/account/login/"


def answer_of(name, request, answer=HttpResponse):
    """The answer of one middleware, and the request as it left it."""
    return getattr(middleware, name)(lambda request: answer())(request), request


@pytest.fixture
def database_away():
    """The database refuses every question."""

    def refuse(*question):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_forbids_what_the_site_does_not_need(client, address):
    headers = client.get(address).headers
    rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert rules == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.django_db
def test_the_admin_needs_nothing_inline(client):
    page = client.get(LOGIN).content.decode()
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)[^>]*>", page) == []


@pytest.mark.django_db
def test_a_public_page_is_the_same_for_everybody(client):
    sign_in(client, get_user_model().objects.create_superuser("clerk"))
    answers = [client.get("/en/"), client.get("/en/nowhere/"), client.get("/healthz")]
    assert [list(answer.cookies) for answer in answers] == [[], [], []]
    assert ["cookie" in answer.headers.get("Vary", "").lower() for answer in answers] == [False, False, False]


def test_a_public_page_is_not_even_told_of_cookies(rf):
    def remember():
        answer = HttpResponse(headers={"Vary": "Accept-Language, Cookie"})
        answer.set_cookie("visitor", "7")
        return answer

    answer, request = answer_of("PublicAnswers", rf.get("/en/", HTTP_COOKIE="sessionid=7"), remember)
    assert (request.COOKIES, dict(answer.cookies), answer.headers["Vary"]) == ({}, {}, "Accept-Language")


@pytest.mark.django_db
def test_the_admin_keeps_its_cookies_from_scripts_and_other_sites(client):
    cookie = client.get(LOGIN).cookies["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_tls_is_insisted_on_when_the_site_is_known_by_it(client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_SSL_HOST = True, "forum.example"
    settings.SECURE_HSTS_SECONDS = 63072000
    assert client.get("/en/about/").headers["Location"] == "https://forum.example/en/about/"
    assert client.get(LOGIN, secure=True).headers["Strict-Transport-Security"] == "max-age=63072000"


def test_only_a_trusted_proxy_is_believed(rf, settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    told = {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.9, 10.0.0.2", "HTTP_X_FORWARDED_PROTO": "https"}
    _, believed = answer_of("TrustedProxies", rf.get("/", REMOTE_ADDR="10.0.0.1", **told))
    _, refused = answer_of("TrustedProxies", rf.get("/", REMOTE_ADDR="203.0.113.7", **told))
    assert (believed.META["REMOTE_ADDR"], believed.scheme) == ("203.0.113.9", "https")
    assert (refused.META["REMOTE_ADDR"], refused.scheme) == ("203.0.113.7", "http")
    assert [name for name in told if name in refused.META] == []


def test_a_request_keeps_its_number_from_the_proxy_to_the_log(rf, caplog):
    caplog.handler.addFilter(logs.RequestIdFilter())
    answer, _ = answer_of("RequestId", rf.get("/en/", HTTP_X_REQUEST_ID="abcdef-123"))
    assert answer.headers["X-Request-ID"] == "abcdef-123"
    assert [record.request_id for record in caplog.records if record.name == "forumsite.requests"] == ["abcdef-123"]


def test_a_number_that_is_none_is_replaced(rf):
    answer, _ = answer_of("RequestId", rf.get("/en/", HTTP_X_REQUEST_ID="1\nforged line"))
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-ID"]) is not None


@pytest.mark.django_db
def test_health_asks_one_question_and_sets_no_cookie(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json(), list(answer.cookies)) == (200, {"database": "ok", "record": "ok"}, [])


@pytest.mark.django_db
def test_health_names_what_does_not_answer(client, database_away):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"database": "failed", "record": "failed"})


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/en/", "/ru/editions/", "/zh-hans/agreements/9.2/"])
def test_a_record_out_of_reach_is_said_with_a_time_to_try_again(client, database_away, address):
    client.raise_request_exception = False
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def test_a_database_that_fails_outside_a_view_is_said_the_same_way(rf):
    try:
        raise OperationalError("the server closed the connection")
    except OperationalError:
        answer = middleware.server_error(rf.get("/en/"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def test_a_line_that_django_writes_at_the_very_end_still_has_the_number(client, caplog):
    caplog.handler.addFilter(logs.RequestIdFilter())
    number = client.get("/en/nowhere/").headers["X-Request-ID"]
    assert {record.request_id for record in caplog.records} == {number}


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", "gzip"), ("gzip;q=0", None), ("br, gzip; q=0.000", None), ("gzip;q=0.5, *;q=0", "gzip"), ("*;q=0", None)],
)
def test_nothing_is_packed_for_who_refuses_it(reader, world, accepted, packed):
    answer = reader.get("/en/editions/2/", headers={"accept-encoding": accepted})
    assert (answer.get("Content-Encoding"), "Accept-Encoding" in answer["Vary"]) == (packed, True)
