"""Starts the site: `python -m forumsite.serve` prepares everything and becomes the web server."""

import errno
import os
import signal
import socket
import sys

from .environment import WrongSetting, port, text

WORKERS = 2
THREADS = 4
SECONDS_TO_STOP = 10


def main() -> None:
    """Check the address, prepare the database and the files, then hand this process over to the server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forumsite.settings")
    host, number = text("HOST", "127.0.0.1"), port("PORT", 8000)
    refuse_busy(host, number)
    _prepare()
    refuse_busy(host, number)
    shown = f"[{host}]" if ":" in host else host
    print(f"Serving on http://{shown}:{number}/ - Ctrl-C stops it.", flush=True)
    os.execv(sys.executable, server_command(host, number))


def refuse_busy(host: str, number: int) -> None:
    """Stop with a sentence when the address cannot be had: the server would share a busy port without a word."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise WrongSetting("HOST", host, "this machine knows no such address", "give 127.0.0.1 or 0.0.0.0") from None
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
        except OSError as error:
            raise _explain(host, number, error) from None


def _explain(host: str, number: int, error: OSError) -> WrongSetting:
    if error.errno == errno.EADDRINUSE:
        return WrongSetting("PORT", str(number), "that port is in use", f"choose another: PORT={number + 1} make run")
    if error.errno == errno.EACCES:
        return WrongSetting("PORT", str(number), "this account may not use it", "give one above 1023, such as 8000")
    return WrongSetting("HOST", host, "this machine does not have that address", "give 127.0.0.1 or 0.0.0.0")


def _prepare() -> None:
    import django
    from django.core.management import CommandError, call_command

    django.setup()
    _warn_of_endless_redirect()
    try:
        call_command("prepare")
    except CommandError as error:
        sys.exit(f"The site cannot start: {error}")


def _warn_of_endless_redirect() -> None:
    from django.conf import settings

    if settings.SECURE_SSL_REDIRECT and not settings.TRUSTED_PROXIES:
        print(
            f"SITE_URL is {settings.SITE_URL!r} and TRUSTED_PROXIES is empty: this server speaks plain HTTP and will "
            "redirect every request, until the proxy that ends TLS is named there (docs/deploy.md).",
            file=sys.stderr,
        )


def server_command(host: str, number: int) -> list[str]:
    """The command line of the web server."""
    options = {
        "--interface": "wsgi",
        "--workers": WORKERS,
        "--blocking-threads": THREADS,
        "--host": host,
        "--port": number,
        "--log-level": "warning",
        # One reader who never takes an answer to its end must not keep the site from stopping.
        "--workers-kill-timeout": SECONDS_TO_STOP,
    }
    words = [str(word) for option in options.items() for word in option]
    # A worker that dies is replaced, so that one crash does not leave the site with half its strength.
    switches = ["--respawn-failed-workers", "--no-ws", "--factory"]
    return [sys.executable, "-m", "granian", *words, *switches, "forumsite.serve:make_application"]


def make_application():
    """What each worker of the server serves.

    Ctrl-C in a terminal reaches every process. A worker that is told to stop by it and by the main process at once
    may hang, so workers listen to the main process only.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    from .wsgi import application

    return application


if __name__ == "__main__":
    main()
