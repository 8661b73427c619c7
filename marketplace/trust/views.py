"""The custodians' two calls, and the platform's public keys."""

from __future__ import annotations

import json

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from marketplace.flow import clock
from marketplace.trust.custody_calls import call
from marketplace.trust.models import Custodian
from marketplace.trust.platform_keys import LOG_ORIGIN, public_text

LARGEST_MESSAGE = 1 << 20


@csrf_exempt
@require_POST
def custody(request: HttpRequest, kind: str) -> JsonResponse:
    """POST /api/v1/custody/poll and /answer: authenticated by the message's own signature."""
    body = request.body
    try:
        given = json.loads(body) if len(body) <= LARGEST_MESSAGE else None
    except (ValueError, RecursionError):
        given = None
    status, answer = call(kind, given, clock.now())
    return JsonResponse(answer, status=status)


@require_safe
def keys(request: HttpRequest) -> JsonResponse:
    """/log/keys.json: the platform's key and the custodians' identity keys."""
    custodians = [
        {
            "m": row.pk,
            "unit": row.name,
            "idkey": row.idkey,
            "seal": row.seal,
            "operator": row.is_operator,
            "since": row.since.isoformat(),
            "until": row.until.isoformat() if row.until else None,
        }
        for row in Custodian.objects.all()
    ]
    return JsonResponse({"origin": LOG_ORIGIN, "platform": public_text(), "custodians": custodians})
