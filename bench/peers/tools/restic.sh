# A backup. It restores over HTTP, from rclone, which serves a repository as restic's own server does.
needs="restic rclone curl"
export RESTIC_PASSWORD=bench RESTIC_CACHE_DIR=$STATE/cache
served=127.0.0.1:$((${URL2##*:} + 1))
version() { restic version; }
prepare() { restic -q -r "$STORE" init; }
publish() { (cd "$1" && restic -q -r "$STORE" backup .); }
serve() {
    rclone serve restic --config= -q --addr "$served" "$STORE" &
    echo $! >"$STATE/server"
    curl -sf --retry 50 --retry-delay 1 --retry-connrefused -o "$STATE/config" "http://$served/config"
    kill -0 "$(cat "$STATE/server")"
}
fetch() { restic -q -r "rest:http://$served/" restore latest --target "$OUT"; }
stop() { kill "$(cat "$STATE/server")"; }
