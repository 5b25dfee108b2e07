#!/usr/bin/env python3
"""Restore a snapshot from a Freshet repository: one file, Python >= 3.9, the standard library and `zstandard`.

  restore.py REPOSITORY CHANNEL OUT --root root.json          restore the channel's newest snapshot into OUT
  restore.py REPOSITORY CHANNEL --list --root root.json       list it, fetching no contents of files

REPOSITORY is a directory, or the http(s) URL of one on a server that answers range requests. What you must bring from
elsewhere is trust: the repository's root.json (--root), or the SHA-256 of its first one (--root-sha256). From there on
nothing is believed that is not signed, or named by a digest in something that is:

  root.json -> timestamp -> snapshot -> targets -> the channel's role           signatures      (section 10)
    -> pointer -> manifest -> content root -> content nodes -> chunk ids        digests         (sections 9, 7, 4)
         and  -> location root -> location nodes -> frames in packs             where bytes lie (sections 6, 5)
                               -> bases nodes -> frames that deltas are made against

All of it is restored into a hidden directory inside OUT, which must be empty or absent, and is moved to its place when
the last byte was verified. After a failure OUT is empty again.

exit codes: 0 done; 2 wrong usage; 3 refused: not signed, not authentic, not well-formed, or expired; 4 an object cannot
be read; 5 this program is too old for the repository; 6 OUT cannot be written

Sections in the comments are those of docs/spec/format-v1.md, from which alone this was written.
"""
import argparse, base64, collections, contextlib, datetime, hashlib, http.client, itertools, json, os, re, shutil, sqlite3
import stat, sys, tempfile, time, urllib.parse, urllib.request

import zstandard

KIB, MIB, CONTROLS = 1 << 10, 1 << 20, re.compile(rb"[\x00-\x1f\x7f]")
# The limits of section 1: nothing larger is allocated, fetched or unpacked.
MAX_CHUNK, MAX_PLAIN_FRAME, MAX_DELTA_FRAME, MAX_MEMBERS = 2 * MIB, 256 * KIB, 1 * MIB, 1024
MAX_NODE, MAX_ENTRY, MAX_LEVEL, MAX_STORED_EXTRA, MAX_WINDOW = 4 * MIB, 64 * KIB, 15, 64 * KIB, 8 * MIB
MAX_MANIFEST, MAX_POINTER, MAX_JSON_DEPTH, MAX_PATH, MAX_NAME, MAX_NAMES = 1 * MIB, 256 * KIB, 32, 4096, 255, 128
MAX_DELTAS, MAX_DELTA_BASES, MAX_PACK, MAX_DEPTH, MAX_BASES = 4, 8, 512_000_000, 64, 1_500_000
# The limits of section 10.
MAX_ROOT, MAX_TIMESTAMP, MAX_SNAPSHOT, MAX_TARGETS, MAX_ROTATIONS = 512_000, 16_000, 2_000_000, 5_000_000, 256
MAX_SIGNATURES, MAX_CONTACT = 64, 200
# Ours: how far apart two blobs may lie to come in one request, and how much one request brings.
GAP, REQUEST = 64 * KIB, 8 * MIB

REFUSED, UNREADABLE, TOO_OLD, UNWRITABLE = 3, 4, 5, 6  # exit codes
KINDS = "directory", "file", "link"
ADVICE = 0x80  # entries of this kind and above are for those who know them (section 4)

class Stop(Exception):
    """Ends the run: a sentence and an exit code."""

class Expired(Stop):
    """Signatures that were good until then."""

def need(truth, complaint, code=REFUSED):
    if not truth:
        raise Stop(complaint, code)

def sha256(data):
    return hashlib.sha256(data).digest()

