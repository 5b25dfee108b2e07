# A backup. It restores over HTTP, from rclone, which serves a repository as restic's own server does; the update is in place.
needs="rustic rclone curl"
export RUSTIC_PASSWORD=bench RUSTIC_CACHE_DIR=$STATE/cache RUSTIC_NO_PROGRESS=true
. "$(dirname "${BASH_SOURCE[0]}")/../serve-restic.sh"
version() { rustic --version; }
prepare() { rustic -r "$STORE" init; }
publish() { (cd "$1" && rustic -r "$STORE" backup .); }
fetch() { rustic -r "rest:http://$served/" restore latest "$OUT"; }
update() { rustic -r "rest:http://$served/" restore --delete latest "$OUT"; }
