package io.freshet.publisher.times;

import io.freshet.core.Digest;
import io.freshet.core.trust.ChannelName;
import io.freshet.publisher.kept.KeptFiles;
import io.freshet.publisher.source.FileState;
import io.freshet.publisher.source.SourceEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells of each file whether it is as it was when the parent was released, and notes how it is now for the next time. What
 * can't be told is read: a record that is missing, damaged or of another release is no error. For one thread.
 */
public final class TrustedTimes implements AutoCloseable {

    /**
     * A file that changed so shortly before the run began may change once more within the same tick of its file system's
     * clock, which would not show: it is not noted. FAT counts in steps of two seconds, others in some milliseconds.
     */
    static final Duration MARGIN = Duration.ofSeconds(10);

    private static final String KIND = "times";

    private final Path file;
    private final Instant youngest;
    private final TimesLog log;
    private Optional<KnownTimes> known = Optional.empty();
    private Optional<String> note = Optional.empty();

    private TrustedTimes(Path file, Instant started) throws IOException {
        this.file = file;
        this.youngest = started.minus(MARGIN);
        this.log = new TimesLog(Files.createDirectories(file.toAbsolutePath().getParent()));
    }

    /**
     * Prepares for one walk over a source.
     *
     * @param parent digest of the manifest that the channel points to, if any
     * @param started when the run began, before it looked at any file
     */
    public static TrustedTimes open(
            KeptFiles place, ChannelName channel, Path source, Optional<Digest> parent, Instant started)
            throws IOException {
        TrustedTimes times = new TrustedTimes(place.file(channel, source, KIND), started);
        parent.ifPresent(times::load);
        return times;
    }

    /** Whether anything is known of files as the parent has them. */
    public boolean knowsParent() {
        return known.isPresent();
    }

    /** Why every file is read, where that might surprise. */
    public Optional<String> note() {
        return note;
    }

    /** Notes a file, in the order of the index; says whether it is as it was for the parent. */
    public boolean isUnchanged(String component, SourceEntry entry) throws IOException {
        FileState now = entry.state();
        if (now.modified().isBefore(youngest) && now.changed().isBefore(youngest)) {
            log.add(new SeenFile(component, entry.path(), now));
        }
        return known.isPresent()
                && known.get().find(component, entry.path()).filter(now::equals).isPresent();
    }

    /** Keeps what was noted: it is the state of the files in the release with this manifest. */
    public void save(Digest manifest) throws IOException {
        log.save(file, manifest);
    }

    @Override
    public void close() throws IOException {
        log.close();
        if (known.isPresent()) {
            known.get().close();
        }
    }

    private void load(Digest parent) {
        try {
            KnownTimes found = KnownTimes.open(file);
            if (found.manifest().equals(parent)) {
                known = Optional.of(found);
            } else {
                found.close();
                note = Optional.of("every file is read: the times noted in " + file
                        + " are those of another release than the channel's last one");
            }
        } catch (NoSuchFileException e) {
            note = Optional.of("every file is read: no times of this source were noted yet at " + file);
        } catch (IOException e) {
            note = Optional.of("every file is read: " + file + " can't be used: " + e.getMessage());
        }
    }
}
