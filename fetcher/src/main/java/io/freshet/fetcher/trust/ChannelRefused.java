package io.freshet.fetcher.trust;

import io.freshet.core.manifest.Chain;
import io.freshet.core.manifest.Halt;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Rollback;
import io.freshet.fetcher.anchor.Anchored;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a channel names is signed as it must be, and not to be taken all the same. Nothing was changed. */
public abstract sealed class ChannelRefused extends IOException {

    private static final long serialVersionUID = 1;

    private ChannelRefused(String message) {
        super(message);
    }

    /** The publisher has halted the channel. */
    public static final class Halted extends ChannelRefused {
        private final transient Halt halt;

        Halted(String channel, Halt halt) {
            super("the publisher has halted the channel " + channel + " since " + halt.time() + ": " + halt.reason()
                    + ". What is in use here stays. The same command goes on once the channel is resumed");
            this.halt = halt;
        }

        /** Why, and since when. */
        public Halt halt() {
            return halt;
        }
    }

    /** The channel names a release of a lower number than it did before. */
    public static final class EarlierRelease extends ChannelRefused {
        EarlierRelease(Pointer pointer, ChannelMemory.Seen seen) {
            super("the channel " + pointer.channel() + " names release "
                    + pointer.release().sequence() + " as its newest, and release " + seen.sequence()
                    + " was seen here before. Numbers only rise: somebody misuses the channel's key. Ask the"
                    + " publisher");
        }
    }

    /** The channel names what is of another chain than before, or says no more which it is of. */
    public static final class OtherNetwork extends ChannelRefused {
        private final transient Chain seen;
        private final transient Chain offered;

        /** @param memory the file that says what was seen */
        OtherNetwork(Pointer pointer, Chain offered, ChannelMemory.Seen seen, String memory) {
            super("release " + pointer.release().sequence() + " of " + pointer.channel() + " is of " + offered
                    + ", and release " + seen.sequence() + ", which was seen here before, is of " + seen.chain()
                    + ". A channel stays with its network: ask the publisher. If the change is meant, fetch into"
                    + " another directory, or remove " + memory
                    + ", with which its numbers and heights are forgotten, too");
            this.seen = seen.chain();
            this.offered = offered;
        }

        /** What was taken before. */
        public Chain seen() {
            return seen;
        }

        /** What was refused. */
        public Chain offered() {
            return offered;
        }
    }

    /** The channel has fallen behind what was seen of it before. */
    public static final class LowerHeight extends ChannelRefused {
        LowerHeight(Pointer pointer, ChannelMemory.Seen seen) {
            super("release " + pointer.release().sequence() + " of " + pointer.channel() + " is "
                    + pointer.release()
                            .height()
                            .map(height -> "at height " + height)
                            .orElse("of no known height")
                    + ", and release " + seen.sequence() + ", which was seen here before, is at height "
                    + seen.height().orElseThrow()
                    + pointer.rollback()
                            .filter(back -> ChannelMemory.isOfAnotherPast(back, seen))
                            .flatMap(Rollback::ceiling)
                            .map(highest -> ". The channel was taken back, from a height of " + highest
                                    + " at most: what was seen here is of another past of it")
                            .orElse(". Only a rollback that the publisher signs may lower it")
                    + ". Ask the publisher");
        }
    }

    /**
     * The pointer's height, which must not fall, is not that of the snapshot, which anchors are asked about: each would be
     * a way around the other.
     */
    public static final class OtherHeight extends ChannelRefused {
        OtherHeight(Pointer pointer, Optional<Long> manifest) {
            super("release " + pointer.release().sequence() + " of " + pointer.channel() + " is signed as "
                    + words(pointer.release().height()) + ", and its manifest as " + words(manifest)
                    + ". No publisher writes that: do not take it, and ask the publisher");
        }

        private static String words(Optional<Long> height) {
            return height.map(number -> "of height " + number).orElse("of no known height");
        }
    }

    /** The snapshot is older than was asked for. */
    public static final class TooOld extends ChannelRefused {
        private final transient Instant captured;

        TooOld(Pointer pointer, Instant captured, Instant now, Duration maxAge) {
            super("release " + pointer.release().sequence() + " of " + pointer.channel() + " was captured at "
                    + captured
                    + ", " + hours(Duration.between(captured, now)) + " ago; --max-age allows " + hours(maxAge)
                    + ". Ask the publisher why there is no newer one, or try another channel");
            this.captured = captured;
        }

        /** When its source was captured. */
        public Instant captured() {
            return captured;
        }

        private static String hours(Duration duration) {
            if (duration.toHours() > 0) {
                return duration.toHours() >= 48 ? duration.toDays() + " days" : duration.toHours() + " h";
            }
            return duration.toMinutes() > 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
        }
    }

    /** The snapshot is further behind its chain than was asked for. */
    public static final class TooFarBehind extends ChannelRefused {
        private final transient Anchored anchored;

        TooFarBehind(Pointer pointer, Anchored anchored, long most) {
            super("release " + pointer.release().sequence() + " of " + pointer.channel() + " is at height "
                    + anchored.claim().height() + ", " + anchored.lag().orElse(0L)
                    + " blocks behind the chain's head at "
                    + anchored.head().orElse(0L) + "; --max-lag-blocks allows " + most
                    + ". Ask the publisher why there is no newer one, or try another channel");
            this.anchored = anchored;
        }

        /** How far the chain is, and who says so. */
        public Anchored anchored() {
            return anchored;
        }
    }

    /** No release that is known of has the manifest that was asked for. */
    public static final class NoSuchManifest extends ChannelRefused {
        NoSuchManifest(String channel, String digest) {
            super("no release of " + channel + " has the manifest sha256:" + digest
                    + ". Its digest is what freshet show, or the publisher, says");
        }
    }
}
