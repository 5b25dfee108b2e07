package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.index.EntryPath;
import io.freshet.core.manifest.Source;
import io.freshet.core.proof.ProvenRelease;
import io.freshet.fetcher.version.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a proof has shown of a release, line by line, and what it has not: each kind of evidence is proven, absent, or was
 * not asked for.
 *
 * @param given whether the root came from whoever asks, and not out of the proof
 * @param asked what was asked for beside the root
 * @param anchoring what the fetch has noted of the chain's nodes, if it asked any: its word, not a proof
 * @param now what expiry is told against
 */
record ProvenFacts(
        ProvenRelease release,
        boolean given,
        ProofOptions.Asked asked,
        Optional<Origin.Anchoring> anchoring,
        Instant now) {

    /** Whether something that was required is not there, and the rest is as it was signed. */
    boolean isRefused() {
        return claims().isRefused();
    }

    private ProvenClaims claims() {
        return new ProvenClaims(release, asked);
    }

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
        ObjectNode proof = facts.json().putObject("proof");
        json(proof);
        ObjectNode states = proof.putObject("states").put("metadata", "proven").put("manifest", "proven");
        log(facts, proof, states);
        claims().write(facts, proof, states);
        anchor(facts, proof, states);
    }

    private String expiry() {
        return isExpired()
                ? "expired since " + Texts.time(release.expires()) + ", which is no fault: they were not then"
                : "they expire " + Texts.expiry(release.expires(), now);
    }

    private boolean isExpired() {
        return !now.isBefore(release.expires());
    }

    private void json(ObjectNode proof) {
        proof.put("root", release.root()).put("rootGiven", given);
        proof.put("taken", release.taken().toString())
                .put("expires", release.expires().toString())
                .put("expired", isExpired());
        proof.put("channel", release.channel().name())
                .put("sequence", release.release().sequence());
        proof.put("manifest", release.digest().toString());
    }

    private void log(Facts facts, ObjectNode proof, ObjectNode states) {
        states.put("log", release.log().isPresent() ? "proven" : "absent");
        states.put("witnesses", asked.terms().witnesses().isPresent() ? "proven" : "notAsked");
        release.notLogged().ifPresent(why -> {
            facts.line("log entry", "absent: " + why);
            proof.put("notLogged", why);
        });
        release.log().ifPresent(log -> {
            facts.line(
                    "log entry",
                    log.entry() + " of " + log.origin() + ", in a log of size "
                            + log.head().size());
            ObjectNode json = proof.putObject("log")
                    .put("origin", log.origin())
                    .put("entry", log.entry())
                    .put("size", log.head().size())
                    .put("root", log.head().root().toString());
            log.cosigned().forEach(json.putArray("cosigned")::add);
            asked.terms()
                    .witnesses()
                    .ifPresent(policy -> facts.line(
                            "witnesses",
                            (log.cosigned().isEmpty() ? "none" : String.join(", ", log.cosigned()))
                                    + " cosigned the log at that size; the policy asks for " + policy.quorum()));
        });
        if (asked.terms().witnesses().isEmpty()) {
            facts.line("witnesses", "not asked: --log-policy FILE says who has to have cosigned the log");
        }
    }

    private void anchor(Facts facts, ObjectNode proof, ObjectNode states) {
        states.put("anchor", anchoring.isPresent() ? "recorded" : "absent");
        if (anchoring.isEmpty()) {
            facts.line("anchor", "absent: no record of the chain having been asked");
            return;
        }
        Origin.Anchoring at = anchoring.get();
        List<String> by = at.by().stream().map(EntryPath::printable).toList();
        Source source = release.manifest().source();
        ObjectNode json = proof.putObject("anchor")
                .put("time", at.time().toString())
                .put("asked", at.asked())
                .put("agreed", by.size());
        by.forEach(json.putArray("by")::add);
        source.height().ifPresent(height -> json.put("height", height));
        source.blockHash().ifPresent(hash -> json.put("blockHash", hash));
        facts.line(
                "anchor",
                "not proven: was checked at " + Texts.time(at.time()) + " with " + by.size() + " of " + at.asked()
                        + " sources (" + String.join(", ", by) + ")"
                        + source.height()
                                .map(height -> String.format(Locale.ROOT, ", block %,d", height))
                                .orElse("")
                        + source.blockHash()
                                .map(hash -> " " + EntryPath.printable(hash))
                                .orElse("")
                        + ", by the note that the fetch has left");
    }
}
