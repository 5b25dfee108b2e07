package io.freshet.fetcher.crash;

/** What was done to a disk. Files and directories are numbers, as they keep what they are when their names change. */
sealed interface Step {

    /** What is there under a name. */
    sealed interface Entry {}

    /** A file or a directory. */
    record Node(int number, boolean directory) implements Entry {}

    /** A symbolic link, which lies in its directory whole. */
    record Link(String target) implements Entry {}

    /** A name in a directory leads to something else than before; to nothing where {@code entry} is null. */
    record Name(int directory, String name, Entry entry) implements Step {}

    /** Two names of one directory change at once: a rename within it. */
    record Rename(int directory, String from, String to, Entry entry) implements Step {}

    /** Bytes of a file. */
    @SuppressWarnings("ArrayRecordComponent") // a step, compared by nobody
    record Write(int file, long offset, byte[] bytes) implements Step {}

    /** A file is as long as this and no longer. */
    record Truncate(int file, long size) implements Step {}

    /** The mode of a file or a directory. */
    record Mode(int node, int mode) implements Step {}

    /** All that was done to a file or a directory before is on the disk. */
    record Sync(int node) implements Step {}

    /** What of a disk a step belongs to: the order of steps is kept within it, and a sync waits for it alone. */
    default int node() {
        return switch (this) {
            case Name name -> name.directory;
            case Rename rename -> rename.directory;
            case Write write -> write.file;
            case Truncate truncate -> truncate.file;
            case Mode mode -> mode.node;
            case Sync sync -> sync.node;
        };
    }
}
