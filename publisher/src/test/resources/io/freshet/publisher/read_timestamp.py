"""Verifies a timestamp by rfc3161-client, and prints when it was made.

read_timestamp.py TOKEN DOCUMENT ROOT.pem
"""

import sys

from cryptography.x509 import load_pem_x509_certificate
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

token, document, root = (open(name, "rb").read() for name in sys.argv[1:])
response = decode_timestamp_response(token)
verifier = VerifierBuilder().add_root_certificate(load_pem_x509_certificate(root)).build()
try:
    verifier.verify_message(response, document)
    print("verified", int(response.tst_info.gen_time.timestamp()))
except VerificationError:
    print("refused")
