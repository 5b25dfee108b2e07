package io.freshet.publisher.commit;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.Signed;
import io.freshet.core.trust.TrustedState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Renews what is due, and compares what was there before with what is there now. */
final class RenewalRun {

    private static final Lifetimes LIFETIMES = Lifetimes.DEFAULT;

    private final Desk desk;
    private final Commit commit;

    /** Renews by one commit. */
    interface Commit {
        List<Expiring> renew() throws IOException, InterruptedException;
    }

    RenewalRun(Desk desk, Commit commit) {
        this.desk = desk;
        this.commit = commit;
    }

    Renewal run() throws IOException, InterruptedException {
        RepositoryState before = desk.state();
        if (desk.signer().canCommit(before.trusted().root().signed())) {
            commit.renew();
        } else {
            // A root is in force without any commit: followers have it from the next one.
            desk.renewals().dueRoot(before);
        }
        RepositoryState after = desk.state();
        return compare(documents(before), documents(after), after);
    }

    private Renewal compare(Map<String, Signed> before, SequencedMap<String, Signed> after, RepositoryState state) {
        Instant now = desk.now();
        List<Renewal.Document> documents = new ArrayList<>();
        after.forEach((role, signed) -> {
            Signed old = before.getOrDefault(role, signed);
            Renewal.Fate fate = signed.expires().isAfter(old.expires())
                    ? Renewal.Fate.RENEWED
                    : LIFETIMES.isDue(role, signed, now) ? Renewal.Fate.NO_KEY : Renewal.Fate.NOT_DUE;
            documents.add(new Renewal.Document(
                    role,
                    signed.version(),
                    signed.expires(),
                    LIFETIMES.due(role, signed.expires()),
                    fate,
                    state.signers(role)));
        });
        return new Renewal(documents);
    }

    private SequencedMap<String, Signed> documents(RepositoryState state) throws IOException {
        TrustedState trusted = state.trusted();
        SequencedMap<String, Signed> documents = new LinkedHashMap<>();
        documents.put(RoleName.ROOT, trusted.root().signed());
        documents.put(
                RoleName.TARGETS,
                trusted.targets(RoleName.TARGETS).orElseThrow().signed());
        for (ChannelName channel : state.channels()) {
            documents.put(
                    channel.role(),
                    desk.reader()
                            .withChannel(state, channel)
                            .trusted()
                            .targets(channel.role())
                            .orElseThrow()
                            .signed());
        }
        documents.put(RoleName.SNAPSHOT, trusted.snapshot().orElseThrow().signed());
        documents.put(RoleName.TIMESTAMP, trusted.timestamp().orElseThrow().signed());
        return documents;
    }
}
