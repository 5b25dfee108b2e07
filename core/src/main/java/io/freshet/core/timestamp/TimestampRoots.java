package io.freshet.core.timestamp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;

/** The certificates of those whom somebody takes at their word about who is a timestamp authority. */
public final class TimestampRoots {

    /** What a file of them has at most. */
    public static final int MAX_BYTES = 1 << 20;

    private final Set<TrustAnchor> anchors;

    private TimestampRoots(Set<TrustAnchor> anchors) {
        this.anchors = anchors;
    }

    /**
     * Reads certificates in PEM, one after the other.
     *
     * @throws IllegalArgumentException if there is none, or one can't be read
     */
    public static TimestampRoots ofPem(byte[] pem) {
        if (pem.length > MAX_BYTES) {
            throw new IllegalArgumentException("is larger than " + MAX_BYTES + " bytes");
        }
        Set<TrustAnchor> anchors = new HashSet<>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .forEach(each -> anchors.add(new TrustAnchor((X509Certificate) each, null)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("has no certificates in PEM: " + e.getMessage(), e);
        }
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("has no certificate in PEM");
        }
        return new TimestampRoots(anchors);
    }

    /** That PKIX finds a way from a signer to a root by these certificates, all valid at {@code time}. */
    void requireChain(String name, X509CertificateHolder signer, Collection<X509CertificateHolder> all, Instant time)
            throws TimestampException {
        try {
            List<X509Certificate> certificates = new ArrayList<>();
            for (X509CertificateHolder each : all) {
                certificates.add(certificate(each));
            }
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(certificate(signer));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(certificates)));
            parameters.setDate(Date.from(time));
            parameters.setRevocationEnabled(false);
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException | IOException e) {
            throw new TimestampException.UnknownAuthority(name, TimestampToken.text(e.getMessage()));
        }
    }

    private static X509Certificate certificate(X509CertificateHolder holder) throws IOException, CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
    }
}
