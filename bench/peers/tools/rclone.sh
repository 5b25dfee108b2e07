# The files as they are, by size and time. HTTP listings know no links and no empty directories.
needs=rclone
lacks="CURRENT empty"
version() { rclone version | head -n 1; }
publish() { ln -sfn "$1" "$STORE/tree"; }
fetch() { rclone copy --config= --transfers 16 --exclude /CURRENT -q --http-url "$URL/tree/" :http: "$OUT"; }
update() { rclone sync --config= --transfers 16 --exclude /CURRENT -q --http-url "$URL/tree/" :http: "$OUT"; }