@contextlib.contextmanager
def reading(what):
    """What does not have the shape that the code inside takes for granted is refused."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError, zstandard.ZstdError) as error:
        raise Stop(f"{what}: not well-formed ({type(error).__name__}: {error})", REFUSED) from error

# ---- Objects and their paths (section 2) -----------------------------------------------------------------------------

class DirectoryStore:
    """A repository in a directory. `requests` and `bytes` count what was asked for."""

    def __init__(self, base):
        self.base, self.requests, self.bytes = base, 0, 0

    def read(self, name, limit, absent_is_fine=False):
        """All of an object; None if it is absent and may be."""
        data = self.fetch(name, 0, limit + 1, False)
        need(data is not None or absent_is_fine, f"{name}: no such object in {self.base}", UNREADABLE)
        need(len(data or b"") <= limit, f"{name}: larger than {limit} bytes")
        return data

    def range(self, name, offset, length):
        data = self.fetch(name, offset, length, True)
        need(data is not None, f"{name}: no such object in {self.base}", UNREADABLE)
        need(len(data) == length, f"{name}: ends before byte {offset + length}")
        return data

    def fetch(self, name, offset, length, ranged):
        """Up to `length` bytes, or None if there is no such object."""
        try:
            with open(os.path.join(self.base, name), "rb") as file:
                file.seek(offset)
                return self.count(file.read(length))
        except OSError as error:
            need(isinstance(error, FileNotFoundError), f"{name}: {error}", UNREADABLE)

    def count(self, data):
        self.requests, self.bytes = self.requests + 1, self.bytes + len(data)
        return data

class HttpStore(DirectoryStore):
    """A repository behind an HTTP server, which must know ranges."""

    def fetch(self, name, offset, length, ranged):
        url, span = f"{self.base.rstrip('/')}/{urllib.parse.quote(name)}", f"{offset}-{offset + length - 1}"
        headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={span}"} if ranged else {})}
        for attempt in range(3):
            time.sleep(attempt)
            try:
                with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
                    said = f"{answer.status} {answer.headers.get('Content-Range', '')}"
                    need(not ranged or said.startswith(f"206 bytes {span}/"), f"{url}: asked for bytes {span}, the server "
                         f"answered '{said}'; use one that serves ranges", UNREADABLE)
                    data = answer.read(length)
                    promised = length if ranged else min(length, int(answer.headers.get("Content-Length", 0)))
                if len(data) >= promised:
                    return self.count(data)
                problem = "the connection was cut"
            except (OSError, http.client.HTTPException, ValueError) as error:
                if getattr(error, "code", None) in (403, 404):  # some stores say 403 for a missing key
                    return None
                problem = repr(error)
        raise Stop(f"{url}: {problem}", UNREADABLE)

def read_packs(store, wanted):
    """For each (pack, offset, length, tag): tag, bytes. Neighbours come in one request, of which one is in memory."""
    wanted = collections.deque(sorted(wanted, key=lambda want: want[:3]))
    while wanted:
        group = [wanted.popleft()]
        pack, start, end = group[0][0], group[0][1], group[0][1] + group[0][2]
        while wanted and wanted[0][0] == pack and wanted[0][1] <= end + GAP and sum(wanted[0][1:3]) - start <= REQUEST:
            end = max(end, sum(wanted[0][1:3]))
            group.append(wanted.popleft())
        data = store.range(f"packs/{pack.hex()[:2]}/{pack.hex()}.bin", start, end - start)
        for _, offset, length, tag in group:
            yield tag, data[offset - start:offset - start + length]

# ---- JSON ------------------------------------------------------------------------------------------------------------

def parse_json(data):
    def members(pairs):
        need(len(dict(pairs)) == len(pairs), "JSON: a field stands twice in one object")
        return dict(pairs)

    def integer(digits):
        need(len(digits) <= 17 and abs(int(digits)) < 1 << 53, "JSON: an integer of 2^53 or more")
        return int(digits)

    structure = re.sub(r'"([^"\\]|\\.)*"|[^][{}"]', "", data.decode())
    depth = max(itertools.accumulate((letter in "[{") - (letter in "]}") for letter in structure), default=0)
    need(depth <= MAX_JSON_DEPTH, f"JSON: nested deeper than {MAX_JSON_DEPTH}")
    return json.loads(data.decode(), object_pairs_hook=members, parse_int=integer)

def natural(value):
    need(type(value) is int and value >= 0, f"{value!r} is not a number of 0 or more")
    return value

def from_hex(text, length=32):
    need(re.fullmatch("[0-9a-f]{%d}" % (2 * length), text), f"'{text}' is not {length} bytes in hexadecimal digits")
    return bytes.fromhex(text)

def canonical(value):
    """Canonical JSON as TUF has it: sorted members, no white space, only `"` and `\\` escaped, integers only."""
    if isinstance(value, dict):
        return b"{" + b",".join(canonical(name) + b":" + canonical(value[name]) for name in sorted(value)) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(canonical, value)) + b"]"
    if isinstance(value, str):
        return b'"' + value.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'
    need(value is None or isinstance(value, int), "signed metadata: a number that is not an integer")
    return json.dumps(value).encode()

# ---- Ed25519 (RFC 8032, section 5.1), verification only. A point is (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z -----------

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

def point_add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    g, h = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P

def point_multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        result = point_add(result, point) if scalar & 1 else result
        point, scalar = point_add(point, point), scalar >> 1
    return result

def point_decode(data):
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and (x * x - square) % P == 0 and (x or not sign), "Ed25519: bytes that are no point")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P

def ed25519_verifies(public, message, signature):
    a, r, s = point_decode(public), point_decode(signature[:32]), int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left = point_multiply(s, point_decode(b"\x58" + b"\x66" * 31))
    right = point_add(r, point_multiply(h, a))
    return s < ORDER and all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))

# ---- ECDSA on P-256 and RSA-PSS (FIPS 186-5; RFC 8017, section 8.1), verification only ---------------------------------

P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
P256_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
P256_G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
P256_INFO = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
RSA_INFO = bytes.fromhex("300d06092a864886f70d0101010500")

def p256_add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P256 == 0:
        return None
    slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P256) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P256)
    x = (slope * slope - a[0] - b[0]) % P256
    return x, (slope * (a[0] - x) - a[1]) % P256

def p256_multiply(scalar, point):
    result = None
    while scalar:
        result = p256_add(result, point) if scalar & 1 else result
        point, scalar = p256_add(point, point), scalar >> 1
    return result

def der(tag, content):
    size = bytes([len(content)]) if len(content) < 128 else len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag]) + (b"" if len(content) < 128 else bytes([0x80 | len(size)])) + size + content

def der_integer(number):
    return der(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))

def der_take(data, tag):
    """The content of the first value of `data`, which has this tag, and what follows it."""
    need(len(data) > 1 and data[0] == tag, "DER: another value than expected")
    count = data[1] & 0x7F if data[1] & 0x80 else 0
    size = int.from_bytes(data[2:2 + count], "big") if count else data[1]
    need(count < 4 and len(data) >= 2 + count + size, "DER: ends too early")
    return data[2 + count:2 + count + size], data[2 + count + size:]

def spki(pem):
    match = re.fullmatch(r"\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]*)-----END PUBLIC KEY-----\s*", pem)
    need(match, "a public key that is no PEM")
    return base64.b64decode("".join(match[1].split()), validate=True)

def p256_point(key):
    """The point of a key, after having seen to it that it lies on the curve."""
    public = key["keyval"]["public"]
    old = key["keytype"] == SCHEME_ECDSA and re.fullmatch("04[0-9a-f]{128}", public)
    point = bytes.fromhex(public) if old else spki(public).removeprefix(P256_INFO)
    x, y = int.from_bytes(point[1:33], "big"), int.from_bytes(point[33:], "big")
    need(len(point) == 65 and point[0] == 4 and max(x, y) < P256 and (y * y - x * x * x + 3 * x - P256_B) % P256 == 0, "ECDSA: no point")
    return x, y

def ecdsa_verifies(point, message, signature):
    numbers, rest = der_take(signature, 0x30)
    r, more = der_take(numbers, 2)
    s, end = der_take(more, 2)
    r, s = int.from_bytes(r, "big", signed=True), int.from_bytes(s, "big", signed=True)
    if rest or end or not (0 < r < P256_ORDER and 0 < s < P256_ORDER) or signature != der(0x30, der_integer(r) + der_integer(s)):
        return False
    inverse = pow(s, -1, P256_ORDER)
    h = int.from_bytes(sha256(message), "big")
    found = p256_add(p256_multiply(h * inverse % P256_ORDER, P256_G), p256_multiply(r * inverse % P256_ORDER, point))
    return found is not None and found[0] % P256_ORDER == r

def rsa_numbers(key):
    info = spki(key["keyval"]["public"])
    body, rest = der_take(info, 0x30)
    bits, end = der_take(body.removeprefix(RSA_INFO), 3)
    need(body.startswith(RSA_INFO) and not rest and not end and bits[:1] == b"\0", "RSA: another kind of key")
    numbers, rest = der_take(bits[1:], 0x30)
    n, more = der_take(numbers, 2)
    e, end = der_take(more, 2)
    n, e = int.from_bytes(n, "big"), int.from_bytes(e, "big")
    need(not rest and not end and 2048 <= n.bit_length() <= 8192 and n & e & 1 and 1 << 16 < e < 1 << 32, "RSA: numbers out of bounds")
    return n, e

def rsa_verifies(n, e, message, signature):
    bits, value = n.bit_length() - 1, int.from_bytes(signature, "big")
    if len(signature) != (n.bit_length() + 7) // 8 or value >= n:
        return False
    encoded = pow(value, e, n)
    size = (bits + 7) // 8
    if encoded.bit_length() > 8 * size:
        return False
    encoded = encoded.to_bytes(size, "big")
    masked, h = encoded[:-33], encoded[-33:-1]
    mask = b"".join(sha256(h + i.to_bytes(4, "big")) for i in range(len(masked) // 32 + 1))[:len(masked)]
    data = int.from_bytes(masked, "big") ^ int.from_bytes(mask, "big")
    top = 8 * size - bits
    data = (data & (1 << 8 * len(masked) - top) - 1).to_bytes(len(masked), "big")
    padding, salt = data[:-33], data[-33:]
    return (encoded[-1] == 0xBC and int.from_bytes(masked, "big") >> 8 * len(masked) - top == 0 and padding.strip(b"\0") == b""
            and salt[0] == 1 and sha256(bytes(8) + sha256(message) + salt[1:]) == h)

# ---- Keys (section 10) -------------------------------------------------------------------------------------------------

SCHEME_ECDSA = "ecdsa-sha2-nistp256"
CHANNEL_RULES = "channel-rules"  # the one feature of repositories that this program knows

def signer_of(key, message, signature):
    """What names the public key, if it made this signature; None if it did not, or is of a kind that is not known."""
    kind = key.get("keytype"), key.get("scheme")
    try:
        if kind == ("ed25519", "ed25519"):
            public = from_hex(key["keyval"]["public"])
            return public if ed25519_verifies(public, message, from_hex(signature, 64)) else None
        if kind in (("ecdsa", SCHEME_ECDSA), (SCHEME_ECDSA, SCHEME_ECDSA)):
            point = p256_point(key)
            return point if ecdsa_verifies(point, message, bytes.fromhex(signature)) else None
        if kind == ("rsa", "rsassa-pss-sha256"):
            n, e = rsa_numbers(key)
            return n if rsa_verifies(n, e, message, bytes.fromhex(signature)) else None
    except (Stop, KeyError, TypeError, ValueError):
        return None  # a malformed key verifies nothing, and takes down no role that can do without it
    return None

# ---- Trust (section 10): the client workflow of TUF 1.0.34, section 5, without state from earlier runs -----------------

def open_metadata(data, what, kind, now, *signers):
    """The signed part of a metadata file, which must not have expired at `now`, unless that is None. `signers`: one or
    several (keys, role): for each of them, as many different keys as its threshold says must have signed."""
    with reading(what):
        document = parse_json(data)
        signed = document["signed"]
        need(signed["_type"] == kind and signed["spec_version"].startswith("1."), f"{what}: not '{kind}' of TUF 1")
        need(natural(signed["version"]) >= 1, f"{what}: version 0")
        ids = [signature["keyid"] for signature in document["signatures"]]
        need(len(ids) == len({*ids}) <= MAX_SIGNATURES, f"{what}: a key id twice, or more than {MAX_SIGNATURES} signatures")
        for keys, role in signers:
            good = set()  # public keys, not their ids: one key under two ids counts once
            for signature in document["signatures"]:
                key = keys.get(signature["keyid"], {})
                if signature["keyid"] in role["keyids"] and sha256(canonical(key)).hex() == signature["keyid"]:
                    good.add(signer_of(key, canonical(signed), signature["sig"]))
            good.discard(None)
            threshold = natural(role["threshold"])
            need(len(good) >= threshold >= 1, f"{what}: signed by {len(good)} of its role's keys, needs {threshold}")
        expires = parse_time(signed["expires"])
        if now and expires <= now:
            raise Expired(f"{what}: expired at {expires}: an old copy, or nobody renews it any more (see --at)", REFUSED)
        return signed

@contextlib.contextmanager
def asking(root):
    """Where the code inside finds that something has expired, it says whom this root, which may be it, names to ask."""
    try:
        yield
    except Expired as expired:
        custom = root.get("custom")
        contact = custom.get("contact") if isinstance(custom, dict) else None
        if isinstance(contact, str) and 1 <= len(contact) <= MAX_CONTACT:
            raise Expired(f"{expired.args[0]}; ask the publisher: {ascii(contact)}", REFUSED) from expired
        raise

def parse_time(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")

def check_bytes(data, stated, what):
    need(stated.get("length", len(data)) == len(data), f"{what}: {len(data)} bytes instead of {stated.get('length')}")
    for name, digest in stated.get("hashes", {}).items():
        need(name in ("sha256", "sha512") and hashlib.new(name, data).hexdigest() == digest, f"{what}: has another {name}")

def read_listed(store, listing, role, kind, limit, signers, now):
    """Metadata whose version (and perhaps length and hashes) another metadata file, `listing`, states."""
    stated = listing["meta"][role + ".json"]
    name = f"metadata/{natural(stated['version'])}.{role}.json"
    data = store.read(name, limit)
    check_bytes(data, stated, name)
    signed = open_metadata(data, name, kind, now, signers)
    need(signed["version"] == stated["version"], f"{name}: has version {signed['version']}")
    return signed

def read_trusted_root(store, first, now):
    """TUF 5.2, 5.3: from the root that we were given to the newest, each signed by its predecessor's keys and its own."""
    data, name = first, "the given root.json"
    root = open_metadata(data, name, "root", None)
    for _ in range(MAX_ROTATIONS + 1):
        new = open_metadata(data, name, "root", None, (root["keys"], root["roles"]["root"]))
        open_metadata(data, name, "root", None, (new["keys"], new["roles"]["root"]))
        need(data is first or new["version"] == root["version"] + 1, f"{name}: has version {new['version']}")
        root, last, name = new, data, f"metadata/{new['version'] + 1}.root.json"
        data = store.read(name, MAX_ROOT, absent_is_fine=True)
        if data is None:
            break
    need(root["consistent_snapshot"] is True, "root.json: consistent snapshots are off")
    with asking(root):
        return open_metadata(last, f"root.json version {root['version']}", "root", now)

