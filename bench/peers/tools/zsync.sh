# The archive, uncompressed, by differences from the archive of the old tree.
needs="tar zsync zsyncmake"
version() { zsync -V 2>&1 | head -n 1; }
publish() {
    tar cf "$STORE/tree.tar" -C "$1" .
    zsyncmake -b 4096 -u "$URL/tree.tar" -o "$STORE/tree.tar.zsync" "$STORE/tree.tar"
}
update() {
    tar cf "$STATE/old.tar" -C "$OUT" .
    # It moves its own file from the directory in which it runs.
    (cd "$STATE" && zsync -q -i old.tar -o new.tar "$URL/tree.tar.zsync")
    mkdir "$STATE/new"
    tar xf "$STATE/new.tar" -C "$STATE/new"
    rm -rf "$OUT" "$STATE"/*.tar
    mv "$STATE/new" "$OUT"
}
