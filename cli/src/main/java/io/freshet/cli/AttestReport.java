package io.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.attest.Attestation;
import io.freshet.core.attest.Provenance;
import io.freshet.core.attest.Statement;
import io.freshet.core.chunk.Profile;
import io.freshet.core.index.EntryPath;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.StrictJson;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.ProfileJson;
import io.freshet.core.timestamp.SeenAttestation;
import io.freshet.core.timestamp.SeenTimestamp;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.fetcher.Snapshot;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is claimed of a release, and by whom.
 *
 * @param failures why mirrors could not be asked
 */
record AttestReport(
        NamedRepository.Found release, Snapshot snapshot, List<SeenAttestation> attestations, List<String> failures) {

    private static final int MOST_RULES = 20;

    /** How many different keys have signed any of those that count, and, where times count, have one. */
    int keys(boolean timed) {
        return SeenAttestation.keys(attestations, timed);
    }

    /** Writes all of it. */
    void write(Facts facts) {
        facts.json().setAll(release.json());
        facts.line("release", release.toString());
        facts.line("manifest", release.release().manifest().sha256().toString());
        facts.json().putArray("attestations");
        for (SeenAttestation each : attestations) {
            write(each, facts.part("attestations"));
        }
        if (attestations.isEmpty()) {
            facts.line("attestation", "none");
        }
        ArrayNode notAsked = facts.json().putArray("notAsked");
        failures.forEach(failure -> {
            notAsked.add(failure);
            facts.line("not asked", failure);
        });
    }

    private static void write(SeenAttestation seen, Facts facts) {
        Attestation attestation = seen.attestation();
        facts.add("attestation", "name", attestation.name());
        Facts of = facts.indented();
        ArrayNode ids = of.json().putArray("keyIds");
        attestation.keyIds().forEach(ids::add);
        ArrayNode signed = of.json().putArray("signedBy");
        for (VerifyingKey key : attestation.signedBy()) {
            ObjectNode one = signed.addObject().put("id", key.id());
            one.put("type", key.algorithm());
            of.line("signed by", key.algorithm() + " " + key.id());
        }
        if (attestation.signedBy().isEmpty() && !attestation.keyIds().isEmpty()) {
            of.line(
                    "says",
                    "it is signed by "
                            + attestation.keyIds().stream()
                                    .map(EntryPath::printable)
                                    .collect(Collectors.joining(", ")));
        }
        attestation.statement().ifPresent(statement -> claim(attestation.name(), statement, of));
        seen.timestamps().forEach(each -> write(each, of));
        attestation.problem().ifPresent(problem -> of.add("worthless", "problem", problem));
    }

    private static void write(SeenTimestamp timestamp, Facts facts) {
        ObjectNode one = facts.json()
                .withArray("timestamps")
                .addObject()
                .put("name", timestamp.name())
                .put("verified", timestamp.verified());
        timestamp.time().ifPresent(time -> one.put("time", time.toString()));
        timestamp.authority().ifPresent(authority -> one.put("authority", authority));
        timestamp.problem().ifPresent(problem -> one.put("problem", problem));
        if (timestamp.problem().isPresent()) {
            facts.line("no time", timestamp.problem().get());
            return;
        }
        facts.line(
                timestamp.verified() ? "timestamp" : "unverified",
                timestamp.time().map(Texts::time).orElse("at no time") + " by "
                        + timestamp.authority().orElse("nobody")
                        + (timestamp.verified()
                                ? ""
                                : ", by its own word: attest verify --timestamp-roots verifies it"));
    }

    private static void claim(String name, Statement statement, Facts facts) {
        facts.json().put("predicateType", statement.predicateType());
        facts.line("type", EntryPath.printable(statement.predicateType()));
        ObjectNode predicate = facts.json().putObject("predicate");
        statement.predicate().writeTo(predicate);
        if (!statement.predicateType().equals(Provenance.TYPE)) {
            return;
        }
        try {
            Provenance.Claim claim = Provenance.Claim.read(name, statement);
            claim.builder().ifPresent(text -> facts.line("builder", EntryPath.printable(text)));
            claim.buildType().ifPresent(text -> facts.line("built as", EntryPath.printable(text)));
            claim.invocation().ifPresent(text -> facts.line("run", EntryPath.printable(text)));
            claim.finished().ifPresent(text -> facts.line("finished", EntryPath.printable(text)));
            claim.source()
                    .filter(text -> !text.equals("{}"))
                    .ifPresent(text -> facts.line("source", EntryPath.printable(text)));
            claim.profile().ifPresent(text -> profile(text, facts));
            claim.inputs().forEach(text -> facts.line("input", EntryPath.printable(text)));
        } catch (JsonException e) {
            facts.line("not read", String.valueOf(e.getMessage()));
        }
    }

    /** A profile of somebody else's need not have the form that a manifest's has. */
    private static void profile(String text, Facts facts) {
        try {
            List<Profile.Rule> rules = ProfileJson.read(
                            StrictJson.readObject("the profile", text.getBytes(UTF_8), Manifest.LIMITS))
                    .rules();
            rules.stream().limit(MOST_RULES).forEach(rule -> facts.line("cut", Texts.cut(rule)));
            if (rules.size() > MOST_RULES) {
                facts.line("cut", "by " + (rules.size() - MOST_RULES) + " rules more, which --json has");
            }
        } catch (JsonException e) {
            facts.line("profile", EntryPath.printable(text));
        }
    }
}
