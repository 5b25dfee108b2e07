"""Makes an envelope by securesystemslib, of a statement by in-toto's own types.

make_envelope.py ed25519|ecdsa|rsa ENVELOPE KEY.pem MANIFEST_SHA256
"""

import json
import sys

from google.protobuf.json_format import MessageToJson
from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.signer import CryptoSigner

kind, file, pem, digest = sys.argv[1:]
signer = getattr(CryptoSigner, "generate_" + kind)()
subject = ResourceDescriptor(name="manifest", digest={"sha256": digest})
statement = Statement([subject.pb], "https://example.com/audit/v1", {"looked": True})
statement.validate()
payload = MessageToJson(statement.pb).encode()
envelope = Envelope(payload, "application/vnd.in-toto+json", {})
envelope.sign(signer)
with open(file, "w") as stream:
    json.dump(envelope.to_dict(), stream)
with open(pem, "wb") as stream:
    from cryptography.hazmat.primitives import serialization

    stream.write(
        signer._private_key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
