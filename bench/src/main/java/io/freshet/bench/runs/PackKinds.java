package io.freshet.bench.runs;

import io.freshet.core.pack.PackFooter;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Tells apart what answers brought: frames of data, or the rest, which is index and metadata. */
final class PackKinds {

    private final Path repository;
    private final Map<String, PackTable> tables = new HashMap<>();

    PackKinds(Path repository) {
        this.repository = repository;
    }

    boolean isData(Answer answer) {
        return answer.path().startsWith("packs/")
                && tables.computeIfAbsent(answer.path(), this::table).rows().stream()
                        .filter(row -> row.offset() <= answer.from() && answer.from() < row.offset() + row.stored())
                        .anyMatch(PackRow.DataFrame.class::isInstance);
    }

    private PackTable table(String path) {
        try (var file = new RandomAccessFile(repository.resolve(path).toFile(), "r")) {
            long length = file.length();
            PackFooter footer = PackFooter.parse(tail(file, PackFooter.LENGTH), length);
            return PackTable.inTail(tail(file, PackFooter.LENGTH + footer.tableLength()), length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] tail(RandomAccessFile file, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(file.length() - length);
        file.readFully(bytes);
        return bytes;
    }
}
