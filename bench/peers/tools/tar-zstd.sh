# One archive: what most teams publish. Nothing is verified, and nothing can be updated.
needs="tar zstd curl"
version() { echo "zstd $(zstd --version | grep -o 'v[0-9.]*' | head -n 1)"; }
publish() { tar cf - -C "$1" . | zstd -q -3 -T2 -f -o "$STORE/archive.tar.zst"; }
fetch() { curl -sf "$URL/archive.tar.zst" | zstd -q -dc | tar xf - -C "$OUT"; }
