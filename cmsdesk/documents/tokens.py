"""The signed code on a certificate: a compact JWS with Ed25519 (RFC 8037) that verifies without a server.

It proves that the office issued the certificate, not that it is still valid today.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

_ALGORITHM, _TYPE = "EdDSA", "cmsdesk-certificate"


def new_key() -> bytes:
    """A fresh private key, 32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> bytes:
    """The public half of a private key, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign_token(claims: Mapping[str, Any], private: bytes, key_id: str) -> str:
    """The claims, signed."""
    head = _pack({"alg": _ALGORITHM, "typ": _TYPE, "kid": key_id})
    body = f"{head}.{_pack(claims)}"
    return f"{body}.{_encode(Ed25519PrivateKey.from_private_bytes(private).sign(body.encode()))}"


def read_token(token: str, public_keys: Mapping[str, bytes]) -> dict[str, Any]:
    """The claims of a code that one of these keys signed; anything else is refused."""
    try:
        head, body, signature = token.strip().split(".")
        header = _unpack(head)
        if header.get("alg") != _ALGORITHM or header.get("typ") != _TYPE:
            raise ValueError(header)
        key = public_keys.get(str(header.get("kid")))
        if key is None:
            raise RuleBroken(_("This code was signed by another office; its key is not known here."))
        Ed25519PublicKey.from_public_bytes(key).verify(_decode(signature), f"{head}.{body}".encode())
        return _unpack(body)
    except InvalidSignature as error:
        raise RuleBroken(_("This code is not genuine: it was changed after the office signed it.")) from error
    except (ValueError, binascii.Error) as error:
        raise RuleBroken(_("This is not the code of a certificate.")) from error


def _pack(value: Mapping[str, Any]) -> str:
    return _encode(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


def _unpack(text: str) -> dict[str, Any]:
    value = json.loads(_decode(text), object_pairs_hook=_without_twins)
    if not isinstance(value, dict):
        raise ValueError(text)
    return value


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _value in pairs}) < len(pairs):
        raise ValueError(pairs)
    return dict(pairs)


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(text: str) -> bytes:
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _encode(raw) != text:  # the last sign holds spare bits; only one spelling is genuine
        raise ValueError(text)
    return raw
