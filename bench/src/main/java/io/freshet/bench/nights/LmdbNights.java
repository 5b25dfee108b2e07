package io.freshet.bench.nights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.PutFlags;

/** Nights of a real LMDB: {@code LmdbNights DIR RECORDS NIGHTS SHARE SEED}. */
final class LmdbNights {
    private LmdbNights() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[0]);
        Path live = Files.createDirectories(directory.resolve("live"));
        var records = new Records(Integer.parseInt(args[1]), Long.parseLong(args[4]));
        long batches = Math.round(records.count() * Double.parseDouble(args[3]) / Records.BATCH);
        var shelf = new Shelf(directory);
        try (var env = Env.create(ByteArrayProxy.PROXY_BA)
                .setMapSize(64L << 30)
                .setMaxDbs(1)
                .open(live.toFile(), EnvFlags.MDB_NOSYNC)) {
            var table = env.openDbi("s", DbiFlags.MDB_CREATE);
            try (var write = env.txnWrite()) {
                records.load((key, value) -> table.put(write, key, value, PutFlags.MDB_APPEND));
                write.commit();
            }
            save(shelf, live);
            for (int night = Integer.parseInt(args[2]); night > 0; night--) {
                for (long b = 0; b < batches; b++) {
                    try (var write = env.txnWrite()) {
                        records.batch((key, value) -> table.put(write, key, value));
                        write.commit();
                    }
                }
                save(shelf, live);
            }
        }
    }

    private static void save(Shelf shelf, Path live) throws IOException, InterruptedException {
        shelf.save(night -> {
            Files.createDirectories(night);
            Files.copy(live.resolve("data.mdb"), night.resolve("data.mdb"));
        });
    }
}
