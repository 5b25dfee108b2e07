package io.freshet.bench.nights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.Checkpoint;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Nights of a real RocksDB with levelled compaction: {@code RocksNights DIR RECORDS NIGHTS SHARE SEED [zstd]}. A night
 * is a checkpoint, taken once compaction has come to rest. (LZ4 saves so little on these records that RocksDB stores its
 * blocks as they are.)
 */
final class RocksNights {
    private final Records records;
    private final RocksDB db;
    private final WriteOptions unlogged;

    private RocksNights(Records records, RocksDB db, WriteOptions unlogged) {
        this.records = records;
        this.db = db;
        this.unlogged = unlogged;
    }

    public static void main(String[] args) throws IOException, InterruptedException, RocksDBException {
        Path directory = Path.of(args[0]);
        Path live = Files.createDirectories(directory.resolve("live"));
        var records = new Records(Integer.parseInt(args[1]), Long.parseLong(args[4]));
        long batches = Math.round(records.count() * Double.parseDouble(args[3]) / Records.BATCH);
        var type = args.length > 5 ? CompressionType.ZSTD_COMPRESSION : CompressionType.NO_COMPRESSION;
        var shelf = new Shelf(directory);
        try (var options = new Options().setCreateIfMissing(true).setCompressionType(type);
                var unlogged = new WriteOptions().setDisableWAL(true);
                var db = RocksDB.open(options, live.toString())) {
            var nights = new RocksNights(records, db, unlogged);
            nights.load();
            nights.save(shelf);
            for (int night = Integer.parseInt(args[2]); night > 0; night--) {
                for (long b = 0; b < batches; b++) {
                    nights.batch();
                }
                nights.save(shelf);
            }
        }
    }

    private void load() {
        records.load((key, value) -> {
            try {
                db.put(unlogged, key, value);
            } catch (RocksDBException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void batch() throws RocksDBException {
        try (var batch = new WriteBatch()) {
            records.batch((key, value) -> {
                try {
                    batch.put(key, value);
                } catch (RocksDBException e) {
                    throw new IllegalStateException(e);
                }
            });
            db.write(unlogged, batch);
        }
    }

    private void save(Shelf shelf) throws IOException, InterruptedException, RocksDBException {
        try (var flush = new FlushOptions().setWaitForFlush(true)) {
            db.flush(flush);
        }
        while (db.getLongProperty("rocksdb.num-running-compactions") > 0
                || db.getLongProperty("rocksdb.compaction-pending") > 0) {
            Thread.sleep(100);
        }
        shelf.save(night -> {
            try (var checkpoint = Checkpoint.create(db)) {
                checkpoint.createCheckpoint(night.toString());
            } catch (RocksDBException e) {
                throw new IOException(e);
            }
        });
    }
}
