# A backup. It restores over HTTP, from rclone, which serves a repository as restic's own server does.
needs="restic rclone curl"
export RESTIC_PASSWORD=bench RESTIC_CACHE_DIR=$STATE/cache
. "$(dirname "${BASH_SOURCE[0]}")/../serve-restic.sh"
version() { restic version; }
prepare() { restic -q -r "$STORE" init; }
publish() { (cd "$1" && restic -q -r "$STORE" backup .); }
fetch() { restic -q -r "rest:http://$served/" restore latest --target "$OUT"; }
