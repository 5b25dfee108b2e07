package io.freshet.fetcher.anchor;

import io.freshet.core.manifest.Source;
import io.freshet.core.proxy.Proxies;
import io.freshet.fetcher.http.EndpointClient;
import io.freshet.fetcher.http.EndpointFault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks all anchors of a rule, side by side, and counts. */
public final class AnchorCheck {

    private final AnchorRule rule;

    /** A check of one rule. */
    public AnchorCheck(AnchorRule rule) {
        this.rule = rule;
    }

    /**
     * Asks about a snapshot's source, over the proxies that the environment names.
     *
     * @throws AnchorRefused if too few agree, or it can't be told how far the chain is
     */
    public Anchored check(Source source) throws IOException {
        Claim claim = Claim.of(source);
        try (EndpointClient client =
                new EndpointClient(Proxies.of(System.getenv()), EndpointClient.DEADLINE, Thread::sleep)) {
            return check(claim, client);
        }
    }

    Anchored check(Claim claim, EndpointClient client) throws AnchorRefused, InterruptedIOException {
        List<Answer> answers = ask(claim, client);
        count(claim, answers);
        return new Anchored(
                claim,
                rule.quorum(),
                answers,
                rule.maxLag().isPresent() ? Optional.of(head(answers)) : Optional.empty());
    }

    private List<Answer> ask(Claim claim, EndpointClient client) throws InterruptedIOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = new ArrayList<>();
            rule.anchors().forEach(anchor -> asked.add(threads.submit(() -> ask(anchor, claim, client))));
            List<Answer> answers = new ArrayList<>();
            try {
                for (Future<Answer> each : asked) {
                    answers.add(each.get());
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw new IllegalStateException(e.getCause());
            }
            return answers;
        }
    }

    private Answer ask(Anchor anchor, Claim claim, EndpointClient client) throws InterruptedIOException {
        Vote vote;
        try {
            vote = anchor.vote(claim, client);
        } catch (EndpointFault fault) {
            return new Answer(anchor.toString(), new Vote.Silent(String.valueOf(fault.getMessage())), Optional.empty());
        }
        Optional<Long> head = Optional.empty();
        if (rule.maxLag().isPresent() && anchor.hasHead()) {
            try {
                head = Optional.of(anchor.head(client));
            } catch (EndpointFault fault) {
                // One that says nothing of it is one of too few, if it comes to that.
            }
        }
        return new Answer(anchor.toString(), vote, head);
    }

    /**
     * Whoever could not be asked may agree the next time: that is told apart, unless somebody contradicts, or not even
     * all of those would be enough.
     */
    private void count(Claim claim, List<Answer> answers) throws AnchorRefused {
        long agreed = count(answers, Vote.Agrees.class);
        if (agreed >= rule.quorum()) {
            return;
        }
        if (count(answers, Vote.Contradicts.class) > 0) {
            throw new AnchorRefused.Contradicted(claim, agreed, rule.quorum(), answers);
        }
        if (agreed + count(answers, Vote.Silent.class) >= rule.quorum()) {
            throw new AnchorRefused.Unanswered(claim, agreed, rule.quorum(), answers);
        }
        throw new AnchorRefused.NoQuorum(claim, agreed, rule.quorum(), answers);
    }

    private static long count(List<Answer> answers, Class<? extends Vote> kind) {
        return answers.stream().map(Answer::vote).filter(kind::isInstance).count();
    }

    /**
     * The highest head but those of {@code quorum - 1} anchors: as many liars as the quorum bears can't make a snapshot
     * look old by naming a block that is far away; and where so many are honest, the others can't make it look new. Who
     * contradicts is of another chain, whose head is of no interest.
     */
    private long head(List<Answer> answers) throws AnchorRefused {
        List<Long> heads = answers.stream()
                .filter(answer -> !(answer.vote() instanceof Vote.Contradicts))
                .map(Answer::head)
                .flatMap(Optional::stream)
                .sorted(Comparator.reverseOrder())
                .toList();
        long nodes = rule.anchors().stream().filter(Anchor::hasHead).count();
        int needed = (int) Math.min(rule.quorum(), nodes);
        if (heads.size() < needed) {
            throw new AnchorRefused.NoHead(heads.size(), needed, answers);
        }
        return heads.get(needed - 1);
    }
}
