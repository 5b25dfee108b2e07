package io.freshet.fetcher.tree;

import io.freshet.core.index.Item;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The links of a component: noted when they are come to, made when all files are there. Kept in a file that nobody else
 * sees, since there may be millions; made with the first.
 */
final class Links implements AutoCloseable {

    private final Path temporary;
    private @Nullable FileChannel file;
    private @Nullable DataOutputStream out;
    private long count;

    Links(Path temporary) {
        this.temporary = temporary;
    }

    /** Makes one link. */
    @FunctionalInterface
    interface Making {
        void link(String path, String target) throws IOException;
    }

    void add(Item.Link link) throws IOException {
        if (file == null || out == null) {
            file = FileChannel.open(
                    Files.createTempFile(temporary, "links", ""),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file)));
        }
        write(out, link.path().value());
        write(out, link.target());
        count++;
    }

    /** Makes all that were added. */
    void make(Making making) throws IOException {
        if (file == null || out == null) {
            return;
        }
        out.flush();
        file.position(0);
        DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file)));
        for (long i = 0; i < count; i++) {
            String path = read(in);
            making.link(path, read(in));
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String read(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
