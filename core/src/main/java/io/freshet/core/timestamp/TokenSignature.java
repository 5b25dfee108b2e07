package io.freshet.core.timestamp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * The signature of a timestamp, by the certificate that came along.
 *
 * @param name what errors call the timestamp
 */
record TokenSignature(String name, TimeStampToken token) {

    /** Whoever finds two certificates, or two contents, with one hash of an older kind makes timestamps as they like. */
    private static final Set<ASN1ObjectIdentifier> HASHES =
            Set.of(NISTObjectIdentifiers.id_sha256, NISTObjectIdentifiers.id_sha384, NISTObjectIdentifiers.id_sha512);

    /**
     * That the signature is right (CMS), its maker's certificate is named in it (RFC 5816), may make timestamps and
     * nothing else (RFC 3161, clause 2.3), and was valid at the time.
     */
    void check(X509CertificateHolder signer) throws TimestampException {
        try {
            for (SignerInformation each : token.toCMSSignedData().getSignerInfos()) {
                if (!HASHES.contains(each.getDigestAlgorithmID().getAlgorithm())) {
                    throw bad("by a hash that is none of SHA-256, SHA-384, SHA-512");
                }
            }
            requireNamed(signer);
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
        } catch (TimestampException e) {
            throw e;
        } catch (GeneralSecurityException
                | OperatorCreationException
                | TSPException
                | IOException
                | RuntimeException e) {
            // Certificates are parsed as they are looked at, by a parser that has no one error of its own.
            throw bad(TimestampToken.text(e.getMessage()));
        }
    }

    /** The certificate's hash is among what is signed (ESSCertIDv2): no other one of the same key may take its place. */
    private void requireNamed(X509CertificateHolder signer) throws IOException, GeneralSecurityException {
        Attribute attribute = token.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        if (attribute == null) {
            throw bad("its signer's certificate is not named by an ESSCertIDv2");
        }
        ESSCertIDv2 named = SigningCertificateV2.getInstance(
                        attribute.getAttrValues().getObjectAt(0))
                .getCerts()[0];
        ASN1ObjectIdentifier hash = named.getHashAlgorithm().getAlgorithm();
        if (!HASHES.contains(hash)
                || !MessageDigest.isEqual(
                        MessageDigest.getInstance(hash.getId()).digest(signer.getEncoded()),
                        named.getCertHashObject().getOctets())) {
            throw bad("its ESSCertIDv2 names another certificate");
        }
    }

    private TimestampException.BadSignature bad(String reason) {
        return new TimestampException.BadSignature(name, reason);
    }
}