def read_pointer_bytes(store, root, channel, now):
    """TUF 5.4 to 5.7: timestamp, snapshot, targets, the channel's role, and the one target that it is there for; with it
    the repository's policy, where that has rules for channels."""
    name, path, role_name = "metadata/timestamp.json", f"channels/{channel}.json", "channel." + channel.replace("/", ".")
    timestamp = open_metadata(store.read(name, MAX_TIMESTAMP), name, "timestamp", now, (root["keys"], root["roles"]["timestamp"]))
    snapshot = read_listed(store, timestamp, "snapshot", "snapshot", MAX_SNAPSHOT, (root["keys"], root["roles"]["snapshot"]), now)
    targets = read_listed(store, snapshot, "targets", "targets", MAX_TARGETS, (root["keys"], root["roles"]["targets"]), now)
    with reading("targets"):
        features = targets.get("custom", {}).get("requires", {}).get("read", [])
        need({*features} <= {CHANNEL_RULES}, f"this repository needs a reader that knows {features}", TOO_OLD)
    delegations = targets.get("delegations", {"keys": {}, "roles": []})
    role = next((role for role in delegations["roles"] if role["name"] == role_name and path in role["paths"]), None)
    need(role, f"no channel '{channel}' in this repository", UNREADABLE)
    signed = read_listed(store, snapshot, role_name, "targets", MAX_TARGETS, (delegations["keys"], role), now)
    policy = parse_json(read_target(store, targets, "policy.json")) if CHANNEL_RULES in features else {}
    if policy:
        check_version(policy, "policy.json")
    return read_target(store, signed, path), policy

def read_target(store, signed, path):
    target, (folder, slash, last) = signed["targets"][path], path.rpartition("/")
    name = f"targets/{folder}{slash}{from_hex(target['hashes']['sha256']).hex()}.{last}"
    data = store.read(name, min(natural(target["length"]), MAX_POINTER))
    check_bytes(data, target, name)
    return data

# ---- Channel pointer and manifest (sections 9 and 7) -------------------------------------------------------------------

def check_version(document, what):
    """What every reader must know in order to read on."""
    need(document["freshet"] == 1, f"{what}: format version {document['freshet']}; this program knows 1", TOO_OLD)
    features = document["requires"]["read"]
    need(features == [], f"{what}: needs a reader that knows {features}", TOO_OLD)

def countersigned(policy, ids, kind, fields, signatures):
    """How many of these keys have signed a statement, as DSSE has it."""
    kind, body, good = f"application/vnd.freshet.{kind}.v1+json".encode(), canonical(fields), set()
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)
    for signature in signatures:
        key = policy["keys"].get(signature["keyid"], {})
        if signature["keyid"] in ids and sha256(canonical(key)).hex() == signature["keyid"]:
            good.add(signer_of(key, message, base64.b64decode(signature["sig"], validate=True).hex()))
    return len(good - {None})

