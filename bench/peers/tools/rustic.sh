# A backup. It restores from the repository itself, not over HTTP, which is in its favour; the update is in place.
needs=rustic
export RUSTIC_PASSWORD=bench RUSTIC_CACHE_DIR=$STATE/cache RUSTIC_NO_PROGRESS=true
version() { rustic --version; }
prepare() { rustic -r "$STORE" init; }
publish() { (cd "$1" && rustic -r "$STORE" backup .); }
fetch() { rustic -r "$STORE" restore latest "$OUT"; }
update() { rustic -r "$STORE" restore --delete latest "$OUT"; }
