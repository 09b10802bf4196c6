"""Signs what schemathesis sends: `HCP1-HMAC-SM3`, as docs/clients/python does.

Key, secret and clock come from the environment; a clock that is given stands still, as that of a test does.
"""

import hashlib
import hmac
import json
import os
import secrets
import time

import schemathesis
from requests.auth import AuthBase

KEY, SECRET = os.environ["HCP_KEY"], bytes.fromhex(os.environ["HCP_SECRET"])


class Signed(AuthBase):
    def __call__(self, request):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        at = os.environ.get("HCP_NOW") or str(int(time.time() * 1000))
        nonce = secrets.token_hex(16)
        digest = hashlib.new("sm3", body).hexdigest()
        text = "\n".join(["HCP1", request.method, request.path_url, digest, at, nonce])
        signature = hmac.new(SECRET, text.encode(), "sm3").hexdigest()
        parts = f"key={KEY}, time={at}, nonce={nonce}, signature={signature}"
        request.headers["Authorization"] = f"HCP1-HMAC-SM3 {parts}"
        return request


# Stands for a signature until the bytes that are signed are known.
UNSIGNED = "HCP1-HMAC-SM3 unsigned"


@schemathesis.auth()
class Marked:
    def get(self, case, context):
        return UNSIGNED

    def set(self, case, data, context):
        case.headers["Authorization"] = data


@schemathesis.hook
def before_call(context, case, kwargs):
    if (case.headers or {}).get("Authorization") == UNSIGNED:
        kwargs["auth"] = Signed()


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    """A value a line."""
    rows = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(row) for row in rows).encode()
