# Serves the repository as restic's own server does, at the port behind those of the mirrors.
served=127.0.0.1:$((${URL2##*:} + 1))
serve() {
    rclone serve restic --config= -q --addr "$served" "$STORE" &
    echo $! >"$STATE/server"
    curl -sf --retry 50 --retry-delay 1 --retry-connrefused -o "$STATE/config" "http://$served/config"
    kill -0 "$(cat "$STATE/server")"
}
stop() { kill "$(cat "$STATE/server")"; }
