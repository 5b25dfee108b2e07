"""Reads one target of a repository by python-tuf: URL, root.json, working directory, target; writes it to standard output."""

import sys
from pathlib import Path

from tuf.ngclient import Updater

url, root, work, target = sys.argv[1:]
updater = Updater(
    metadata_dir=str(Path(work, "metadata")),
    metadata_base_url=url + "/metadata/",
    target_dir=work,
    target_base_url=url + "/targets/",
    bootstrap=Path(root).read_bytes(),
)
updater.refresh()
info = updater.get_targetinfo(target)
if info is None:
    sys.exit("no such target: " + target)
sys.stdout.buffer.write(Path(updater.download_target(info, str(Path(work, "target")))).read_bytes())
