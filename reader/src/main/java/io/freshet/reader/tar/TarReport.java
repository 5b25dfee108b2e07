package io.freshet.reader.tar;

/**
 * What an archive was made of.
 *
 * @param entries files, directories and links
 * @param bytes of files, holes included
 * @param copiedFrames frames of the repository that stand in the archive as they are
 * @param copiedBytes their length, stored
 * @param copiedPlain their length, plain
 * @param madeFrames frames that were compressed for this archive: headers, padding, and what could not be copied
 * @param madeBytes their length, stored
 * @param madePlain their length, plain
 */
public record TarReport(
        long entries,
        long bytes,
        long copiedFrames,
        long copiedBytes,
        long copiedPlain,
        long madeFrames,
        long madeBytes,
        long madePlain) {

    /** Length of the archive. */
    public long archiveBytes() {
        return copiedBytes + madeBytes;
    }
}
