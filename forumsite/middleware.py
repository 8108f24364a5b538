"""What happens to every request and answer, whatever it is about."""

import ipaddress
import logging
import re
import secrets
import sys
import time

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import has_vary_header
from django.utils.encoding import escape_uri_path
from django.utils.module_loading import import_string

from . import logs

requests_log = logging.getLogger("forumsite.requests")
log = logging.getLogger(__name__)

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
SECURITY_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # The admin never frames anything, and nothing here may be guessed to be another type than it says.
    "X-Content-Type-Options": "nosniff",
}


class TrustedProxies:
    """Believes the address and the scheme forwarded by the proxies in `TRUSTED_PROXIES`, and by nobody else."""

    FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Put the visitor's own address and scheme where everything else looks for them."""
        if is_trusted(request.META.get("REMOTE_ADDR", "")):
            self._believe(request.META)
        else:
            for name in self.FORWARDED:
                request.META.pop(name, None)
        return self.get_response(request)

    def _believe(self, headers: dict) -> None:
        """Each proxy adds at the end whom it was asked by, so the first from there that is no proxy of ours counts."""
        for address in reversed(headers.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            if not _is_address(address.strip()):
                break
            headers["REMOTE_ADDR"] = address.strip()
            if not is_trusted(address.strip()):
                break
        scheme = headers.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
        if scheme in ("http", "https"):
            headers["wsgi.url_scheme"] = scheme


def is_trusted(address: str) -> bool:
    """Whether a request from this address comes through one of our proxies."""
    if not settings.TRUSTED_PROXIES or not _is_address(address):
        return False
    return any(ipaddress.ip_address(address) in network for network in settings.TRUSTED_PROXIES)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


class RequestId:
    """Gives each request a number, in its log lines and in the answer, so that a reader can quote it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Take the number a trusted proxy gave, or make one; log one line for the answer."""
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request.id = given if re.fullmatch(r"[A-Za-z0-9._-]{8,64}", given) else secrets.token_hex(8)
        token = logs.request_id.set(request.id)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            milliseconds = 1000 * (time.perf_counter() - started)
            path = escape_uri_path(request.path)  # as it was sent: no control character reaches the log
            requests_log.info("%s %s %s %.0f ms", request.method, path, response.status_code, milliseconds)
        finally:
            logs.request_id.reset(token)
        response.headers["X-Request-ID"] = request.id
        return response


class SecurityHeaders:
    """Says on every answer what a browser may do with it; nothing inline, the admin included."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Add what the view did not say itself; it may have a `policy` of its own for a part of what pages may do."""
        response = self.get_response(request)
        policy = POLICY | getattr(response, "policy", {})
        said = "; ".join(f"{what} {whence}" for what, whence in policy.items())
        response.headers.setdefault("Content-Security-Policy", said)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class RefusedEncodings:
    """Takes out of a request the encodings that it refuses (`gzip;q=0`): what packs answers looks for names alone."""

    REFUSED = re.compile(r";\s*q\s*=\s*0(\.0*)?\s*$", re.IGNORECASE)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Leave only what is accepted (RFC 9110, 12.5.3)."""
        if accepted := request.META.get("HTTP_ACCEPT_ENCODING"):
            kept = [one for one in accepted.split(",") if not self.REFUSED.search(one)]
            request.META["HTTP_ACCEPT_ENCODING"] = ",".join(kept)
        return self.get_response(request)


class PublicAnswers:
    """Keeps answers to the public the same for everybody: they neither read nor set a cookie.

    So a cache may keep them, and what only staff may see cannot slip into them.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.path_has_cookies = re.compile(settings.PATHS_WITH_COOKIES).match

    def __call__(self, request):
        """Take the cookies away before the view, and any trace of them after it."""
        if self.path_has_cookies(request.path_info):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.cookies.clear()
        if has_vary_header(response, "Cookie"):
            kept = [name for name in re.split(r"\s*,\s*", response.headers["Vary"]) if name.lower() != "cookie"]
            response.headers["Vary"] = ", ".join(kept)
        return response


class OnlyRead:
    """Says of a page that it can only be read where somebody sends something to it: no right would change that."""

    METHODS = "GET, HEAD, OPTIONS"

    def __init__(self, get_response):
        self.get_response = get_response
        self.may_be_sent_to = re.compile(settings.PATHS_TO_SEND_TO).match

    def __call__(self, request):
        """Answer 405 before a form would be asked for its token."""
        if request.method in self.METHODS.split(", ") or self.may_be_sent_to(request.path_info):
            response = self.get_response(request)
            if request.method == "OPTIONS" and response.status_code == 405:  # a view that only knows how to be read
                return HttpResponse(status=204, headers={"Allow": self.METHODS})
            return response
        response = import_string(f"{settings.ERROR_VIEWS}.only_read")(request)
        response.headers["Allow"] = self.METHODS
        return response


def is_data(request) -> bool:
    """Whether the address is one of data, which carry no language."""
    return re.match(settings.DATA_ADDRESSES, request.path_info) is not None


class OpenData:
    """Opens data to the scripts of every site: they read only, without a key, and never with a cookie."""

    HEADERS = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Link, Retry-After, X-Request-ID",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    METHODS = "GET, HEAD, OPTIONS"
    # A browser asks first when a script wants an answer only if it has changed; it may remember the reply for a day.
    PREFLIGHT = {
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": "Accept, If-None-Match",
        "Access-Control-Max-Age": "86400",
        "Allow": METHODS,
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Say so on every answer that is data or a file beside a page, an unchanged one and an error too."""
        if not (is_data(request) or re.match(settings.FILES_BESIDE_PAGES, request.path_info)):
            return self.get_response(request)
        response = self._answer(request)
        for name, value in self.HEADERS.items():
            response.headers[name] = value
        return response

    def _answer(self, request):
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=self.PREFLIGHT)
        if is_data(request) and request.method not in self.METHODS.split(", "):
            problem = f"Data can only be read: ask with {self.METHODS}."
            return JsonResponse({"problems": [problem]}, status=405, headers={"Allow": self.METHODS})
        return self.get_response(request)


class PageLanguage(LocaleMiddleware):
    """Gives a page the language of its address; data speak English, whatever the visitor would rather read."""

    def process_request(self, request):
        """Choose the language."""
        if not is_data(request):
            return super().process_request(request)
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE

    def process_response(self, request, response):
        """Say which it is, and that another visitor might get another; nothing of the kind for data."""
        return response if is_data(request) else super().process_response(request, response)


class RecordUnreachable:
    """Answers 503 when the database does not, with a page that needs none."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Nothing to do unless a view fails."""
        return self.get_response(request)

    def process_exception(self, request, error):
        """The page that says the record cannot be reached; every other error goes on to the 500 page."""
        return answer_unreachable(request, error) if is_unreachable(error) else None


def is_unreachable(error: BaseException | None) -> bool:
    """Whether this error means that the database is away, busy or being restarted."""
    return isinstance(error, (OperationalError, InterfaceError))


def answer_unreachable(request, error: BaseException):
    """The 503 page of the domain, told when to try again."""
    log.error("The database does not answer: %s", error)
    response = import_string(f"{settings.ERROR_VIEWS}.unreachable")(request)
    response.status_code = 503
    response.headers.setdefault("Retry-After", "30")
    return response


def server_error(request):
    """The 500 page, or the 503 page when the database failed outside any view, as where the session is read."""
    error = sys.exc_info()[1]
    if is_unreachable(error):
        return answer_unreachable(request, error)
    return import_string(f"{settings.ERROR_VIEWS}.server_error")(request)
