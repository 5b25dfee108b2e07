package io.freshet.publisher.upload;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.manifest.Chain;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Sleeper;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.publisher.ParentSnapshot;
import io.freshet.publisher.ProgressListener;
import io.freshet.publisher.Publication;
import io.freshet.publisher.PublishedSnapshot;
import io.freshet.publisher.PublisherConfig;
import io.freshet.publisher.SnapshotFacts;
import io.freshet.publisher.StoredPack;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.CondemnedList;
import io.freshet.publisher.commit.ReleaseDraft;
import io.freshet.publisher.commit.ReleaseResult;
import io.freshet.publisher.commit.ReleaseResult.Released;
import io.freshet.publisher.commit.ReleaseRun;
import io.freshet.publisher.commit.Repository;
import io.freshet.publisher.commit.RunId;
import io.freshet.publisher.commit.SnapshotPacks;
import io.freshet.publisher.commit.Timestamping;
import io.freshet.publisher.delta.Sketches;
import io.freshet.publisher.kept.KeptBase;
import io.freshet.publisher.kept.KeptFiles;
import io.freshet.publisher.kept.KeptReport;
import io.freshet.publisher.times.TrustedTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Publishes data directories to channels of a repository, from the first byte read to the last follower. */
public final class ChannelPublisher {

    /** A collector that condemns faster than this is a misconfiguration. */
    private static final int MAX_TIMES = 8;

    private final Destinations destinations;
    private final Clock clock;
    private final RandomGenerator random;
    private final Sleeper sleeper;

    /**
     * @param random for names of runs, and for salts
     * @param sleeper waits between heartbeats
     */
    public ChannelPublisher(Destinations destinations, Clock clock, RandomGenerator random, Sleeper sleeper) {
        this.destinations = destinations;
        this.clock = clock;
        this.random = random;
        this.sleeper = sleeper;
    }

    /**
     * What is to be published.
     *
     * @param source the data directory
     * @param channel where; it is added where it is new and a root key is at hand
     * @param facts what the manifest says of the source
     * @param times where files' times are kept, if files are to be taken over unread that have the same ones
     * @param deltas what deltas are made with, if they are
     * @param timestamping who is asked for the time of the release's attestation
     * @param otherNetwork whether it may be of another chain than what the channel has
     */
    public record Job(
            Path source,
            ChannelName channel,
            SnapshotFacts facts,
            PublisherConfig config,
            Optional<KeptFiles> times,
            Optional<Deltas> deltas,
            Timestamping timestamping,
            boolean otherNetwork) {

        /** All files are read, and no deltas are made, and nobody is asked for the time. */
        public Job(Path source, ChannelName channel, SnapshotFacts facts, PublisherConfig config) {
            this(source, channel, facts, config, Optional.empty(), Optional.empty());
        }

        /** Nobody is asked for the time, and the channel stays with its network. */
        public Job(
                Path source,
                ChannelName channel,
                SnapshotFacts facts,
                PublisherConfig config,
                Optional<KeptFiles> times,
                Optional<Deltas> deltas) {
            this(source, channel, facts, config, times, deltas, Timestamping.NONE, false);
        }
    }

    /**
     * What deltas are made with.
     *
     * @param base the data that the channel's last release was made of, if they are at hand
     * @param sketches where sketches of pages are kept
     * @param keep where a copy of the source is kept that can be the next release's base, if one is
     */
    public record Deltas(Optional<Path> base, KeptFiles sketches, Optional<KeptBase> keep) {}

