"""Makes known.json: a small vault, an age file of each kind and single answers of each primitive, by other implementations.

None of this repository's code takes part. XChaCha20-Poly1305 is libsodium's (PyNaCl), Argon2id the reference implementation's
(argon2-cffi), X25519, HKDF, scrypt, HMAC and ChaCha20-Poly1305 OpenSSL's (cryptography); HPKE (RFC 9180, base mode) is written
out below on these. All "random" bytes come from SHA-256, so that the file is the same each time:

    python3 -m venv v && v/bin/pip install pynacl argon2-cffi cryptography && v/bin/python make.py > known.json
"""

import base64
import hashlib
import hmac
import json
import struct

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as xchacha

PASSPHRASE = "câfé azul y mar"
APP = "attune/%2fattune%2f/"


def chance(name, length):
    """Bytes that are different for each name and the same each time."""
    out = b""
    while len(out) < length:
        out += hashlib.sha256(f"{name} {len(out)}".encode()).digest()
    return out[:length]


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def plain64(data):
    return base64.b64encode(data).rstrip(b"=").decode()


def parts(*all_parts):
    return b"".join(struct.pack(">Q", len(part)) + part for part in all_parts)


def checked(text):
    return f"{text}.{b64(hashlib.sha256(text.encode()).digest())[:8]}"


def hkdf(secret, salt, info):
    return HKDF(hashes.SHA256(), 32, salt or None, info).derive(secret)


def seal(key, aad, text, name):
    nonce = chance(name, 24)
    return nonce + xchacha(text, aad, nonce, key)


def argon(secret, salt, memory, passes, lanes):
    return hash_secret_raw(secret, salt, passes, memory, lanes, 32, Type.ID, 0x13)


def public(secret):
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def shared(secret, other):
    return X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(other))


class Hpke:
    """A sender of RFC 9180 in base mode: X25519 with HKDF-SHA256, HKDF-SHA256, ChaCha20-Poly1305."""

    KEM = b"KEM" + struct.pack(">H", 0x20)
    SUITE = b"HPKE" + struct.pack(">HHH", 0x20, 1, 3)

    @staticmethod
    def extract(salt, suite, label, secret):
        return hmac.new(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256").digest()

    @staticmethod
    def expand(key, suite, label, info, length):
        info = struct.pack(">H", length) + b"HPKE-v1" + suite + label + info
        return HKDFExpand(hashes.SHA256(), length, info).derive(key)

    def __init__(self, to, info, name):
        secret = chance(name, 32)
        self.encapsulated = public(secret)
        key = self.extract(b"", self.KEM, b"eae_prk", shared(secret, to))
        agreed = self.expand(key, self.KEM, b"shared_secret", self.encapsulated + to, 32)
        context = b"\0" + self.extract(b"", self.SUITE, b"psk_id_hash", b"")
        context += self.extract(b"", self.SUITE, b"info_hash", info)
        key = self.extract(agreed, self.SUITE, b"secret", b"")
        self.cipher = ChaCha20Poly1305(self.expand(key, self.SUITE, b"key", context, 32))
        self.nonce = int.from_bytes(self.expand(key, self.SUITE, b"base_nonce", context, 12), "big")
        self.count = 0

    def seal(self, aad, text):
        nonce = (self.nonce ^ self.count).to_bytes(12, "big")
        self.count += 1
        return self.cipher.encrypt(nonce, text, aad)


def hpke(to, info, aad, text, name):
    sender = Hpke(to, info, name)
    return sender.encapsulated + sender.seal(aad, text)


def vault():
    vault_id, key = chance("vault id", 16), chance("vault key", 32)
    home = f"{APP}{vault_id.hex()}/"
    sub = lambda purpose: hkdf(key, vault_id, b"attune/1/" + purpose)
    texts = {}
    # The slot of the passphrase.
    salt = chance("salt", 16)
    header = f"slot1.pass.1.19456.2.1.{b64(salt)}"
    kek = argon(PASSPHRASE.encode(), salt, 19456, 2, 1)
    wrapped = seal(kek, parts(b"attune/slot/1", vault_id, header.encode()), key, "slot nonce")
    texts[home + "slot/" + chance("slot name", 8).hex()] = checked(f"{header}.{b64(wrapped)}")
    # The slot of a recovery kit, and the voucher for it.
    kit = chance("kit", 32)
    header = f"slot1.kit.1.{b64(public(kit))}"
    label = b"attune/kit slot/1"
    wrapped = hpke(public(kit), label, parts(label, vault_id, header.encode(), b""), key, "kit slot")
    voucher = seal(sub(b"kit vouch"), parts(label, vault_id, header.encode(), wrapped), b"", "voucher nonce")
    texts[home + "slot/" + chance("kit name", 8).hex()] = checked(f"{header}.{b64(wrapped)}.{b64(voucher)}")
    # The inbox.
    inbox = chance("inbox", 32)
    aad = parts(b"attune/inbox key/1", vault_id, struct.pack(">I", 1))
    sealed = seal(sub(b"inbox secret"), aad, inbox, "inbox nonce")
    text = f"inbox1.1.{b64(public(inbox))}.{b64(sealed)}"
    texts[home + "inbox-key/" + chance("inbox name", 8).hex()] = checked(text)
    # Three records, each after the one before.
    bodies = ["first", "second: ñandú", "x" * 300]
    writer, previous = chance("writer", 8), bytes(16)
    for number, body in enumerate(bodies, 1):
        place = vault_id + struct.pack(">IQ", 1, number) + writer
        head = place + b"\0" + previous
        sealed = seal(sub(b"records"), parts(b"attune/record/1", head), body.encode(), f"record {number}")
        previous = sealed[-16:]
        texts[f"{home}j/{1:010}-{number:020}-{writer.hex()}"] = "1." + b64(head + sealed)
    handed_in = hpke(public(inbox), b"attune/inbox/1", b"for the turn", b"handed in", "handed in")
    sender = Hpke(public(inbox), b"attune/inbox/1", "labelled")
    first = sender.seal(b"for the turn", b"a label")
    second = sender.seal(parts(b"for the turn", b"a label"), b"answers")
    labelled = sender.encapsulated + struct.pack(">I", len(first)) + first + second
    return {
        "passphrase": PASSPHRASE,
        "kit": kit.hex(),
        "texts": texts,
        "bodies": bodies,
        "inbox": public(inbox).hex(),
        "handed_in": handed_in.hex(),
        "labelled": labelled.hex(),
    }


def age(kind):
    file_key, secret = chance(f"file key {kind}", 16), chance("identity", 32)
    if kind == "x25519":
        ephemeral = chance("ephemeral", 32)
        salt = public(ephemeral) + public(secret)
        wrap = hkdf(shared(ephemeral, public(secret)), salt, b"age-encryption.org/v1/X25519")
        line = f"-> X25519 {plain64(public(ephemeral))}"
    else:
        salt = chance("age salt", 16)
        wrap = Scrypt(b"age-encryption.org/v1/scrypt" + salt, 32, 2**10, 8, 1).derive(PASSPHRASE.encode())
        line = f"-> scrypt {plain64(salt)} 10"
    body = plain64(ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, b""))
    header = f"age-encryption.org/v1\n{line}\n{body}\n---".encode()
    mac = hmac.new(hkdf(file_key, b"", b"header"), header, "sha256").digest()
    nonce = chance(f"payload {kind}", 16)
    chunk = ChaCha20Poly1305(hkdf(file_key, nonce, b"payload")).encrypt(bytes(11) + b"\1", f"made by {kind}".encode(), b"")
    return {"file": (header + b" " + plain64(mac).encode() + b"\n" + nonce + chunk).hex(), "content": f"made by {kind}"}


