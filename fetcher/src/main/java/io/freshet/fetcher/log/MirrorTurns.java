package io.freshet.fetcher.log;

import io.freshet.core.log.LogException;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.MirrorVerdict;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks one mirror after the other until one shows what is asked for; those that are current first. */
record MirrorTurns(List<MirrorLog> mirrors) {

    static MirrorTurns of(MetadataSource mirrors, List<MirrorVerdict> verdicts) {
        Set<String> current = verdicts.stream()
                .filter(MirrorVerdict.Current.class::isInstance)
                .map(MirrorVerdict::mirror)
                .collect(Collectors.toSet());
        return new MirrorTurns(mirrors.mirrors().stream()
                .sorted(Comparator.comparing(mirror -> !current.contains(mirror)))
                .map(mirror -> new MirrorLog(mirrors, mirror))
                .toList());
    }

    /** What is asked of a mirror. */
    interface Question<T> {
        T ask(MirrorLog mirror) throws IOException, LogException;
    }

    /**
     * The first answer that holds.
     *
     * @throws LogRefused.NotLogged at once, and
     * @throws LogRefused.Invalid at once for a conflict that the log's key has signed: no other mirror can undo it
     * @throws IOException where all fail, the most telling failure: what was refused, then who could not be asked, then
     *     what is nowhere
     */
    <T> T first(Question<T> question) throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (MirrorLog mirror : mirrors) {
            try {
                return question.ask(mirror);
            } catch (LogException.SplitView | LogException.OtherLog e) {
                throw new LogRefused.Invalid(mirror.name(), e);
            } catch (LogException e) {
                failures.add(new LogRefused.Invalid(mirror.name(), e));
            } catch (LogRefused.NotLogged | InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (failures.isEmpty()) {
            throw new IllegalStateException("there is no mirror");
        }
        failures.sort(Comparator.comparingInt(MirrorTurns::rank));
        IOException worst = failures.removeFirst();
        failures.forEach(worst::addSuppressed);
        throw worst;
    }

    private static int rank(IOException failure) {
        return switch (failure) {
            case LogRefused.NoProof _ -> 2;
            case LogRefused _ -> 0;
            default -> 1;
        };
    }
}