def check_rules(policy, pointer, what):
    """What the policy asks of a channel: approvals of its release, and keys on call for a halt or a rollback."""
    rules, about = policy.get("channels", {}).get(pointer["channel"]), {"channel": pointer["channel"]}
    if rules is None:
        return
    about["repository"], manifest, height = policy["repository"], pointer["manifest"]["sha256"], pointer.get("height")
    release = about | {"manifest": manifest} | ({} if height is None else {"height": natural(height)})
    count = countersigned(policy, rules["approvals"]["keyids"], "approval", release, pointer["approvals"])
    threshold = natural(rules["approvals"]["threshold"])
    need(count >= threshold >= 1, f"{what}: has {count} of the {threshold} approvals that the policy asks for")
    halt, back = pointer.get("halt"), pointer.get("rollback")
    acts = [("halt", halt, {"sequence": pointer["sequence"]})] if halt else []
    if back and back["from"] + 1 == pointer["sequence"]:  # an earlier pointer's is of no matter to who remembers no height
        acts.append(("rollback", back, {}))
        need(back["manifest"] == manifest, f"{what}: its rollback names another snapshot")
    for name, act, more in acts:
        said = about | more | {field: value for field, value in act.items() if field != "signatures"}
        acting = rules["onCall"] or rules["approvals"]["keyids"]
        need(countersigned(policy, acting, name, said, act["signatures"]), f"{what}: a {name} by nobody on call")

def open_pointer(data, channel, policy):
    """The pointer, the locator of its location root, and that one's digest."""
    pointer, what = parse_json(data), f"pointer of {channel}"
    check_version(pointer, what)
    need(pointer["channel"] == channel, f"{what}: belongs to channel {pointer['channel']}")
    need(pointer.get("rollout") is None, f"{what}: a 'rollout' binds readers, and this one does not know it", TOO_OLD)
    check_rules(policy, pointer, what)
    halt, back = pointer.get("halt"), pointer.get("rollback")
    need(back is None or natural(back["from"]) and from_hex(back["manifest"]) and back["reason"], f"{what}: a rollback of nothing")
    need(halt is None, f"{what}: halted by its publisher: {halt and ascii(halt['reason'])}", UNREADABLE)
    place = pointer["location"]
    numbers = [natural(place[name]) for name in ("offset", "stored", "plain", "codec")]
    return pointer, Locator(from_hex(place["pack"]), *numbers).check(what), from_hex(place["sha256"])

def read_manifest(store, stated):
    digest = from_hex(stated["sha256"]).hex()
    what = f"manifests/{digest[:2]}/{digest}.json"
    data = store.read(what, min(natural(stated["length"]), MAX_MANIFEST))
    check_bytes(data, {"length": stated["length"], "hashes": {"sha256": digest}}, what)
    manifest = parse_json(data)
    check_version(manifest, what)
    for component in manifest["components"]:
        if component["root"] != "":
            check_path(component["root"].encode())
    for name in ("name", "root"):
        names = {component[name] for component in manifest["components"]}
        need(len(names) == len(manifest["components"]), f"{what}: two components of one {name}")
    return manifest

# ---- Binary objects (section 1) ----------------------------------------------------------------------------------------

class Cursor:
    """Reads a binary object from front to back, never beyond its end."""

    def __init__(self, data, what):
        self.data, self.at, self.what = data, 0, what

    def take(self, length):
        need(length <= len(self.data) - self.at, f"{self.what}: ends too early")
        self.at += length
        return self.data[self.at - length:self.at]

    def u8(self):
        return self.take(1)[0]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.u8()
            value |= (byte & 127) << shift
            if byte < 128:
                need(byte or not shift, f"{self.what}: a varint that is not in its shortest form")
                return value
            shift += 7
            need(shift < 63, f"{self.what}: a varint of more than 63 bits")

    def zigzag(self):
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def bytes(self):
        return self.take(self.varint())

    def string(self):
        data = self.bytes()
        data.decode()  # must be UTF-8, but stays bytes: names are bytes whatever the locale of this machine
        return data

    def header(self, magic, leveled):
        """Magic, version, (level,) required features."""
        need(self.take(4) == magic, f"{self.what}: does not begin with {magic.decode()}")
        version = self.u8()
        need(version == 1, f"{self.what}: format version {version}; this program knows 1", TOO_OLD)
        level = self.u8() if leveled else 0
        features = [self.varint() for _ in range(self.varint())]
        need(not features, f"{self.what}: needs a reader that knows features {features}", TOO_OLD)
        need(level <= MAX_LEVEL, f"{self.what}: level {level}")
        return level

    def end(self):
        need(self.at == len(self.data), f"{self.what}: has bytes behind its end")

