package io.freshet.core.pack;

/** What frames may measure, in bytes where nothing else is said (section 1 of the format). */
public final class FrameLimits {

    /** The largest chunk, and the largest frame of a single one. */
    public static final int MAX_CHUNK = 2 << 20;

    /** The largest plain frame of several chunks. */
    public static final int MAX_SEVERAL = 256 << 10;

    /** The most members of a delta frame together, and the most of its bases together. */
    public static final int MAX_DELTA = 1 << 20;

    /** The most members of one frame, and the most bases of one delta. */
    public static final int MAX_MEMBERS = 1024;

    /** How much longer than its plain bytes a stored frame may be. */
    public static final int MAX_GROWTH = 64 << 10;

    private FrameLimits() {}
}
