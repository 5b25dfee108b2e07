# A backup. It restores from the repository itself, not over HTTP, which is in its favour.
needs=restic
export RESTIC_PASSWORD=bench RESTIC_CACHE_DIR=$STATE/cache
version() { restic version; }
prepare() { restic -q -r "$STORE" init; }
publish() { (cd "$1" && restic -q -r "$STORE" backup .); }
fetch() { restic -q -r "$STORE" restore latest --target "$OUT"; }
