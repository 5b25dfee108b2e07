# The same, restored from the repository's own directory: no node has that.
. "${BASH_SOURCE[0]%-local.sh}.sh"
needs=rustic
fetch() { rustic -r "$STORE" restore latest "$OUT"; }
update() { rustic -r "$STORE" restore --delete latest "$OUT"; }
unset -f serve stop