def unzstd(data, plain, what, prefix=None):
    """Section 5: one zstd frame with its content size, without checksum or dictionary id; of a delta, with its prefix."""
    with reading(what):
        frame = zstandard.get_frame_parameters(data)
        good = frame.content_size == plain > 0 and not frame.has_checksum and not frame.dict_id
        need(good, f"{what}: not a zstd frame of {plain} bytes without checksum and dictionary")
        raw = prefix and zstandard.ZstdCompressionDict(prefix, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        return zstandard.ZstdDecompressor(dict_data=raw, max_window_size=MAX_WINDOW).decompress(data, allow_extra_data=False)

# ---- The two indexes (sections 4 and 6): a tree of content nodes, each with a location node beside it ------------------

class Locator(collections.namedtuple("Locator", "pack offset stored plain codec")):
    """Where an index blob lies, and how it is packed."""

    def check(self, what):
        good = self.plain <= MAX_NODE and 0 < self.stored <= self.plain + MAX_STORED_EXTRA and self.offset >= 16
        need(good and self.codec <= 1 and (self.codec or self.stored == self.plain), f"{what}: impossible {self}")
        return self

    @staticmethod
    def read(cursor, packs):
        return Locator(packs[cursor.varint()], *(cursor.varint() for _ in "123"), cursor.u8()).check(cursor.what)

# A bases node as the location root sees it: where it lies, how many deltas deep are those whose bases it tells, and how many bases.
BasesPlace = collections.namedtuple("BasesPlace", "locator digest depth bases")
# A node as its parent sees it: what it holds (paths, chunks, bytes), where it lies and where its location node lies.
Child = collections.namedtuple("Child", "id counts first_path content location location_digest")

def read_index_blobs(store, wanted):
    """For each (locator, tag): tag, plain bytes, and the pack in which they lie."""
    for (tag, locator), data in read_packs(store, [(*locator[:3], (tag, locator)) for locator, tag in wanted]):
        what = f"index blob at {locator.offset} of pack {locator.pack.hex()}"
        yield tag, data if locator.codec == 0 else unzstd(data, locator.plain, what), locator.pack

def read_location_root(store, locator, digest, components):
    """For each component, in the manifest's order, the root of its trees; and the bases nodes of all of them, by rising depth."""
    (_, data, own_pack), = read_index_blobs(store, [(locator, None)])
    need(sha256(data) == digest, "location root: not the bytes that the pointer names")
    cursor, children, nodes, bases = Cursor(data, "location root"), [], {}, 0
    cursor.header(b"FRLR", False)

    def place():
        pack = cursor.take(32)
        return Locator.read(cursor, [own_pack if pack == bytes(32) else pack])

    same = cursor.varint() == len(components)
    for component in components:
        same = same and cursor.string() == component["name"].encode() and cursor.take(32).hex() == component["contentRoot"]
        need(same, "location root: has other components than the manifest")
        counts = tuple(component[name] for name in ("paths", "chunks", "bytes"))
        children.append(Child(from_hex(component["contentRoot"]), counts, b"", place(), place(), cursor.take(32)))
        before = 1
        for _ in range(cursor.varint()):
            (locator, node_digest, depth, _), number = (place(), cursor.take(32), cursor.varint(), cursor.varint()), cursor.varint()
            node, bases = BasesPlace(locator, node_digest, depth, number), bases + number
            need(number > 0 and bases <= MAX_BASES, f"location root: bases nodes of {number} bases, {bases} together")
            need(before <= node.depth <= MAX_DEPTH, f"location root: a bases node of depth {node.depth} behind one of {before}")
            nodes[node.digest], before = node, node.depth
    need(same, "location root: has other components than the manifest")
    return children, sorted(nodes.values(), key=lambda node: node.depth)  # the ancestors and the pack list behind them are for updates and for housekeeping

def read_leaves(store, children, level=None):
    """Below these children, in order: each node of level 0 as (child, entries, cursor on its location node, packs)."""
    children = collections.deque(children)
    while children:
        batch, wanted = [], []
        while children and sum(locator.plain for locator, _ in wanted) < REQUEST:  # neighbours come in one request
            child = children.popleft()
            wanted += [(child.content, (len(batch), "content")), (child.location, (len(batch), "location"))]
            batch.append(child)
        blobs = {tag: (data, pack) for tag, data, pack in read_index_blobs(store, wanted)}
        for i, child in enumerate(batch):
            with reading(f"node {child.id.hex()}"):
                found, entries = open_content_node(blobs.pop((i, "content"))[0], child.id)
                need(level in (None, found), f"content node {child.id.hex()}: level {found} instead of {level}")
                cursor, packs = open_location_node(*blobs.pop((i, "location")), child, found)
                below = open_inner_node(child, entries, cursor, packs) if found else []
            yield from read_leaves(store, below, found - 1) if found else [(child, entries, cursor, packs)]

def open_content_node(data, expected_id):
    cursor = Cursor(data, f"content node {expected_id.hex()}")
    level = cursor.header(b"FRCN", True)
    entries = [cursor.bytes() for _ in range(cursor.varint())]
    cursor.end()
    need(entries and max(map(len, entries)) <= MAX_ENTRY, f"{cursor.what}: without entries, or one is too long")
    need(tree_hash(entries, level) == expected_id, f"{cursor.what}: has another id")
    return level, entries

def tree_hash(entries, level):
    """Section 4, ids. To pair neighbours, the odd one out moving up, gives the tree of RFC 6962, section 2.1."""
    hashes = [sha256(bytes((0, level)) + entry) for entry in entries]
    while len(hashes) > 1:
        pairs, odd = zip(hashes[::2], hashes[1::2]), hashes[len(hashes) & ~1:]
        hashes = [sha256(bytes((1, level)) + left + right) for left, right in pairs] + odd
    return hashes[0]

def open_location_node(data, pack, child, level):
    """A cursor on what follows the header, and the packs by number."""
    cursor = Cursor(data, f"location node {child.location_digest.hex()}")
    need(sha256(data) == child.location_digest, f"{cursor.what}: has another digest")
    same = cursor.header(b"FRLN", True) == level and cursor.take(32) == child.id
    need(same, f"{cursor.what}: belongs to another content node")
    return cursor, [pack] + [cursor.take(32) for _ in range(cursor.varint())]

def open_inner_node(parent, entries, locations, packs):
    children = []
    for entry in entries:
        cursor = Cursor(entry, f"content node {parent.id.hex()}")
        kind = cursor.u8()
        if kind >= ADVICE:
            continue
        need(kind == 0x10, f"{cursor.what}: something other than a child above level 0")
        seen = cursor.take(32), (cursor.varint(), cursor.varint(), cursor.varint()), cursor.string()
        cursor.end()
        places = Locator.read(locations, packs), Locator.read(locations, packs)
        children.append(Child(*seen, *places, locations.take(32)))
        skip_node_deltas(locations, packs, places[0])
    locations.end()
    same = tuple(map(sum, zip(*(child.counts for child in children)))) == parent.counts
    need(same and children[0].first_path == parent.first_path, f"{cursor.what}: holds something else than its parent says")
    return children

def skip_node_deltas(cursor, packs, node):
    """Ways to make a content node from others that a reader holds. This one holds none."""
    deltas = cursor.varint()
    need(deltas <= MAX_DELTAS, f"{cursor.what}: {deltas} deltas of one node")
    for _ in range(deltas):
        bases = cursor.varint()
        need(1 <= bases <= MAX_DELTA_BASES, f"{cursor.what}: a delta of {bases} bases")
        cursor.take(32 * bases)
        _, offset, stored = packs[cursor.varint()], cursor.varint(), cursor.varint()
        good = 0 < stored < node.stored and stored <= MAX_DELTA_FRAME + MAX_STORED_EXTRA and 16 <= offset <= MAX_PACK
        need(good, f"{cursor.what}: an impossible delta of {stored} bytes at {offset}")

# ---- Content (sections 3 and 4): entries become directories, links, files and what is in them, in order ----------------

def check_path(path):
    """Section 3, names, for every path but that of a component's own directory."""
    names = path.split(b"/")
    good = len(path) <= MAX_PATH and len(names) <= MAX_NAMES and all(0 < len(name) <= MAX_NAME for name in names)
    need(good, f"path {path!r}: too long, too deep, absolute, or with an empty name")
    need(not {b".", b".."} & {*names} and not CONTROLS.search(path), f"path {path!r}: has '.', '..' or a control character")

def check_link(path, target):
    good = 0 < len(target) <= MAX_PATH and not target.startswith(b"/") and not CONTROLS.search(target)
    need(good, f"link {path!r}: its target {target!r} is empty, too long, absolute, or has a control character")
    names = [name for name in target.split(b"/") if name not in (b"", b".")]
    # Behind a name, `..` would lead to wherever that name leads, being a link itself: it may stand only at the start.
    ups = next((i for i, name in enumerate(names) if name != b".."), len(names))
    good = ups <= path.count(b"/") and b".." not in names[ups:]
    need(good, f"link {path!r}: its target {target!r} leaves the component, or might")

class Scan:
    """Reads one component's items in order, and holds the rules that bind them across nodes."""

    def __init__(self):
        self.path, self.kind, self.size, self.at = None, None, 0, 0  # of a file: its size, and how much of it has come
        self.directories = []  # from the component's own to the innermost

    def leaf(self, child, entries):
        """Yields (directory, mode, 0), (file, mode, size), (link, 0, target), and what is in a file:
        (chunk, length, id), (inline, length, data), (zeros, length, 0)."""
        counts, what, first = [0, 0, 0], f"content node {child.id.hex()}", None
        for entry in entries:
            cursor = Cursor(entry, what)
            kind = cursor.u8()
            if kind >= ADVICE:
                continue
            for item in [self.path_item(cursor)] if kind == 1 else self.contents(kind, cursor):
                first = self.path if first is None else first
                need(first == child.first_path, f"{what}: begins with another path than its parent says")
                length = 0 if kind == 1 else item[1]
                self.at += length
                good = kind == 1 or (self.kind == "file" and 0 < length and self.at <= self.size)
                need(good, f"{what}: more bytes in {self.path!r} than its size")
                counts = [counts[0] + (kind == 1), counts[1] + (item[0] == "chunk"), counts[2] + length]
                yield item
            cursor.end()
        need(tuple(counts) == child.counts, f"{what}: not the number of paths, chunks or bytes that its parent says")

    def finish(self):
        need(self.at == self.size, f"file {self.path!r}: {self.at} bytes of {self.size}")

    def path_item(self, cursor):
        self.finish()
        kind, mode, path, before = cursor.u8(), cursor.varint(), cursor.string(), -1
        detail = cursor.varint() if kind == 2 else cursor.string() if kind == 3 else 0
        need(1 <= kind <= 3 and mode <= (0 if kind == 3 else 0o7777), f"{cursor.what}: {path!r}: type {kind}, mode {mode:o}")
        for _ in range(cursor.varint()):
            (number, critical), _ = divmod(cursor.varint(), 2), cursor.bytes()
            need(number > before, f"{cursor.what}: {path!r}: extensions out of order")
            need(not critical, f"{cursor.what}: {path!r}: needs a reader that knows extension {number}", TOO_OLD)
            before = number
        if self.path is None:
            need(kind == 1 and path == b"", f"{cursor.what}: a component must begin with its own directory")
        else:
            check_path(path)
            need(path.replace(b"/", b"\0") > self.path.replace(b"/", b"\0"), f"{cursor.what}: {path!r} is out of order")
            while self.directories and self.directories[-1] != path.rpartition(b"/")[0]:
                self.directories.pop()
            need(self.directories, f"{cursor.what}: {path!r} is not in a directory")
        if kind == 1:
            self.directories.append(path)
        if kind == 3:
            check_link(path, detail)
        self.path, self.kind, self.size, self.at = path, KINDS[kind - 1], detail if kind == 2 else 0, 0
        return self.kind, mode, detail

    def contents(self, kind, cursor):
        need(kind in (2, 3, 4, 5), f"{cursor.what}: unknown kind of entry {kind}", TOO_OLD)
        if kind == 4:
            return [("zeros", cursor.varint(), 0)]
        if kind == 5:
            need(self.at == 0 and len(cursor.data) == 1 + self.size, f"{cursor.what}: inline data must be all of its file")
            return [("inline", self.size, cursor.take(self.size))]
        grain, number = cursor.varint() if kind == 2 else 0, cursor.varint()
        need(1 <= number <= 512, f"{cursor.what}: a run of {number} chunks")
        lengths = [grain or cursor.varint() for _ in range(number)]
        need(max(lengths) <= MAX_CHUNK, f"{cursor.what}: a chunk of more than {MAX_CHUNK} bytes")
        return [("chunk", length, cursor.take(32)) for length in lengths]

# ---- Locations of level 0 (section 6): in which frame each chunk lies ---------------------------------------------------

class Row:
    """A frame: where it is stored, and where in its plain bytes each member begins (and the last one ends)."""

    def __init__(self, cursor, packs, before, codecs):
        self.number = cursor.varint()
        self.pack = packs[self.number]
        self.offset = cursor.zigzag() + (before.offset + before.stored if before and before.number == self.number else 0)
        self.stored, self.codec = cursor.varint(), cursor.u8()
        need(self.codec in codecs, f"{cursor.what}: a frame of codec {self.codec} among those of codec {' or '.join(map(str, codecs))}")
        self.members, uniform = divmod(cursor.varint(), 2)
        need(1 <= self.members <= MAX_MEMBERS, f"{cursor.what}: a frame of {self.members} members")
        lengths = [cursor.varint() for _ in range(1 if uniform else self.members)]
        self.starts = range(0, lengths[0] * self.members + 1, lengths[0]) if uniform else [0, *itertools.accumulate(lengths)]
        self.plain = self.starts[-1]
        limit = MAX_DELTA_FRAME if self.codec == 2 else MAX_CHUNK if self.members == 1 else MAX_PLAIN_FRAME
        good = self.plain <= limit and 0 < self.stored <= self.plain + MAX_STORED_EXTRA and 16 <= self.offset <= MAX_PACK
        need(good and self.pack, f"{cursor.what}: an impossible frame")
        self.place, self.what = (self.pack, self.offset), f"frame at {self.offset} of pack {self.pack.hex()}"

    def span(self, member):
        return slice(self.starts[member], self.starts[member + 1])

    def length(self, member):
        return self.starts[member + 1] - self.starts[member]

def open_rows(cursor, packs, *codecs):
    rows = []
    for _ in range(cursor.varint()):
        rows.append(Row(cursor, packs, rows[-1] if rows else None, codecs))
    return rows

def open_places(cursor, packs, lengths, number_of_paths):
    """Rows; for each chunk its (row, member); modification times in nanoseconds, one a path, or Nones."""
    rows, places, times, row, seconds = open_rows(cursor, packs, 1, 2), [], [], 0, 0
    for _ in range(cursor.varint()):
        number, row, member = cursor.varint(), row + cursor.zigzag(), cursor.varint()
        for i in range(number):
            if i and member == rows[row].members:
                row, member = row + 1, 0
            good = len(places) < len(lengths) and row >= 0 and rows[row].length(member) == lengths[len(places)]
            need(good, f"{cursor.what}: places too many chunks, or one that differs in length")
            places.append((row, member))
            member += 1
    need(len(places) == len(lengths), f"{cursor.what}: places {len(places)} chunks of {len(lengths)}")
    skip_chunk_deltas(cursor, packs, lengths)
    for _ in range(cursor.varint()):
        seconds += cursor.zigzag()
        times.append(seconds * 10**9 + cursor.varint())
    need(len(times) in (0, number_of_paths), f"{cursor.what}: {len(times)} times for {number_of_paths} paths")
    cursor.end()
    return rows, places, times or [None] * number_of_paths

def skip_chunk_deltas(cursor, packs, lengths):
    """Where chunks lie once more, for readers who hold chunks that resemble them. This one holds none."""
    rows, chunk, row = open_rows(cursor, packs, 2), 0, 0
    for _ in range(cursor.varint()):
        chunk, number, row, member = chunk + cursor.varint(), cursor.varint(), row + cursor.zigzag(), cursor.varint()
        good = row >= 0 and 0 < number <= rows[row].members - member
        good = good and [rows[row].length(member + i) for i in range(number)] == lengths[chunk:chunk + number]
        need(good, f"{cursor.what}: a delta run of {number} chunks that leaves its row, or that differs from them in length")
        chunk += number

# ---- Frames (section 5): fetched, unpacked, and each chunk verified before it is written -------------------------------

def read_chunks(store, wanted, ids):
    """`wanted`: row -> member -> its chunks. Yields (number of the chunk in this node, its bytes), in the order of the packs."""
    for row, data in read_packs(store, [(row.pack, row.offset, row.stored, row) for row in wanted]):
        plain = unzstd(data, row.plain, row.what)
        for member, chunks in sorted(wanted[row].items()):
            for chunk in chunks:
                yield chunk, check_chunk(plain[row.span(member)], ids[chunk], row, member)

def check_chunk(data, expected_id, row, member):
    need(sha256(data) == expected_id, f"{row.what}: its member {member} is not chunk {expected_id.hex()}")
    return data

# ---- Delta frames (sections 5 and 6). A chunk that lies in one of these alone waits until all that lies in plain frames is
# ---- restored. Then its bases are looked up in the bases nodes: they lie in plain frames, or in delta frames of less depth.

class Deltas:
    """The delta frames that are needed. In memory is a row for each; chunks and bases that wait are in a database."""

    def __init__(self, database, nodes):
        self.database, self.nodes = database, nodes  # by rising depth
        self.rows, self.made = {}, set()  # by place: (pack, offset)
        database.execute("create table chunk (pack blob, offset int, member int, id blob, path blob, at int)")  # to be written
        database.execute("create table base (pack blob, offset int, member int, data blob, primary key (pack, offset, member))")

    def chunk(self, row, member, expected_id, path, at):
        """A chunk lies in this row alone."""
        self.rows.setdefault(row.place, row)
        self.database.execute("insert into chunk values (?, ?, ?, ?, ?, ?)", (*row.place, member, expected_id, path, at))

    def write_chunks(self, store, tree):
        self.database.execute("create index chunks on chunk (pack, offset)")
        if self.rows:
            for node in reversed(self.nodes):
                self.need_bases(self.open_node(store, node)[1])
            for node in self.nodes:
                self.make(store, tree, *self.open_node(store, node))
        for place, row in self.rows.items():
            need(place in self.made, f"{row.what}: no bases node says what this delta frame is made against")

    def open_node(self, store, node):
        """What it is called, and for each delta frame that is needed, by place: its bases as (row, member, what its id begins with)."""
        (_, data, _), = read_index_blobs(store, [(node.locator, None)])
        cursor, deltas, before, total = Cursor(data, f"bases node {node.digest.hex()}"), {}, (None, 0), 0
        need(sha256(data) == node.digest, f"{cursor.what}: has another digest")
        with reading(cursor.what):
            cursor.header(b"FRBN", False)
            packs = [None] + [cursor.take(32) for _ in range(cursor.varint())]
            rows = open_rows(cursor, packs, 1, 2)
            for _ in range(cursor.varint()):
                pack, offset = packs[cursor.varint()], cursor.zigzag()
                before = pack, offset + (before[1] if before[0] == pack else 0)
                number, row, bases = cursor.varint(), 0, []
                need(pack and 1 <= number <= MAX_MEMBERS, f"{cursor.what}: an impossible delta frame of {number} bases")
                for _ in range(number):
                    row, member, begin = row + cursor.zigzag(), cursor.varint(), cursor.take(8)
                    need(row >= 0 and member < rows[row].members, f"{cursor.what}: a base where no member is")
                    bases.append((rows[row], member, begin))
                total += number
                if before in self.rows:
                    deltas[before] = bases
            cursor.end()
        need(total == node.bases, f"{cursor.what}: names {total} bases, not {node.bases}, as the location root says")
        return cursor.what, deltas

    def need_bases(self, deltas):
        """Bases in delta frames are needed, too. Their own bases stand in nodes of less depth, which come later."""
        for bases in deltas.values():
            for row, member, _ in bases:
                if row.codec == 2:
                    self.rows.setdefault(row.place, row)
                    self.database.execute("insert or ignore into base values (?, ?, ?, null)", (*row.place, member))

    def make(self, store, tree, what, deltas):
        """Makes the delta frames of a node, some at a time."""
        waiting = collections.deque(sorted(deltas.keys() - self.made))
        while waiting:
            batch = []
            while waiting and sum(self.rows[place].plain for place in batch) < REQUEST:
                batch.append(waiting.popleft())
            found = self.read_bases(store, what, [base for place in batch for base in deltas[place]])
            for row, data in read_packs(store, [(*place, self.rows[place].stored, self.rows[place]) for place in batch]):
                with reading(row.what):
                    self.take(tree, row, undelta(data, row, [(found[base[:2]], base[2]) for base in deltas[row.place]]))
                self.made.add(row.place)

    def read_bases(self, store, what, bases):
        """The bytes of each (row, member): from plain frames, and from what was made before."""
        found, plain_rows = {}, {}
        for row, member, _ in bases:
            if row.codec == 1:
                plain_rows.setdefault(row, set()).add(member)
            else:
                query = "select data from base where pack = ? and offset = ? and member = ?"
                found[row, member], = self.database.execute(query, (*row.place, member)).fetchone() or (None,)
                need(found[row, member] is not None, f"{what}: a base lies in the {row.what}, which no node of less depth tells how to make")
        for row, data in read_packs(store, [(row.pack, row.offset, row.stored, row) for row in plain_rows]):
            plain = unzstd(data, row.plain, row.what)
            found.update(((row, member), plain[row.span(member)]) for member in plain_rows[row])
        return found

    def take(self, tree, row, plain):
        """Writes those members that are chunks of the tree, and keeps those that are bases of others."""
        for member, expected_id, path, at in self.database.execute(
                "select member, id, path, at from chunk where pack = ? and offset = ?", row.place):
            tree.write(path, at, check_chunk(plain[row.span(member)], expected_id, row, member))
        for member, in self.database.execute("select member from base where pack = ? and offset = ?", row.place).fetchall():
            self.database.execute("update base set data = ? where pack = ? and offset = ? and member = ?",
                                  (plain[row.span(member)], *row.place, member))

def undelta(data, row, bases):
    """Section 5: the plain bytes of a delta frame. `bases`: (bytes, what their id begins with), which its head must agree to."""
    cursor = Cursor(data, row.what)
    number, uniform = divmod(cursor.varint(), 2)
    need(number == len(bases), f"{row.what}: has {number} bases, not {len(bases)}")
    lengths = [cursor.varint()] * number if uniform else [cursor.varint() for _ in range(number)]
    need(sum(lengths) <= MAX_DELTA_FRAME, f"{row.what}: has bases of {sum(lengths)} bytes")
    for length, (base, begin) in zip(lengths, bases):
        same = length == len(base) and cursor.take(8) == begin == sha256(base)[:8]
        need(same, f"{row.what}: is made against other bases than a bases node says")
    return unzstd(data[cursor.at:], row.plain, row.what, bytes(8) + b"".join(base for base, _ in bases))

# ---- The tree (section 8). Links, modes and times come last: until then nothing leads elsewhere, and nothing is locked -

class Tree:
    """Grows in a hidden directory inside OUT, and comes out of it when all of it was verified."""

    def __init__(self, out, scratch):
        self.out, self.scratch, self.stage = out, scratch, os.path.join(scratch, b"tree")
        os.mkdir(self.stage)
        self.journal = sqlite3.connect(os.path.join(os.fsdecode(scratch), "journal"), isolation_level=None)
        self.journal.execute("create table later (path blob, mode int, time int, target blob)")  # to do at the end
        self.journal.execute("begin")

    def make(self, kind, path, detail):
        name = os.path.join(self.stage, path)
        if kind == "directory":
            os.makedirs(name, exist_ok=True)  # it exists if a component inside it came before
        elif kind == "file":
            with open(name, "xb") as file:
                file.truncate(detail)  # what is never written is a hole and reads as zeros: zero runs cost nothing

    def write(self, path, offset, data):
        with open(os.path.join(self.stage, path), "r+b") as file:
            file.seek(offset)
            file.write(data)

    def finish(self):
        for path, target in self.journal.execute("select path, target from later where target is not null"):
            os.symlink(target, os.path.join(self.stage, path))
        for name in os.listdir(self.stage):
            os.rename(os.path.join(self.stage, name), os.path.join(self.out, name))
        shutil.rmtree(self.scratch)  # now, since it changes the time of OUT; the journal lives on while it is open
        for path, mode, when, target in self.journal.execute("select * from later order by rowid desc"):
            name = os.path.join(self.out, path) if path else self.out  # a directory comes after what is in it
            if target is None:
                os.chmod(name, mode)
            if when is not None:
                os.utime(name, ns=(when, when), follow_symlinks=target is None)

def restore_component(store, tree, deltas, roots, root, child, on_path):
    """Node by node: its paths are made, its chunks fetched and written, those in delta frames noted for later. In memory are
    some nodes and one request. Without a tree, the paths are only told to `on_path`."""
    scan = Scan()
    for child, entries, cursor, packs in read_leaves(store, [child]):
        paths, ids, lengths, targets = [], [], [], []
        with reading(cursor.what):
            for kind, number, detail in scan.leaf(child, entries):
                path = b"/".join(part for part in (root, scan.path) if part)
                if kind in KINDS:
                    need(path == root or path not in roots, f"{path!r}: belongs to another component")
                    on_path(kind, path, number, detail)
                    paths.append((path, number, detail if kind == "link" else None))
                    if tree:
                        tree.make(kind, path, detail)
                elif kind == "inline" and tree:
                    tree.write(path, 0, detail)
                elif kind == "chunk":
                    ids.append(detail)
                    lengths.append(number)
                    targets.append((path, scan.at - number))
            rows, places, times = open_places(cursor, packs, lengths, len(paths))
        if tree:
            for (path, mode, target), when in zip(paths, times):
                tree.journal.execute("insert into later values (?, ?, ?, ?)", (path, mode, when, target))
            wanted = {}  # row -> member -> its chunks
            for chunk, (row, member) in enumerate(places):
                if rows[row].codec == 2:
                    deltas.chunk(rows[row], member, ids[chunk], *targets[chunk])
                else:
                    wanted.setdefault(rows[row], {}).setdefault(member, []).append(chunk)
            for chunk, data in read_chunks(store, wanted, ids):
                tree.write(*targets[chunk], data)
    scan.finish()

# ---- The command -------------------------------------------------------------------------------------------------------

def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", metavar="REPOSITORY", help="a directory or an http(s) URL")
    parser.add_argument("channel", metavar="CHANNEL", help="as the repository names it: mainnet/archive")
    parser.add_argument("out", metavar="OUT", nargs="?", help="an empty or absent directory (not needed with --list)")
    trust = parser.add_mutually_exclusive_group(required=True)
    trust.add_argument("--root", metavar="FILE", help="the repository's root.json, as it reached you by another way")
    trust.add_argument("--root-sha256", metavar="HEX", help="or the SHA-256 of its first one, metadata/1.root.json")
    parser.add_argument("--component", metavar="NAME", action="append", help="only this component (may be repeated)")
    parser.add_argument("--list", action="store_true", help="list the snapshot instead of restoring it")
    parser.add_argument("--json", action="store_true", help="print JSON: one object, or with --list one a line")
    parser.add_argument("--at", metavar="TIME", type=parse_time, help="judge expiry as of this moment, 2026-11-23T00:00:00Z, "
                        "not now: for a repository that nobody renews any more. You might get an old snapshot for the newest")
    args = parser.parse_args()
    if not args.list and not args.out:
        parser.error("OUT is missing (or say --list)")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*", args.channel):
        parser.error(f"'{args.channel}' is not the name of a channel")
    return args

def run(args):
    store = (HttpStore if re.match("https?://", args.repository) else DirectoryStore)(args.repository)
    now = args.at or datetime.datetime.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)
    first = DirectoryStore(".").read(args.root, MAX_ROOT) if args.root else store.read("metadata/1.root.json", MAX_ROOT)
    need(args.root or sha256(first).hex() == args.root_sha256.lower(), "metadata/1.root.json: has another SHA-256")
    with reading("metadata, pointer or manifest"):
        root = read_trusted_root(store, first, now)
        with asking(root):
            data, policy = read_pointer_bytes(store, root, args.channel, now)
        pointer, locator, digest = open_pointer(data, args.channel, policy)
        manifest = read_manifest(store, pointer["manifest"])
        need(pointer.get("height") == manifest.get("source", {}).get("height"), "the pointer's height is not that of its manifest")
        components = manifest["components"]
        children, nodes = read_location_root(store, locator, digest, components)
        names, roots = zip(*((component["name"], component["root"].encode()) for component in components))
    for name in args.component or ():
        need(name in names, f"no component '{name}' in this snapshot; it has {', '.join(names)}", UNREADABLE)
    chosen = [(root, child) for name, root, child in zip(names, roots, children) if name in (args.component or names)]
    report = {"channel": args.channel, "sequence": pointer["sequence"], "manifest": pointer["manifest"]["sha256"],
              "out": args.out, "directory": 0, "file": 0, "link": 0, "bytes": 0}

    def on_path(kind, path, mode, detail):
        report[kind] += 1
        report["bytes"] += detail if kind == "file" else 0
        more = {"size": detail} if kind == "file" else {"target": detail.decode()} if kind == "link" else {}
        if args.list and args.json:
            print(json.dumps({"path": path.decode(), "type": kind, "mode": f"{mode:04o}", **more}))
        elif args.list:
            bits = {"directory": stat.S_IFDIR, "file": stat.S_IFREG, "link": stat.S_IFLNK}[kind] | mode
            arrow = f" -> {more['target']}" if kind == "link" else ""
            print(f"{stat.filemode(bits)} {more.get('size', 0):>15} {path.decode() or '.'}{arrow}")

    if args.list:
        for root, child in chosen:
            restore_component(store, None, None, roots, root, child, on_path)
        return
    out = os.fsencode(args.out)
    os.makedirs(out, exist_ok=True)
    need(not os.listdir(out), f"{args.out}: not empty; choose a new or an empty directory", UNWRITABLE)
    scratch = tempfile.mkdtemp(prefix=b".restore-", dir=out)
    try:
        tree = Tree(out, scratch)
        with contextlib.closing(tree.journal):
            deltas = Deltas(tree.journal, nodes)
            for root, child in chosen:
                restore_component(store, tree, deltas, roots, root, child, on_path)
            deltas.write_chunks(store, tree)
            tree.finish()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    report.update(requests=store.requests, transferred=store.bytes)
    print(json.dumps(report) if args.json else
          "restored {file} files, {directory} directories, {link} links, {bytes} bytes, of {channel} release {sequence} "
          "into {out} ({transferred} bytes in {requests} requests)".format(**report))

def main():
    sys.stdout.reconfigure(encoding="utf-8")
    args = arguments()
    try:
        run(args)
        return 0
    except (Stop, OSError) as error:
        sentence, code = error.args if isinstance(error, Stop) else (error, UNWRITABLE)
        print(f"restore.py: {sentence}", file=sys.stderr)
        return code

if __name__ == "__main__":
    sys.exit(main())
