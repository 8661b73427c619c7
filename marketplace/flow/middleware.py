"""What every answer carries, and how a refusal outside a form is shown."""

from __future__ import annotations

import http
from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation

from marketplace.flow.errors import Refused, Unavailable


class PolicyMiddleware(CSPMiddleware):
    """Strict policy everywhere; Wagtail's admin may style inline (its scripts stay strict)."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        # a preview is the public page, shown inside the admin
        if request.path.startswith("/manage/") or getattr(request, "is_preview", False):
            parts.update = {
                "style-src": ["'self'", "'unsafe-inline'"],
                "img-src": ["'self'", "data:", "blob:"],
                "frame-src": ["'self'"],
            }
            parts.replace = {"frame-ancestors": ["'self'"]}
        return parts


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Chinese unless the person chose otherwise: a browser's default says nothing about the reader."""

    def process_request(self, request: HttpRequest) -> None:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        known = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(known)
        request.LANGUAGE_CODE = translation.get_language()


class RefusalMiddleware:
    """A refusal that no form caught: JSON for the API, a page for people. Never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        bare = response.status_code == http.HTTPStatus.METHOD_NOT_ALLOWED and not response.content
        return _only_forms(request, response) if bare and not wants_json(request) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refusal(request, exception)
        if isinstance(exception, Unavailable):
            return render(request, "503.html", {"says": str(exception)}, status=503)
        return None


def wants_json(request: HttpRequest) -> bool:
    """Whether the client is a program."""
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def _only_forms(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Reloading a refused form asks for an address that takes forms only: say so, browsers show nothing."""
    if request.method != "GET":
        return response
    page = render(request, "405.html", status=response.status_code)
    page["Allow"] = response["Allow"]
    return page


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The answer to a refused act: code, sentence, article; a sealed refusal's opening for its person."""
    if wants_json(request):
        body = refused.as_json() | ({"opening": refused.opening} if refused.opening else {})
        return JsonResponse(body, status=refused.status, json_dumps_params={"ensure_ascii": False})
    context = {"refused": refused, "status": http.HTTPStatus(refused.status).phrase}
    return render(request, "refused.html", context, status=refused.status)
