package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.attest.Attestation;
import io.freshet.core.attest.Statement;
import io.freshet.core.index.EntryPath;
import io.freshet.core.proof.ProvenRelease;
import io.freshet.core.trust.VerifyingKey;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * What a proof has shown of a release, line by line, and what it has not.
 *
 * @param given whether the root came from whoever asks, and not out of the proof
 * @param now what expiry is told against
 */
record ProvenFacts(ProvenRelease release, boolean given, Instant now) {

    void write(Facts facts) {
        facts.line(
                "root",
                "version " + release.root()
                        + (given
                                ? ", by the one that was given"
                                : ", by what lies here alone: --root FILE says whether it is the publisher's"));
        facts.line("metadata", "valid " + Texts.time(release.taken()) + ", when they were taken; " + expiry());
        facts.line(
                "manifest",
                release.digest() + ", " + release.channel() + " @ "
                        + release.release().sequence());
        release.log()
                .ifPresent(log -> facts.line(
                        "log entry",
                        log.entry() + " of " + log.origin() + ", in a log of size "
                                + log.head().size()));
        release.notLogged().ifPresent(why -> facts.line("log entry", "not checked: " + why));
        release.attestations().forEach(each -> facts.line("attestation", line(each)));
        if (release.attestations().isEmpty()) {
            facts.line("attestation", "not checked: none was kept");
        }
        json(facts.json());
    }

    private String expiry() {
        return isExpired()
                ? "expired since " + Texts.time(release.expires()) + ", which is no fault: they were not then"
                : "they expire " + Texts.expiry(release.expires(), now);
    }

    private boolean isExpired() {
        return !now.isBefore(release.expires());
    }

    private static String line(Attestation attestation) {
        String type = attestation
                .statement()
                .map(Statement::predicateType)
                .map(EntryPath::printable)
                .orElse("not read");
        return type
                + attestation
                        .problem()
                        .map(problem -> ", worthless: " + problem)
                        .orElseGet(() -> ", by "
                                + attestation.signedBy().stream()
                                        .map(key -> key.algorithm() + " " + key.id())
                                        .collect(Collectors.joining(", ")));
    }

    private void json(ObjectNode json) {
        ObjectNode proof = json.putObject("proof");
        proof.put("root", release.root()).put("rootGiven", given);
        proof.put("taken", release.taken().toString())
                .put("expires", release.expires().toString())
                .put("expired", isExpired());
        proof.put("channel", release.channel().name())
                .put("sequence", release.release().sequence());
        proof.put("manifest", release.digest().toString());
        release.log()
                .ifPresent(log -> proof.putObject("log")
                        .put("origin", log.origin())
                        .put("entry", log.entry())
                        .put("size", log.head().size())
                        .put("root", log.head().root().toString()));
        release.notLogged().ifPresent(why -> proof.put("notLogged", why));
        ArrayNode attestations = proof.putArray("attestations");
        for (Attestation each : release.attestations()) {
            ObjectNode one = attestations.addObject();
            each.statement().ifPresent(statement -> one.put("predicateType", statement.predicateType()));
            ArrayNode signed = one.putArray("signedBy");
            each.signedBy().stream().map(VerifyingKey::id).forEach(signed::add);
            each.problem().ifPresent(problem -> one.put("problem", problem));
        }
    }
}
