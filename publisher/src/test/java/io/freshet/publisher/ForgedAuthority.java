package io.freshet.publisher;

import io.freshet.core.timestamp.TimestampAuthority;
import io.freshet.providers.testkit.OpensslAuthority;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.util.CollectionStore;

/**
 * Signs whatever it is asked for, with keys that openssl would not, at any time, and names any certificate.
 *
 * @param keys whose key and certificate it uses
 * @param named the certificate that it says is its own
 */
record ForgedAuthority(OpensslAuthority keys, OpensslAuthority named, Instant time) implements TimestampAuthority {

    @Override
    public String name() {
        return "forged";
    }

    @Override
    public byte[] ask(byte[] query) throws IOException {
        TimeStampRequest request = new TimeStampRequest(query);
        TSTInfo info = new TSTInfo(
                new ASN1ObjectIdentifier("1.2.3.4.1"),
                request.toASN1Structure().getMessageImprint(),
                new ASN1Integer(7),
                new ASN1GeneralizedTime(Date.from(time)),
                null,
                null,
                new ASN1Integer(request.getNonce()),
                null,
                null);
        try {
            CMSSignedData signed = generator()
                    .generate(
                            new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, info.getEncoded()), true);
            return new TimeStampResp(new PKIStatusInfo(PKIStatus.granted), signed.toASN1Structure()).getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException | CMSException e) {
            throw new IOException(e);
        }
    }

    private CMSSignedDataGenerator generator()
            throws IOException, GeneralSecurityException, OperatorCreationException, CMSException {
        X509CertificateHolder certificate = (X509CertificateHolder) pem(keys.certificate());
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(((X509CertificateHolder) pem(named.certificate())).getEncoded());
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(new Attribute(
                PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash)))));
        attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(time)))));
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                        new JcaDigestCalculatorProviderBuilder().build())
                .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)))
                .build(
                        new JcaContentSignerBuilder("SHA256withECDSA")
                                .build(new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) pem(keys.key()))),
                        certificate));
        generator.addCertificates(new CollectionStore<>(List.of(certificate)));
        return generator;
    }

    private static Object pem(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(in)) {
            return parser.readObject();
        }
    }
}
