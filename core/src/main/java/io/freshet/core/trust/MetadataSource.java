package io.freshet.core.trust;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where a repository's objects are read from. Nothing that comes from here is trusted. */
public interface MetadataSource {

    /** The mirrors, by their base URLs, the preferred ones first; at least one. */
    List<String> mirrors();

    /**
     * Reads an object from one mirror. May be called from several threads at once. It answers or fails within a bounded
     * time, and stops reading after {@code maxBytes + 1} bytes, so that the caller can see that there were too many.
     *
     * @param mirror one of {@link #mirrors()}
     * @param path the object's path in the repository
     * @param maxBytes the most that is of use
     * @return the bytes; empty if the mirror has no such object
     * @throws Absent if it has none, and there is more to say of that
     * @throws Unfit if what it gives can't be the object, whatever else is in it
     * @throws IOException if the mirror does not answer, or breaks off
     */
    Optional<byte[]> fetch(String mirror, String path, int maxBytes) throws IOException;

    /** A mirror does not have an object. */
    final class Absent extends IOException {

        private static final long serialVersionUID = 1;

        /** @param answer what it answered, for people */
        public Absent(String answer) {
            super(answer);
        }
    }

    /** A mirror gives what can't be the object. It was read no further than it took to see that. */
    abstract sealed class Unfit extends IOException {

        private static final long serialVersionUID = 1;

        private final String mirror;
        private final String object;
        private final String problem;

        private Unfit(String mirror, String object, String problem) {
            super(object + ": " + mirror + " " + problem);
            this.mirror = mirror;
            this.object = object;
            this.problem = problem;
        }

        /** Who gives what, without the object's path. */
        public String problem() {
            return mirror + " " + problem;
        }

        /** Who gives it. */
        public String mirror() {
            return mirror;
        }

        /** The object's path in the repository. */
        public String object() {
            return object;
        }
    }

    /** It has more bytes than it may have, or no end. */
    final class TooLong extends Unfit {

        private static final long serialVersionUID = 1;

        private final int limit;
        private final long read;

        /**
         * @param limit bytes that it may have
         * @param read bytes that were read of it; none where its length was announced
         */
        public TooLong(String mirror, String object, int limit, long read) {
            super(
                    mirror,
                    object,
                    "gives more than the " + limit + " bytes that it may have, of which " + read + " were read");
            this.limit = limit;
            this.read = read;
        }

        /** Bytes that it may have. */
        public int limit() {
            return limit;
        }

        /** Bytes that were read of it. */
        public long read() {
            return read;
        }
    }

    /** It is compressed for the way, which nobody asked for. */
    final class Compressed extends Unfit {

        private static final long serialVersionUID = 1;

        private final String encoding;

        /** @param encoding how, in the words of the answer */
        public Compressed(String mirror, String object, String encoding) {
            super(
                    mirror,
                    object,
                    "gives it compressed (Content-Encoding: " + encoding
                            + "), which it was not asked for: nothing was read, and nothing unpacked");
            this.encoding = encoding;
        }

        /** How, in the words of the answer. */
        public String encoding() {
            return encoding;
        }
    }
}
