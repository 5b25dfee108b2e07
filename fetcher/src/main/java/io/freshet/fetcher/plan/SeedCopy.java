package io.freshet.fetcher.plan;

import io.freshet.core.Digest;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.seed.SeedFiles;
import io.freshet.fetcher.seed.SeedPlace;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Copies neighbouring chunks from local data, each only if it still hashes to its id. */
final class SeedCopy {

    private final Progress progress;

    SeedCopy(Progress progress) {
        this.progress = progress;
    }

    /**
     * Copies what it can of {@code run}, chunks that follow each other in a seed and in a file.
     *
     * @param buffer has room for all of them
     * @param files reads seeds
     * @return those that must be downloaded after all
     */
    List<Need> copy(List<Need> run, byte[] buffer, SeedFiles files) throws IOException {
        Need first = run.getFirst();
        SeedPlace seed = Objects.requireNonNull(first.seed());
        int length = run.stream().mapToInt(need -> need.chunk().size()).sum();
        boolean inPlace = seed.file().equals(first.file().path());
        int read = inPlace ? first.file().read(seed.offset(), buffer, 0, length) : files.read(seed, buffer, 0, length);
        List<Need> wrong = new ArrayList<>();
        List<Need> good = new ArrayList<>(run.size());
        MessageDigest sha256 = Digest.sha256();
        int at = 0;
        int goodFrom = 0;
        for (Need need : run) {
            int size = need.chunk().size();
            boolean right = at + size <= read
                    && Digest.of(sha256, buffer, at, size).equals(need.chunk().id());
            if (right) {
                good.add(need);
            } else {
                wrong.add(need);
                write(first, buffer, goodFrom, at, inPlace);
                goodFrom = at + size;
            }
            at += size;
        }
        write(first, buffer, goodFrom, at, inPlace);
        for (Need need : good) {
            progress.reused(need.chunk().size());
            need.file().arrived();
        }
        return wrong;
    }

    private static void write(Need first, byte[] buffer, int from, int to, boolean inPlace) throws IOException {
        if (to > from && !inPlace) {
            first.file().write(first.offset() + from, buffer, from, to - from);
        }
    }
}
