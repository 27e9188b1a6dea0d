"""The signed code on a certificate: a compact JWS with Ed25519 (RFC 8037) that verifies without a server.

It proves that the office issued the certificate, not that it is still valid today.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

_ALGORITHM, _TYPE = "EdDSA", "cmsdesk-certificate"
_KEY_TYPE, _CURVE = "OKP", "Ed25519"
# A certificate carries its code as a keyword too, for a program that has no camera.
_KEYWORD = re.compile(rb"<pdf:Keywords>([\w.-]+)</pdf:Keywords>")


def new_key() -> bytes:
    """A fresh private key, 32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> bytes:
    """The public half of a private key, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def public_jwk(private: bytes, key_id: str) -> dict[str, str]:
    """The public half as a JSON Web Key (RFC 8037), to give to others."""
    return {"kty": _KEY_TYPE, "crv": _CURVE, "kid": key_id, "x": _encode(public_key(private))}


def read_public_jwk(jwk: object) -> dict[str, bytes]:
    """A public key that an office gave, by its id."""
    try:
        if not isinstance(jwk, dict) or (jwk["kty"], jwk["crv"]) != (_KEY_TYPE, _CURVE):
            raise ValueError(jwk)
        raw = _decode(jwk["x"])
        Ed25519PublicKey.from_public_bytes(raw)
        return {str(jwk["kid"]): raw}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuleBroken(_("This is not the public key of an office.")) from error


def find_token(content: bytes, name: str) -> str:
    """The code in a file: a certificate as PDF, or a text with nothing else in it; `name` is the file's name for a refusal."""
    if content.startswith(b"%PDF"):
        found = _KEYWORD.search(content)
        token = found[1].decode() if found else ""
    else:
        token = content.decode("utf-8-sig", errors="replace").strip()
    if token.count(".") != 2:  # noqa: PLR2004 - a head, a body and a signature
        raise RuleBroken(_("{file} holds no code of a certificate. Please give what the QR code says.").format(file=name))
    return token


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
