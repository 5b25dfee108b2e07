package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.core.attest.Attestation;
import io.freshet.core.attest.Statement;
import io.freshet.core.index.EntryPath;
import io.freshet.core.proof.ProvenRelease;
import io.freshet.core.timestamp.SeenAttestation;
import io.freshet.core.timestamp.SeenTimestamp;
import io.freshet.core.trust.VerifyingKey;
import java.util.List;
import java.util.stream.Collectors;

/** What a proof has kept of what others say of a release: who attests it, and who says when that was there. */
record ProvenClaims(ProvenRelease release, ProofOptions.Asked asked) {

    /** Whether timestamps are required, and too few keys have signed with one. */
    boolean isRefused() {
        return asked.timestamps() && timed() < release.threshold();
    }

    private int timed() {
        return SeenAttestation.keys(release.attestations(), true);
    }

    void write(Facts facts, ObjectNode proof, ObjectNode states) {
        ArrayNode all = proof.putArray("attestations");
        for (SeenAttestation each : release.attestations()) {
            facts.line("attestation", line(each.attestation()));
            ObjectNode one = all.addObject();
            write(each.attestation(), one);
            ArrayNode times = one.putArray("timestamps");
            each.timestamps().forEach(time -> write(time, facts, times.addObject()));
        }
        if (release.attestations().isEmpty()) {
            facts.line("attestation", "absent: none was kept");
        }
        if (timestamps().isEmpty()) {
            facts.line("timestamp", "absent: none was kept");
        }
        states.put("attestations", attested()).put("timestamps", stamped());
        if (asked.timestamps()) {
            int signed = timed();
            proof.put("signed", signed).put("threshold", release.threshold());
            facts.line(
                    isRefused() ? "refused" : "required",
                    Figures.count(signed, "key") + " of the channel " + (signed == 1 ? "has" : "have")
                            + " signed it with a timestamp that counts, " + release.threshold()
                            + (release.threshold() == 1 ? " is" : " are") + " needed");
        }
    }

    private List<SeenTimestamp> timestamps() {
        return release.attestations().stream()
                .flatMap(each -> each.timestamps().stream())
                .toList();
    }

    private String attested() {
        return release.attestations().isEmpty()
                ? "absent"
                : SeenAttestation.keys(release.attestations(), false) > 0 ? "proven" : "refused";
    }

    private String stamped() {
        if (timestamps().isEmpty()) {
            return "absent";
        }
        if (asked.terms().authorities().isEmpty()) {
            return "notAsked";
        }
        return timestamps().stream().anyMatch(SeenTimestamp::verified) ? "proven" : "refused";
    }

    private void write(SeenTimestamp timestamp, Facts facts, ObjectNode json) {
        json.put("verified", timestamp.verified());
        timestamp.time().ifPresent(time -> json.put("time", time.toString()));
        timestamp.authority().ifPresent(authority -> json.put("authority", authority));
        timestamp.problem().ifPresent(problem -> json.put("problem", problem));
        if (timestamp.problem().isPresent()) {
            facts.line("no time", timestamp.problem().get());
            return;
        }
        String said = timestamp.time().map(Texts::time).orElse("at no time") + " by "
                + timestamp.authority().orElse("nobody");
        facts.line(
                "timestamp",
                timestamp.verified()
                        ? said
                        : "not asked: says " + said + ", by its own word; --timestamp-roots FILE verifies it");
    }

    private static void write(Attestation attestation, ObjectNode json) {
        attestation.statement().ifPresent(statement -> json.put("predicateType", statement.predicateType()));
        ArrayNode signed = json.putArray("signedBy");
        attestation.signedBy().stream().map(VerifyingKey::id).forEach(signed::add);
        attestation.problem().ifPresent(problem -> json.put("problem", problem));
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
}
