# A backup. It restores over HTTP, from rclone, which serves a repository as restic's own server does; the update is in place.
needs="rustic rclone curl"
export RUSTIC_PASSWORD=bench RUSTIC_CACHE_DIR=$STATE/cache RUSTIC_NO_PROGRESS=true
served=127.0.0.1:$((${URL2##*:} + 1))
version() { rustic --version; }
prepare() { rustic -r "$STORE" init; }
publish() { (cd "$1" && rustic -r "$STORE" backup .); }
serve() {
    rclone serve restic --config= -q --addr "$served" "$STORE" &
    echo $! >"$STATE/server"
    curl -sf --retry 50 --retry-delay 1 --retry-connrefused -o "$STATE/config" "http://$served/config"
    kill -0 "$(cat "$STATE/server")"
}
fetch() { rustic -r "rest:http://$served/" restore latest "$OUT"; }
update() { rustic -r "rest:http://$served/" restore --delete latest "$OUT"; }
stop() { kill "$(cat "$STATE/server")"; }
