//! Nights of a real MDBX: `mdbx-nights DIR RECORDS NIGHTS SHARE SEED`.
//!
//! Writes DIR/0 to DIR/NIGHTS, each with one `mdbx.dat`, and waits while DIR/(i - 4) is still there, so that a reader which
//! removes what it has read bounds the disk that is used. Records are those of `Records.java`, drawn from another generator.

use libmdbx::{
    Database, DatabaseOptions, Mode, NoWriteMap, PageSize, ReadWriteOptions, SyncMode, TableFlags, WriteFlags,
};
use rand::{prelude::*, rngs::StdRng};
use std::{env, fs, path::Path, thread, time::Duration};

const BATCH: usize = 1000;
const INSERTS: usize = 80;
const AHEAD: usize = 4;
const LOADED: usize = 8_000_000;

fn value(random: &mut StdRng) -> Vec<u8> {
    let mut value = vec![0u8; 34 + random.gen_range(0..40)];
    random.fill_bytes(&mut value[..20]);
    random.fill_bytes(&mut value[32..]);
    value
}

fn open(live: &Path) -> Database<NoWriteMap> {
    let mode = Mode::ReadWrite(ReadWriteOptions {
        sync_mode: SyncMode::UtterlyNoSync,
        min_size: None,
        max_size: Some(64 << 30),
        growth_step: Some(64 << 20),
        shrink_threshold: None,
    });
    let options = DatabaseOptions { max_tables: Some(4), page_size: Some(PageSize::Set(4096)), mode, ..Default::default() };
    Database::open_with_options(live, options).unwrap()
}

fn load(db: &Database<NoWriteMap>, keys: &[[u8; 32]], random: &mut StdRng) {
    // A transaction of more than that writes dirty pages early, one after the other, which takes ever longer.
    for part in keys.chunks(LOADED) {
        let transaction = db.begin_rw_txn().unwrap();
        {
            let table = transaction.create_table(Some("s"), TableFlags::empty()).unwrap();
            for key in part {
                transaction.put(&table, key, value(random), WriteFlags::APPEND).unwrap();
            }
        }
        transaction.commit().unwrap();
    }
}

/// One commit: 1,000 updates, four in ten of them to a fifth of the keys, and 80 new records.
fn batch(db: &Database<NoWriteMap>, keys: &[[u8; 32]], random: &mut StdRng) {
    let transaction = db.begin_rw_txn().unwrap();
    {
        let table = transaction.open_table(Some("s")).unwrap();
        for _ in 0..BATCH {
            let hot = random.gen_bool(0.4);
            let at = if hot { random.gen_range(0..keys.len() / 5) * 5 } else { random.gen_range(0..keys.len()) };
            transaction.put(&table, keys[at], value(random), WriteFlags::UPSERT).unwrap();
        }
        for _ in 0..INSERTS {
            let key: [u8; 32] = random.gen();
            transaction.put(&table, key, value(random), WriteFlags::UPSERT).unwrap();
        }
    }
    transaction.commit().unwrap();
}

fn save(db: &Database<NoWriteMap>, directory: &Path, night: usize) {
    while night > AHEAD && directory.join((night - AHEAD).to_string()).exists() {
        thread::sleep(Duration::from_millis(200));
    }
    db.sync(true).unwrap();
    let part = directory.join(format!("{night}.part"));
    fs::create_dir_all(&part).unwrap();
    fs::copy(directory.join("live/mdbx.dat"), part.join("mdbx.dat")).unwrap();
    fs::rename(part, directory.join(night.to_string())).unwrap();
}

fn main() {
    let args: Vec<String> = env::args().collect();
    let directory = Path::new(&args[1]);
    let records: usize = args[2].parse().unwrap();
    let nights: usize = args[3].parse().unwrap();
    let share: f64 = args[4].parse().unwrap();
    let mut random = StdRng::seed_from_u64(args[5].parse().unwrap());
    let live = directory.join("live");
    fs::create_dir_all(&live).unwrap();
    let db = open(&live);
    let mut keys: Vec<[u8; 32]> = (0..records).map(|_| random.gen()).collect();
    keys.sort();
    load(&db, &keys, &mut random);
    save(&db, directory, 0);
    for night in 1..=nights {
        for _ in 0..(records as f64 * share / BATCH as f64).round() as usize {
            batch(&db, &keys, &mut random);
        }
        save(&db, directory, night);
    }
}
