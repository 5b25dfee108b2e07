package io.freshet.publisher.frame;

/** Where a chunk lies, in one long: stream, number of the frame, number of the member. */
public final class ChunkAt {

    private static final int MEMBER_BITS = 10;
    private static final int STREAM_BITS = 3;
    private static final int FRAME_SHIFT = MEMBER_BITS + STREAM_BITS;

    private ChunkAt() {}

    /** The place of member {@code member}, below 1,024, of frame {@code frame}. Never negative. */
    public static long of(Stream stream, long frame, int member) {
        return frame << FRAME_SHIFT | (long) member << STREAM_BITS | stream.number();
    }

    /** The stream that the frame's number counts in. */
    public static Stream stream(long place) {
        return Stream.of((int) place & ((1 << STREAM_BITS) - 1));
    }

    /** Number of the frame. */
    public static long frame(long place) {
        return place >>> FRAME_SHIFT;
    }

    /** Number of the member. */
    public static int member(long place) {
        return (int) (place >>> STREAM_BITS) & ((1 << MEMBER_BITS) - 1);
    }
}
