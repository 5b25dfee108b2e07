# Freshet: the published file: repository behind two mirrors, nginx on two ports of loopback.
tree=current
version() { "$FRESHET" --version | head -n 1; }
prepare() { "$FRESHET" init --to "file:$STORE" --keys "$STATE/keys" --channel bench/chain --quiet; }
# publish TREE [BASE]: the second is the tree of the last release, which deltas are made against.
publish() {
    "$FRESHET" publish "$1" ${2:+--base "$2"} --to "file:$STORE" --keys "$STATE/keys" --channel bench/chain \
        --state "$STATE/publisher" --json --quiet >"$STATE/published.json"
}
chunks() { grep -Eo '"newChunks" *: *[0-9]+' "$STATE/published.json" | grep -Eo '[0-9]+'; }
fetch() {
    "$FRESHET" fetch --from "$URL" --from "$URL2" --root "$STATE/keys/root.json" --channel bench/chain --into "$OUT" --quiet
}
update() { fetch; }