def sealing():
    """Texts of lengths around the ciphers' blocks, and the same ones altered in each part."""
    cases = []
    for length in [0, 1, 15, 16, 17, 63, 64, 65, 255, 256, 1025]:
        for aad in [b"", b"a", chance("aad", 16), chance("aad", 67)]:
            key, text = chance(f"key {length}", 32), chance(f"text {length}", length)
            cases.append((key, aad, seal(key, aad, text, f"nonce {length} {len(aad)}"), text, "valid"))
    key, aad, sealed, text, _ = cases[18]
    flip = lambda data, at, bit: bytes(b ^ (bit if i == at % len(data) else 0) for i, b in enumerate(data))
    for at in [*range(24), *range(24, 28), *range(-16, 0)]:
        for bit in [1, 128]:
            cases.append((key, aad, flip(sealed, at, bit), None, f"byte {at} altered"))
    for tag in [bytes(16), b"\xff" * 16, sealed[-8:] + sealed[-16:-8], bytes(b ^ 255 for b in sealed[-16:])]:
        cases.append((key, aad, sealed[:-16] + tag, None, "another tag"))
    for cut in [1, 4, 16, len(sealed) - 24, len(sealed) - 1, len(sealed)]:
        cases.append((key, aad, sealed[:-cut], None, f"{cut} bytes cut off"))
    cases.append((key, aad, sealed + b"\0", None, "a byte more"))
    cases.append((key, flip(aad, 0, 1), sealed, None, "other surroundings"))
    cases.append((key, aad[:-1], sealed, None, "shorter surroundings"))
    cases.append((key, b"", sealed, None, "no surroundings"))
    cases.append((flip(key, 31, 128), aad, sealed, None, "another key"))
    names = ["key", "aad", "sealed", "text", "says"]
    return [{k: v.hex() if isinstance(v, bytes) else v for k, v in zip(names, case)} for case in cases]


def hashing():
    cases = []
    for words, memory, passes, lanes in [
        ("a", 19456, 2, 1), (PASSPHRASE, 19456, 3, 1), (PASSPHRASE, 20000, 2, 2), ("x" * 200, 19456, 2, 4), ("密码 пароль", 47104, 2, 1),
    ]:
        salt = chance(f"argon {words} {lanes}", 16)
        out = argon(words.encode(), salt, memory, passes, lanes)
        cases.append({"passphrase": words, "memory": memory, "passes": passes, "lanes": lanes, "salt": salt.hex(), "key": out.hex()})
    return cases


def deriving():
    """Sub-keys, shown by what is sealed under them."""
    cases = []
    for salt, secret, info in [(b"", 32, b""), (chance("s", 16), 32, b"attune/1/records"), (chance("s", 80), 100, chance("i", 200))]:
        secret = chance(f"secret {secret}", secret)
        sealed = seal(hkdf(secret, salt, info), b"around", b"under the sub-key", "sub-key nonce")
        cases.append({"salt": salt.hex(), "secret": secret.hex(), "info": info.hex(), "sealed": sealed.hex()})
    return cases


print(json.dumps({
    "vault": vault(),
    "age": {"identity": chance("identity", 32).hex(), "passphrase": PASSPHRASE, "x25519": age("x25519"), "scrypt": age("scrypt")},
    "sealing": sealing(),
    "argon2id": hashing(),
    "hkdf": deriving(),
}, ensure_ascii=False, indent=1))
