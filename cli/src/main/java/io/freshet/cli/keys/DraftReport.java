package io.freshet.cli.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Texts;
import io.freshet.core.Digest;
import io.freshet.core.json.CanonicalJson;
import io.freshet.core.trust.Metadata;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.SignatureCount;
import io.freshet.core.trust.SignatureFault;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a draft changes, and who has signed it.
 *
 * @param before the root before it; empty for the first root of a repository
 */
record DraftReport(Path file, Optional<Metadata<RootMetadata>> before, RootDraft draft, Instant now) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        RootMetadata root = draft.root();
        lines.add("draft        " + file + ", version " + root.version());
        before.ifPresent(old ->
                lines.add("before       version " + old.signed().version() + ", SHA-256 " + Digest.of(old.bytes())));
        lines.add("expires      " + Texts.expiry(root.expires(), now)
                + before.map(old -> "; before: " + Texts.time(old.signed().expires()))
                        .orElse(""));
        lines.addAll(new RoleLines(before.map(Metadata::signed), root).lines());
        lines.add("signed is    SHA-256 " + digest());
        before.ifPresent(old -> lines.add("signatures   " + count(old.signed(), " for the root before")));
        lines.add("signatures   " + count(root, before.isPresent() ? " for this root" : ""));
        faults().forEach(fault -> lines.add("not counted  " + fault));
        List<String> refused = objections();
        refused.forEach(why -> lines.add("refused      " + why));
        lines.add(
                !isComplete()
                        ? "incomplete   it needs more signatures"
                        : refused.isEmpty()
                                ? "complete     it can be put in force"
                                : "complete     but it can't be put in force");
        return lines;
    }

    ObjectNode json() {
        RootMetadata root = draft.root();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("draft", file.toString())
                .put("version", root.version())
                .put("expires", root.expires().toString());
        json.put("signedSha256", digest().toString()).put("complete", isComplete());
        before.ifPresent(old -> json.put("beforeSha256", Digest.of(old.bytes()).toString()));
        new RoleLines(before.map(Metadata::signed), root).writeTo(json);
        ObjectNode signatures = json.putObject("signatures");
        before.ifPresent(old -> write(signatures.putObject("before"), draft.signatures(old.signed())));
        write(signatures.putObject("this"), draft.signatures(root));
        ArrayNode notCounted = json.putArray("notCounted");
        faults().forEach(fault ->
                notCounted.addObject().put("key", fault.keyId()).put("reason", fault.toString()));
        ArrayNode refused = json.putArray("refused");
        objections().forEach(refused::add);
        return json;
    }

    /** Why it will not be put in force, whoever signs it. */
    List<String> objections() {
        List<String> objections = new ArrayList<>(draft.root().objections(before.map(Metadata::signed)));
        Instant expires = draft.root().expires();
        if (!expires.isAfter(now)) {
            objections.add("it expired at " + Texts.time(expires) + " (it is " + Texts.time(now) + " here): another"
                    + " expiry comes by freshet root renew --out " + file + ", and has to be signed anew");
        }
        return objections;
    }

    /** Whether both roots ask for no more signatures. */
    boolean isComplete() {
        return draft.signatures(draft.root()).isMet()
                && before.map(old -> draft.signatures(old.signed()).isMet()).orElse(true);
    }

    private Digest digest() {
        return Digest.of(CanonicalJson.encode(draft.root().toJson()));
    }

    private String count(RootMetadata authority, String whose) {
        SignatureCount count = draft.signatures(authority);
        return count.signed().size() + " of " + count.threshold() + whose
                + (count.signed().isEmpty() ? "" : " (" + RoleLines.shortened(count.signed()) + ")")
                + (count.isMet() ? "" : "; missing: any of " + RoleLines.shortened(count.missing()));
    }

    /** Signatures that count for neither root: by strangers, or over something else. */
    private List<SignatureFault> faults() {
        List<SignatureFault> faults =
                new ArrayList<>(draft.signatures(draft.root()).faults());
        before.ifPresent(old -> {
            List<String> counted = draft.signatures(old.signed()).signed();
            faults.removeIf(fault -> counted.contains(fault.keyId()));
            draft.signatures(old.signed()).faults().stream()
                    .filter(fault -> fault.reason() == SignatureFault.Reason.INVALID)
                    .filter(fault -> faults.stream()
                            .noneMatch(
                                    known -> known.keyId().equals(fault.keyId()) && known.reason() == fault.reason()))
                    .forEach(fault -> {
                        faults.removeIf(known -> known.keyId().equals(fault.keyId()));
                        faults.add(fault);
                    });
        });
        return faults;
    }

    private static void write(ObjectNode json, SignatureCount count) {
        json.put("threshold", count.threshold());
        ArrayNode signed = json.putArray("signed");
        count.signed().forEach(signed::add);
        ArrayNode missing = json.putArray("missing");
        count.missing().forEach(missing::add);
    }
}