    /**
     * What was done.
     *
     * @param snapshot that was published
     * @param manifest its manifest
     * @param released what the channel points to now
     * @param resumed packs of an interrupted run that were taken over
     * @param followers how each follower stands; the release stands whatever they say
     * @param notForgotten why notes of what was uploaded lie there still; the next run of the channel removes them
     * @param notDescribed why the descriptor may lack the channel; the next run adds it
     * @param timesNotes why every file was read, or will be the next time, although their times are trusted
     * @param notSketched why sketches of pages were not kept; the next run makes them again
     * @param kept what became of the copy that was to be kept, if one was
     */
    public record Outcome(
            PublishedSnapshot snapshot,
            ObjectRef manifest,
            Released released,
            int resumed,
            List<FollowerReport> followers,
            Optional<IOException> notForgotten,
            Optional<IOException> notDescribed,
            List<String> timesNotes,
            Optional<IOException> notSketched,
            Optional<KeptReport> kept) {

        private Outcome(PublishedSnapshot snapshot, ObjectRef manifest, Released released, int resumed) {
            this(
                    snapshot,
                    manifest,
                    released,
                    resumed,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
        }

        private Outcome with(
                List<FollowerReport> reports,
                Optional<IOException> left,
                Optional<IOException> undescribed,
                List<String> notes,
                Optional<IOException> unsketched) {
            return new Outcome(
                    snapshot, manifest, released, resumed, reports, left, undescribed, notes, unsketched, kept);
        }

        private Outcome with(KeptReport copy) {
            return new Outcome(
                    snapshot,
                    manifest,
                    released,
                    resumed,
                    followers,
                    notForgotten,
                    notDescribed,
                    timesNotes,
                    notSketched,
                    Optional.of(copy));
        }
    }

    /**
     * Publishes and releases. Where the channel holds the same already, nothing is released anew.
     *
     * @throws io.freshet.publisher.source.SourceException if the source can't be published as it is
     * @throws CommitException if it can't be released; what was uploaded is found again
     */
    public Outcome publish(Job job, ProgressListener progress) throws IOException, InterruptedException {
        Outcome outcome = release(job, progress);
        // It takes as long as reading the source, and nobody waits for it.
        Optional<KeptBase> keep = job.deltas().flatMap(Deltas::keep);
        return keep.isPresent() ? outcome.with(keep.get().update(job.config(), progress)) : outcome;
    }

    private Outcome release(Job job, ProgressListener progress) throws IOException, InterruptedException {
        RunId id = RunId.starting(clock.instant(), random);
        // What can't be released need not be read.
        ReleaseRun run = destinations.repository().begin(job.channel(), id);
        run.requireHeight(job.facts().source().height());
        Intents intents = new Intents(destinations.authority(), job.channel(), id, clock);
        List<Follower> followers =
                destinations.followers().stream().map(Follower::new).toList();
        try (Heartbeat beat = Heartbeat.of(intents, sleeper);
                Making making = new Making(job, intents, followers, progress)) {
            Outcome outcome = commit(job, run, making);
            List<String> notes = making.keepTimes(outcome.manifest().sha256());
            Optional<IOException> unsketched =
                    making.keepSketches(outcome.manifest().sha256());
            Optional<IOException> left = forgotten(intents);
            Optional<IOException> undescribed = destinations.repository().describe(job.channel());
            return outcome.with(destinations.follow(followers), left, undescribed, notes, unsketched);
        } catch (CommitException.ChannelMoved e) {
            intents.deleteOwn();
            throw e;
        }
    }

    /** Removes the notes; since the release stands, it does not fail if that fails. */
    private static Optional<IOException> forgotten(Intents intents) throws IOException, InterruptedException {
        try {
            intents.deleteAll();
            return Optional.empty();
        } catch (StoreInterrupted e) {
            throw e;
        } catch (StoreException e) {
            return Optional.of(e);
        }
    }

    /** Makes the snapshot and releases it; again, in part or whole, as often as a collector has interfered. */
    private Outcome commit(Job job, ReleaseRun run, Making making) throws IOException, InterruptedException {
        Made made = making.make(run);
        for (int times = 1; times <= MAX_TIMES; times++) {
            Optional<Pointer> same = sameAlready(made, run);
            if (same.isPresent()) {
                Repository repository = destinations.repository();
                Released there = new Released(
                        same.get(),
                        0,
                        false,
                        repository.renew(),
                        true,
                        repository.witness(),
                        repository.remade(),
                        List.of());
                return new Outcome(made.snapshot, same.get().release().manifest(), there, made.resumed);
            }
            Manifest head = store(made.snapshot.manifest(), run.condemned());
            ObjectRef manifest = ObjectRef.to(head.toBytes());
            ReleaseDraft draft = new ReleaseDraft(
                    head,
                    manifest,
                    made.snapshot.location(),
                    job.facts().source().height(),
                    clock.instant(),
                    packs(made.snapshot));
            ReleaseResult result = run.release(draft, job.timestamping());
            switch (result) {
                case Released released -> {
                    return new Outcome(made.snapshot, manifest, released, made.resumed);
                }
                case ReleaseResult.MakeAgain again -> made = again.hasPacks() ? making.make(run) : made;
            }
        }
        throw new CommitException.DeletedAgain(MAX_TIMES);
    }

    /** A snapshot, what it follows, and how many packs of earlier runs it was made with. */
    private record Made(PublishedSnapshot snapshot, Optional<ParentSnapshot> parent, int resumed) {}

    /** Makes a snapshot of the source on the base of a run. */
    private final class Making implements AutoCloseable {

        private final Job job;
        private final Intents intents;
        private final List<Follower> followers;
        private final ProgressListener progress;
        private Optional<TrustedTimes> times = Optional.empty();
        private Optional<Sketches> sketches = Optional.empty();

        Making(Job job, Intents intents, List<Follower> followers, ProgressListener progress) {
            this.job = job;
            this.intents = intents;
            this.followers = followers;
            this.progress = progress;
        }

        Made make(ReleaseRun run) throws IOException, InterruptedException {
            ObjectStore authority = destinations.authority();
            Set<Digest> condemned = CondemnedList.packs(run.condemned());
            Optional<Pointer> current = run.current();
            Optional<ParentSnapshot> parent = current.isPresent()
                    ? Optional.of(ParentSnapshot.read(
                            authority,
                            current.get().release(),
                            current.get().history().releases().stream().findFirst()))
                    : Optional.empty();
            if (parent.isPresent() && !job.otherNetwork()) {
                CommitException.OtherNetwork.check(
                        job.channel().name(),
                        Chain.of(parent.get().manifest().source()),
                        Chain.of(job.facts().source()));
            }
            close();
            Optional<Digest> before =
                    current.map(pointer -> pointer.release().manifest().sha256());
            startTimes(before);
            startSketches(before);
            List<StoredPack> leftOver = intents.takeOver(condemned);
            Publication.Input input =
                    new Publication.Input(job.source(), job.facts(), parent, leftOver, condemned, times, sketches);
            PublishedSnapshot snapshot = new Publication(input, job.config(), progress)
                    .run(new AllDestinations(authority, followers, intents, run.condemned(), random));
            return new Made(snapshot, parent, leftOver.size());
        }

        private void startSketches(Optional<Digest> parent) throws IOException {
            if (job.deltas().isPresent()) {
                Deltas deltas = job.deltas().get();
                Path file = deltas.sketches().file(job.channel(), "sketches");
                sketches = Optional.of(
                        new Sketches(deltas.base(), file, parent, job.config().workDirectory()));
            }
        }

        /** Keeps the sketches of what was released; since the release stands, it does not fail if that fails. */
        Optional<IOException> keepSketches(Digest manifest) {
            try {
                if (sketches.isPresent()) {
                    sketches.get().save(manifest);
                }
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(e);
            }
        }

        private void startTimes(Optional<Digest> parent) throws IOException {
            if (job.times().isPresent()) {
                times = Optional.of(
                        TrustedTimes.open(job.times().get(), job.channel(), job.source(), parent, clock.instant()));
            }
        }

        /** Keeps the times of what was released; since the release stands, it does not fail if that fails. */
        List<String> keepTimes(Digest manifest) {
            List<String> notes = new ArrayList<>();
            if (times.isPresent()) {
                times.get().note().ifPresent(notes::add);
                try {
                    times.get().save(manifest);
                } catch (IOException e) {
                    notes.add("the next publication will read every file: their times could not be noted: " + e);
                }
            }
            return notes;
        }

        @Override
        public void close() throws IOException {
            if (times.isPresent()) {
                times.get().close();
                times = Optional.empty();
            }
            if (sketches.isPresent()) {
                sketches.get().close();
                sketches = Optional.empty();
            }
        }
    }

    /** The current release, if it holds this snapshot: a run that is repeated has nothing to commit. */
    private static Optional<Pointer> sameAlready(Made made, ReleaseRun run) {
        boolean same = made.snapshot.sameLocation()
                && made.parent
                        .map(ParentSnapshot::manifest)
                        .filter(manifest -> manifest.holdsTheSame(made.snapshot.manifest()))
                        .isPresent();
        return same ? run.current() : Optional.empty();
    }

    private Manifest store(Manifest made, Set<String> condemned) throws IOException {
        Manifest manifest = made;
        ObjectRef ref = ObjectRef.to(manifest.toBytes());
        while (isCondemned(ref, condemned)) {
            manifest = made.salted(random.nextLong());
            ref = ObjectRef.to(manifest.toBytes());
        }
        destinations
                .authority()
                .put(ref.path(), Body.of(manifest.toBytes(), ref.sha256()), ObjectHeaders.IMMUTABLE_JSON);
        return manifest;
    }

    /** A manifest whose attestation, or the timestamp of one, is condemned can't be attested under its name. */
    private static boolean isCondemned(ObjectRef manifest, Set<String> condemned) {
        return condemned.contains(manifest.path())
                || AttestationPath.everything(manifest.sha256()).anyMatch(condemned::contains);
    }

    /** Every pack that a snapshot needs. */
    private Set<Digest> packs(PublishedSnapshot snapshot) throws IOException {
        return SnapshotPacks.of(destinations.authority(), snapshot.location(), snapshot.root());
    }
}
