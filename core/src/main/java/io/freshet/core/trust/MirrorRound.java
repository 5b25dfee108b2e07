package io.freshet.core.trust;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks mirrors during one update, and remembers what each did: one that does not answer is not asked again, and those
 * that are current are asked before those that lag.
 */
final class MirrorRound {

    private final MetadataSource source;
    private final List<MirrorVerdict> verdicts = new ArrayList<>();
    private final Map<String, Integer> rank = new HashMap<>();

    MirrorRound(MetadataSource source) {
        this.source = source;
    }

    /** What one mirror gave. */
    sealed interface Answer {

        String mirror();

        @SuppressWarnings("ArrayRecordComponent")
        record Bytes(String mirror, byte[] bytes) implements Answer {}

        record None(MirrorVerdict verdict) implements Answer {

            @Override
            public String mirror() {
                return verdict.mirror();
            }
        }
    }

    /** Takes bytes into what is trusted, or refuses them. */
    interface Acceptor<T> {

        T accept(byte[] bytes) throws TrustException;
    }

    /** Asks all mirrors at once; the answers come in the order of preference. */
    List<Answer> askAll(String path, int maxBytes) throws IOException {
        List<Callable<Answer>> tasks = new ArrayList<>();
        for (String mirror : mirrors()) {
            tasks.add(() -> ask(mirror, path, maxBytes));
        }
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("ask-", 1).factory())) {
            for (Future<Answer> task : threads.invokeAll(tasks)) {
                answers.add(task.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking mirrors for " + path);
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking mirrors for " + path + " failed", e.getCause());
        }
        answers.forEach(this::remember);
        return answers;
    }

    /** Asks one mirror after the other until one gives bytes that are accepted. */
    <T> T first(String path, int maxBytes, Acceptor<T> acceptor) throws TrustException {
        List<MirrorVerdict> failures = new ArrayList<>();
        for (String mirror : mirrors()) {
            Answer answer = ask(mirror, path, maxBytes);
            remember(answer);
            switch (answer) {
                case Answer.None none -> failures.add(none.verdict());
                case Answer.Bytes given -> {
                    try {
                        return acceptor.accept(given.bytes());
                    } catch (TrustException e) {
                        MirrorVerdict refused = new MirrorVerdict.Refused(mirror, path, e);
                        failures.add(refused);
                        add(refused);
                    }
                }
            }
        }
        failures.stream().filter(MirrorVerdict.Absent.class::isInstance).forEach(this::add);
        throw failure(path, failures);
    }

    private Answer ask(String mirror, String path, int maxBytes) {
        try {
            Optional<byte[]> bytes = source.fetch(mirror, path, maxBytes);
            return bytes.isPresent()
                    ? new Answer.Bytes(mirror, bytes.get())
                    : new Answer.None(new MirrorVerdict.Absent(mirror, path, ""));
        } catch (MetadataSource.Absent e) {
            return new Answer.None(new MirrorVerdict.Absent(mirror, path, String.valueOf(e.getMessage())));
        } catch (MetadataSource.Unfit e) {
            return new Answer.None(new MirrorVerdict.Refused(mirror, path, new TrustException.UnfitAnswer(e)));
        } catch (IOException e) {
            return new Answer.None(new MirrorVerdict.Unreachable(mirror, path, e));
        }
    }

    private void remember(Answer answer) {
        if (answer instanceof Answer.None none && !(none.verdict() instanceof MirrorVerdict.Absent)) {
            add(none.verdict());
        }
    }

    /** Adds a verdict, which also says how early the mirror is asked from now on. */
    void add(MirrorVerdict verdict) {
        verdicts.add(verdict);
        int place = switch (verdict) {
            case MirrorVerdict.Current ignored -> 0;
            case MirrorVerdict.Lagging ignored -> 1;
            case MirrorVerdict.Absent ignored -> 1;
            case MirrorVerdict.Refused ignored -> 2;
            case MirrorVerdict.Unreachable ignored -> 3;
        };
        rank.merge(verdict.mirror(), place, Math::max);
    }

    /** What every mirror did that was not as expected, and which are current. */
    List<MirrorVerdict> verdicts() {
        return List.copyOf(verdicts);
    }

    /** The mirrors to ask, the most promising first; those that didn't answer only if none did. */
    private List<String> mirrors() {
        List<String> ranked = new ArrayList<>(source.mirrors());
        ranked.sort(Comparator.comparingInt(mirror -> rank.getOrDefault(mirror, 0)));
        List<String> alive = ranked.stream()
                .filter(mirror -> rank.getOrDefault(mirror, 0) < 3)
                .toList();
        return alive.isEmpty() ? ranked : alive;
    }

    /** Why nothing was accepted: the one reason, where all mirrors were refused for the same, and else all of them. */
    static TrustException failure(String path, List<MirrorVerdict> verdicts) {
        List<TrustException> reasons = new ArrayList<>();
        for (MirrorVerdict verdict : verdicts) {
            if (verdict instanceof MirrorVerdict.Refused refused) {
                reasons.add(refused.reason());
            }
        }
        boolean oneReason = reasons.size() == verdicts.size()
                && reasons.stream().map(Object::getClass).distinct().count() == 1;
        return oneReason ? reasons.getFirst() : new TrustException.NoMirror(path, verdicts, advice(path, verdicts));
    }

    /** Every repository has a first root and a timestamp: where nobody has them, there is none, or it can't be seen. */
    private static String advice(String path, List<MirrorVerdict> verdicts) {
        boolean always =
                path.equals(RepositoryPaths.TIMESTAMP) || path.equals(RepositoryPaths.metadata(RoleName.ROOT, 1));
        return always && !verdicts.isEmpty() && verdicts.stream().allMatch(MirrorVerdict.Absent.class::isInstance)
                ? ". Check the URL: it must be that of the directory that has metadata/ in it, and anyone must be"
                        + " allowed to read there (a private bucket answers 403)"
                : "";
    }
}
