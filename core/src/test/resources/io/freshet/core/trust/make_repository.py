"""Makes a repository by python-tuf in the given directory, by keys of the given type and scheme: two delegated roles,
one of them below the other."""

import hashlib
import sys
from datetime import datetime, timezone
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from securesystemslib.formats import encode_canonical
from securesystemslib.signer import CryptoSigner, SSlibKey
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

top, keytype, scheme = Path(sys.argv[1]), *sys.argv[2:]
expires = datetime(2099, 1, 1, tzinfo=timezone.utc)


def generate():
    if keytype == "ed25519":
        private = ed25519.Ed25519PrivateKey.generate()
    elif keytype == "rsa":
        private = rsa.generate_private_key(65537, 3072)
    else:
        private = ec.generate_private_key(ec.SECP256R1())
    named = SSlibKey.from_crypto(private.public_key(), scheme=scheme)
    fields = {**named.to_dict(), "keytype": keytype}
    digest = hashlib.sha256(encode_canonical(fields).encode()).hexdigest()
    return CryptoSigner(private, SSlibKey.from_dict(digest, fields))


key = generate()
other = generate()


def delegate(targets, name, signer, path):
    role = DelegatedRole(name, [signer.public_key.keyid], 1, True, paths=[path])
    targets.delegations = Delegations({signer.public_key.keyid: signer.public_key}, {name: role})


def write(name, signed, *signers):
    metadata = Metadata(signed)
    for signer in signers:
        metadata.sign(signer, append=True)
    data = metadata.to_bytes(JSONSerializer(compact=False))
    file = top / "metadata" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return MetaFile(signed.version, len(data), {"sha256": hashlib.sha256(data).hexdigest()})


root = Root(version=1, expires=expires, consistent_snapshot=True)
for role in ["root", "timestamp", "snapshot", "targets"]:
    root.add_key(key.public_key, role)
root.unrecognized_fields["x-ünknown"] = {"b": [1, None, True], "a": "\"quoted\" \\ \U0001f600"}
write("1.root.json", root, key)

content = "grüße".encode()
file = TargetFile.from_data("a/b/file.txt", content)
file.unrecognized_fields["custom"] = {"note": "kept"}
place = top / "targets" / "a" / "b" / (file.hashes["sha256"] + ".file.txt")
place.parent.mkdir(parents=True)
place.write_bytes(content)

targets = Targets(version=4, expires=expires)
delegate(targets, "outer", key, "a/*/*.txt")
outer = Targets(version=2, expires=expires)
delegate(outer, "inner", other, "a/b/*")
inner = Targets(version=7, expires=expires, targets={"a/b/file.txt": file})

snapshot = Snapshot(version=3, expires=expires, meta={})
snapshot.meta["targets.json"] = write("4.targets.json", targets, key)
snapshot.meta["outer.json"] = write("2.outer.json", outer, key)
snapshot.meta["inner.json"] = write("7.inner.json", inner, other)
timestamp = Timestamp(version=5, expires=expires)
timestamp.snapshot_meta = write("3.snapshot.json", snapshot, key)
write("timestamp.json", timestamp, key)
