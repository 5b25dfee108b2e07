"""Verifies an envelope by securesystemslib, and reads its statement by in-toto's own types.

read_envelope.py ENVELOPE KEY.pem KEYID
"""

import json
import sys

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from google.protobuf.json_format import Parse
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

file, pem, keyid = sys.argv[1:]
with open(file, "rb") as stream:
    envelope = Envelope.from_dict(json.load(stream))
with open(pem, "rb") as stream:
    key = SSlibKey.from_crypto(load_pem_public_key(stream.read()), keyid=keyid)
try:
    verified = envelope.verify([key], 1)
except VerificationError:
    print("refused")
    sys.exit()
print("verified", *verified)
assert envelope.payload_type == "application/vnd.in-toto+json"
statement = Statement(b"", "", {})
Parse(envelope.payload.decode(), statement.pb)
statement.validate()
print(statement.pb.predicate_type)
print(statement.pb.subject[0].digest["sha256"])
