package io.freshet.core.timestamp;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;
import org.jspecify.annotations.Nullable;

/**
 * A timestamp as an authority answered it (RFC 3161, clause 2.4.2, in DER): a document was there at that time. What it
 * says is somebody's invention until {@link #verify} has looked.
 */
public final class TimestampToken {

    /** A signer's chain has three or four; each more costs a search for paths among them. */
    private static final int MOST_CERTIFICATES = 8;

    private static final int MOST_TEXT = 300;

    private final String name;
    private final byte[] bytes;
    private final TimeStampResponse response;
    private final TimeStampToken token;
    private final Collection<X509CertificateHolder> certificates;

    private TimestampToken(String name, byte[] bytes, TimeStampResponse response) {
        this.name = name;
        this.bytes = bytes;
        this.response = response;
        this.token = response.getTimeStampToken();
        this.certificates = token.getCertificates().getMatches(null);
    }

    /**
     * Reads one.
     *
     * @param name what errors call it
     * @throws TimestampException if there is none in it
     */
    public static TimestampToken read(String name, byte[] bytes) throws TimestampException {
        if (bytes.length > TimestampAuthority.MAX_ANSWER) {
            throw new TimestampException.Malformed(
                    name, "has more than the " + TimestampAuthority.MAX_ANSWER + " bytes that it may have");
        }
        try {
            TimeStampResponse response =
                    new TimeStampResponse(TimeStampResp.getInstance(ASN1Primitive.fromByteArray(bytes)));
            if (response.getTimeStampToken() == null) {
                throw new TimestampException.NotGranted(
                        name, "status " + response.getStatus() + ", " + text(response.getStatusString()));
            }
            TimestampToken read = new TimestampToken(name, bytes.clone(), response);
            if (read.certificates.size() > MOST_CERTIFICATES) {
                throw new TimestampException.Malformed(name, "has more than " + MOST_CERTIFICATES + " certificates");
            }
            return read;
        } catch (TimestampException e) {
            throw e;
        } catch (IOException | TSPException | RuntimeException e) {
            // The parser has no one error of its own: what is cut off or of another type comes out as whatever it hit.
            throw new TimestampException.Malformed(name, text(e.getMessage()));
        }
    }

    /** All of it. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** What errors call it. */
    public String name() {
        return name;
    }

    /** The time that it says. */
    public Instant time() {
        return info().getGenTime().toInstant();
    }

    /** Who its signer is by the certificate that came along, printable; its serial number where none did. */
    public String authority() {
        try {
            return signer().map(certificate -> text(certificate.getSubject().toString()))
                    .orElseGet(this::serialNumber);
        } catch (IllegalArgumentException e) {
            // Bouncy Castle makes a text of a name when it is asked for, and finds out then that it is none.
            return serialNumber();
        }
    }

    private String serialNumber() {
        return "certificate " + token.getSID().getSerialNumber();
    }

    /** Whether the certificate that both have has signed both, and both are timestamps of {@code document}. */
    public boolean isAnotherOf(TimestampToken that, byte[] document) {
        try {
            requireSigned(document);
            that.requireSigned(document);
            return signer().equals(that.signer());
        } catch (TimestampException e) {
            return false;
        }
    }

    /**
     * Verifies that an authority that a root vouches for has seen {@code document} at {@link #time}. Whether its
     * certificate was revoked is not asked: nobody is.
     *
     * @throws TimestampException if it did not, or nobody vouches for it
     */
    public void verify(byte[] document, TimestampRoots roots) throws TimestampException {
        roots.requireChain(name, requireSigned(document), certificates, time());
    }

    /** That the certificate that came along has signed it as a timestamp of {@code document}; the certificate. */
    X509CertificateHolder requireSigned(byte[] document) throws TimestampException {
        if (!info().getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)
                || !Arrays.equals(
                        info().getMessageImprintDigest(), Digest.of(document).bytes())) {
            throw new TimestampException.OfSomethingElse(name, "is a timestamp of something else");
        }
        X509CertificateHolder signer = signer().orElseThrow(
                        () -> new TimestampException.BadSignature(name, "its signer's certificate is not in it"));
        new TokenSignature(name, token).check(signer);
        return signer;
    }

    TimeStampTokenInfo info() {
        return token.getTimeStampInfo();
    }

    TimeStampResponse response() {
        return response;
    }

    private Optional<X509CertificateHolder> signer() {
        return certificates.stream().filter(token.getSID()::match).findFirst();
    }

    /** What somebody else has written, fit to be printed. */
    static String text(@Nullable String foreign) {
        if (foreign == null) {
            return "no reason is given";
        }
        return EntryPath.printable(foreign.substring(0, Math.min(foreign.length(), MOST_TEXT)));
    }
}
