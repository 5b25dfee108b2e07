# Content-defined chunks, a file each, over HTTP; the update takes what it can from the old tree.
needs=casync
version() { casync --version | head -n 1; }
publish() { casync make --store="$STORE/store.castr" "$STORE/tree.caidx" "$1"; }
fetch() { casync extract --store="$URL/store.castr" "$URL/tree.caidx" "$OUT/tree"; }
update() {
    casync extract --store="$URL/store.castr" --seed="$OUT/tree" "$URL/tree.caidx" "$OUT/next"
    rm -rf "$OUT/tree"
    mv "$OUT/next" "$OUT/tree"
}
tree=tree
