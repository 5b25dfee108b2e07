package io.freshet.core.timestamp;

import io.freshet.core.Digest;
import java.io.IOException;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;

/** What an authority is asked (RFC 3161, clause 2.4.1): the SHA-256 of a document, a nonce, and its certificate. */
public final class TimestampQuery {

    private static final int NONCE_BITS = 64;

    private final byte[] document;
    private final TimeStampRequest request;

    private TimestampQuery(byte[] document, TimeStampRequest request) {
        this.document = document;
        this.request = request;
    }

    /** A query about a document. An answer to an older one has another nonce. */
    public static TimestampQuery about(byte[] document, RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BITS / Byte.SIZE];
        random.nextBytes(nonce);
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        return new TimestampQuery(
                document.clone(),
                generator.generate(
                        NISTObjectIdentifiers.id_sha256, Digest.of(document).bytes(), new BigInteger(1, nonce)));
    }

    /** The query in DER. */
    public byte[] toBytes() {
        try {
            return request.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The timestamp in an answer (clause 2.4.2), if it is one of this document and to this query, and the certificate
     * that it brings along has signed it. Whose certificate that is, nobody has looked at yet.
     *
     * @param authority what errors call it
     */
    public TimestampToken accept(String authority, byte[] answer) throws TimestampException {
        TimestampToken token = TimestampToken.read(authority, answer);
        BigInteger nonce = token.info().getNonce();
        if (!request.getNonce().equals(nonce)) {
            throw new TimestampException.OfSomethingElse(
                    authority, "answered another query: its nonce is " + (nonce == null ? "missing" : "not ours"));
        }
        token.requireSigned(document);
        try {
            token.response().validate(request);
        } catch (TSPException e) {
            throw new TimestampException.OfSomethingElse(authority, "answered another query: " + e.getMessage());
        }
        return token;
    }
}
