package io.freshet.publisher.commit;

import io.freshet.core.trust.Role;
import java.time.Instant;
import java.util.List;

/**
 * How long the documents of a repository are valid, and what was done about it.
 *
 * @param documents root, targets, channels, snapshot, timestamp
 */
public record Renewal(List<Document> documents) {

    /** Copies the list. */
    public Renewal {
        documents = List.copyOf(documents);
    }

    /** What was done to a document. */
    public enum Fate {
        /** It was signed again. */
        RENEWED,
        /** More than half of its life is left. */
        NOT_DUE,
        /** It is due, and too few of its keys are here. */
        NO_KEY
    }

    /**
     * A document as it is now.
     *
     * @param role whose it is
     * @param version its version
     * @param expires when readers begin to refuse it
     * @param due from when on it is signed again
     * @param fate what was done
     * @param signers whose signatures it takes, and how many
     */
    public record Document(String role, long version, Instant expires, Instant due, Fate fate, Role signers) {}

    /** What should have been renewed, and was not. */
    public List<Expiring> left() {
        return documents.stream()
                .filter(document -> document.fate() == Fate.NO_KEY)
                .map(document -> new Expiring(document.role(), document.expires(), document.signers()))
                .toList();
    }

    /** Whether anything was written. */
    public boolean changed() {
        return documents.stream().anyMatch(document -> document.fate() == Fate.RENEWED);
    }
}
