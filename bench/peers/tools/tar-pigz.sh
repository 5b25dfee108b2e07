# The same with gzip on two cores.
needs="tar pigz curl"
version() { pigz --version 2>&1; }
publish() { tar cf - -C "$1" . | pigz -6 -p2 >"$STORE/archive.tar.gz"; }
fetch() { curl -sf "$URL/archive.tar.gz" | pigz -dc | tar xf - -C "$OUT"; }
