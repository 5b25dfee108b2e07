package io.freshet.publisher.cut;

import io.freshet.core.chunk.Gear;
import io.freshet.core.chunk.Profile;
import io.freshet.publisher.crew.Crew;
import io.freshet.publisher.source.ComponentSpec;
import io.freshet.publisher.source.SourceEntry;
import io.freshet.publisher.source.SourceReader;
import io.freshet.publisher.source.SourceWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns a source into batches of hashed chunks, in the order of the index. Entries are dealt out as jobs to lanes, which
 * read ahead as far as their buffers last; {@link #next} takes the jobs' batches one job after the other.
 */
public final class CutStage {

    private static final int MAX_ENTRIES = 4096;

    private final SourceReader reader;
    private final Profile profile;
    private final CutLimits limits;
    private final Crew crew;
    private final BlockingQueue<Optional<Job>> inOrder;
    private final BlockingQueue<Optional<Job>> toDo = new LinkedBlockingQueue<>();
    private volatile Supplier<Optional<EarlierCuts>> earlier = Optional::empty;
    private @Nullable Job current;

    /** A stage whose threads belong to {@code crew}. */
    public CutStage(SourceReader reader, Profile profile, CutLimits limits, Crew crew) {
        this.reader = reader;
        this.profile = profile;
        this.limits = limits;
        this.crew = crew;
        this.inOrder = new ArrayBlockingQueue<>(2 * limits.lanes());
    }

    /** Says which files need not be read. Asked in the order of the index. */
    @FunctionalInterface
    public interface Unread {
        /** Whether this file is known to be what the parent has. */
        boolean isUnread(ComponentSpec component, SourceEntry entry) throws IOException, InterruptedException;
    }

    /** From now on, chunks are first sought where the parent has them; reading may have begun long before. */
    public void look(Supplier<EarlierCuts> where) {
        earlier = () -> Optional.of(where.get());
    }

    /** Begins to read all components, one after the other. */
    public void start(SourceWalk walk, List<ComponentSpec> components, Unread unread) {
        crew.start("walk", () -> deal(walk, components, unread));
        Gear gear = profile.gear();
        for (int i = 0; i < limits.lanes(); i++) {
            crew.start("read-" + i, () -> {
                Lane lane = new Lane(reader, profile, gear, limits, new EarlierChunks(() -> earlier.get()), crew);
                for (Optional<Job> job = toDo.take(); job.isPresent(); job = toDo.take()) {
                    lane.run(job.get());
                }
                toDo.add(Optional.empty());
            });
        }
    }

    /** The next batch, whose ids may not be known yet; the caller releases it. Empty at the end. */
    public Optional<Batch> next() throws InterruptedException {
        while (true) {
            if (current == null) {
                Optional<Job> job = inOrder.take();
                if (job.isEmpty()) {
                    return Optional.empty();
                }
                current = job.get();
            }
            Optional<Batch> batch = current.out().take();
            if (batch.isPresent()) {
                return batch;
            }
            current = null;
        }
    }

    private void deal(SourceWalk walk, List<ComponentSpec> components, Unread unread)
            throws IOException, InterruptedException {
        Dealer dealer = new Dealer();
        for (ComponentSpec component : components) {
            dealer.startComponent(component);
            walk.walk(component, entry -> {
                if (entry.isFile() && entry.size() > 0 && unread.isUnread(component, entry)) {
                    dealer.add(new Cut.Unread(entry), 0);
                } else {
                    dealer.add(new Cut.Entry(entry), entry.isFile() ? entry.size() : 0);
                }
            });
        }
        dealer.deal();
        inOrder.put(Optional.empty());
        toDo.put(Optional.empty());
    }

    /** Gathers what shares a buffer; a large file is a job of its own. */
    private final class Dealer {

        private final List<Cut> gathered = new ArrayList<>();
        private String component = "";
        private long bytes;

        void startComponent(ComponentSpec spec) throws InterruptedException {
            deal();
            component = spec.name();
            add(new Cut.Component(spec), 0);
        }

        void add(Cut cut, long size) throws InterruptedException {
            boolean large = size > limits.smallFile();
            if (large || bytes + size > limits.bufferBytes() || gathered.size() == MAX_ENTRIES) {
                deal();
            }
            gathered.add(cut);
            bytes += size;
            if (large) {
                deal();
            }
        }

        void deal() throws InterruptedException {
            if (!gathered.isEmpty()) {
                Optional<Job> job = Optional.of(new Job(component, gathered));
                inOrder.put(job);
                toDo.put(job);
                gathered.clear();
                bytes = 0;
            }
        }
    }
}
