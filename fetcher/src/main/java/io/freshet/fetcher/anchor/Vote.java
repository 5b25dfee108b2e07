package io.freshet.fetcher.anchor;

import io.freshet.core.index.EntryPath;

/** What an anchor says of a claim. */
public sealed interface Vote {

    /** The claim is the chain's. */
    record Agrees() implements Vote {
        @Override
        public String toString() {
            return "agrees";
        }
    }

    /**
     * The chain has something else.
     *
     * @param field of the claim
     * @param claimed what the snapshot says
     * @param found what the anchor says
     */
    record Contradicts(String field, String claimed, String found) implements Vote {
        @Override
        public String toString() {
            return "says " + field + " " + EntryPath.printable(found) + "; the snapshot says "
                    + EntryPath.printable(claimed);
        }
    }

    /** It has answered, and does not have that block: no vote. */
    record Unknown(String why) implements Vote {
        @Override
        public String toString() {
            return why;
        }
    }

    /** It could not be asked, or its answer can't be used: no vote. */
    record Silent(String why) implements Vote {
        @Override
        public String toString() {
            return why;
        }
    }

    /** One word for programs. */
    default String word() {
        return switch (this) {
            case Agrees _ -> "agrees";
            case Contradicts _ -> "contradicts";
            case Unknown _ -> "unknown";
            case Silent _ -> "silent";
        };
    }
}
