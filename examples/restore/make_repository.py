#!/usr/bin/env python3
"""Make a small Freshet repository, written from docs/spec/format-v1.md alone: the second implementation of the writer's side.

  make_repository.py OUT [--seed N] [--nights N] [--only-deltas]

Into OUT, which must be absent, go `source-1`, `source-2`, … (a chain-like tree, night after night), `repository` (a release of
channel mainnet/archive for each night), `root.json`, and `expected.json` (what each release must come to: ids and counts). With
--only-deltas, most pages that changed lie in delta frames alone, and bases nodes say where the bases are. The same seed and the same zstd
give the same bytes. It is slow, holds all of it in memory, and is for tests only: its keys are no secret.
"""
import argparse
import fnmatch
import hashlib
import json
import os
import random
import re
import stat
import sys

import zstandard

NOW, EXPIRES = "2026-11-23T00:00:00Z", "2099-01-01T00:00:00Z"
ZERO_RUN, BLOCK = 65536, 4096
DIRECTORY, FILE, LINK = 1, 2, 3
PROFILE = {
    "id": "sha256", "seed": "", "inlineMax": 128,
    "rules": [{"match": "**/mdbx.dat", "chunker": {"kind": "fixed", "size": 4096}},
              {"match": "**/*.pages", "chunker": {"kind": "fixed", "size": 16384}},
              {"match": "**", "chunker": {"kind": "fastcdc", "min": 8192, "avg": 32768, "max": 131072, "normalization": 2}}]}
COMPONENTS = [{"name": "main", "root": "", "priority": 0, "requires": []},
              {"name": "wal", "root": "chain/wal", "priority": 1, "requires": ["main"]}]


def sha256(data):
    return hashlib.sha256(data).digest()


# ---- Primitives (section 1) ------------------------------------------------------------------------------------------


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def zigzag(value):
    return varint(value << 1 if value >= 0 else -value * 2 - 1)


def blob(data):
    return varint(len(data)) + data


def listed(items):
    return varint(len(items)) + b"".join(items)


# ---- Files (section 3) -----------------------------------------------------------------------------------------------


class Entry:
    """A path: its type, mode, modification time in nanoseconds, and a file's data or a link's target."""

    def __init__(self, path, kind, mode, when, data=b""):
        self.path, self.kind, self.mode, self.when, self.data = path, kind, mode, when, data


def order(path):
    return path.replace(b"/", b"\0")


def walk(source, component, components):
    """The entries of a component, in path order."""
    top = os.path.join(os.fsencode(source), component["root"].encode())
    borders = {os.path.join(os.fsencode(source), other["root"].encode()) for other in components if other is not component}
    found = [(b"", top)]
    for folder, folders, files in os.walk(top):
        folders[:] = [name for name in folders if os.path.join(folder, name) not in borders]
        found += [(os.path.relpath(os.path.join(folder, name), top), os.path.join(folder, name)) for name in folders + files]
    entries = []
    for path, name in sorted(found, key=lambda pair: order(pair[0])):
        status = os.lstat(name)
        mode = stat.S_IMODE(status.st_mode)
        if stat.S_ISDIR(status.st_mode):
            entries.append(Entry(path, DIRECTORY, mode, status.st_mtime_ns))
        elif stat.S_ISLNK(status.st_mode):
            entries.append(Entry(path, LINK, 0, status.st_mtime_ns, os.readlink(name)))
        elif stat.S_ISREG(status.st_mode):
            with open(name, "rb") as file:
                entries.append(Entry(path, FILE, mode, status.st_mtime_ns, file.read()))
    return entries


def segments(data):
    """(is a zero run, start, end), in order, without gaps."""
    found, at, start = [], 0, 0
    while at < len(data):
        end = at
        while end < len(data) and not any(data[end:end + BLOCK]):
            end = min(end + BLOCK, len(data))
        if end - at >= ZERO_RUN:
            if start < at:
                found.append((False, start, at))
            found.append((True, at, end))
            start = end
        at = max(end, at + BLOCK)
    if start < len(data):
        found.append((False, start, len(data)))
    return found


def pattern(match):
    """A regular expression for a pattern of the profile."""
    out, i = "", 0
    while i < len(match):
        if match.startswith("**/", i) and (i == 0 or match[i - 1] == "/"):
            out, i = out + "(.*/)?", i + 3
        elif match.startswith("**", i):
            out, i = out + ".*", i + 2
        else:
            out, i = out + {"*": "[^/]*", "?": "[^/]"}.get(match[i], re.escape(match[i])), i + 1
    return re.compile(out, re.DOTALL)


def gear_table(seed):
    return [int.from_bytes(sha256(b"freshet gear v1" + seed + bytes([value]))[:8], "little") for value in range(256)]


def fixed_lengths(data, start, end, chunker):
    at = start
    while at < end:
        cut = min(end, (at // chunker["size"] + 1) * chunker["size"])
        yield cut - at
        at = cut


def fastcdc_lengths(data, start, end, chunker, gear):
    smallest, largest, average = chunker["min"], chunker["max"], chunker["avg"]
    bits, normalization = average.bit_length() - 1, chunker["normalization"]
    while start < end:
        left = end - start
        length = min(left, largest)
        if left > smallest:
            rolling = 0
            for i in range(smallest, length):
                rolling = (rolling << 1) + gear[data[start + i]] & (1 << 64) - 1
                if rolling >> 64 - (bits + normalization if i < average else bits - normalization) == 0:
                    length = i + 1
                    break
        yield length
        start += length


# ---- Frames and packs (section 5) ------------------------------------------------------------------------------------


def compress(data, prefix=None):
    if prefix is None:
        return zstandard.ZstdCompressor(level=3, write_checksum=False, write_content_size=True, write_dict_id=False).compress(data)
    window = max(10, (len(prefix) + len(data) - 1).bit_length())
    parameters = zstandard.ZstdCompressionParameters.from_level(
        3, window_log=window, write_checksum=False, write_content_size=True, write_dict_id=False)
    dictionary = zstandard.ZstdCompressionDict(prefix, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdCompressor(dict_data=dictionary, compression_params=parameters).compress(data)


def sized(lengths):
    """How many there are and how long each is, as rows of frames and the heads of delta frames say it."""
    uniform = len(set(lengths)) == 1
    return varint(len(lengths) << 1 | uniform) + b"".join(map(varint, lengths[:1] if uniform else lengths))


def compress_delta(data, bases):
    """A delta frame: its head and, behind it, a zstd frame. `bases`: (bytes, id)."""
    head = sized([len(base) for base, _ in bases]) + b"".join(chunk[:8] for _, chunk in bases)
    return head + compress(data, bytes(8) + b"".join(base for base, _ in bases))


class Frame:
    """A data frame that lies in a pack. `lengths`: those of its members. `bases`: of a delta frame, each (frame, member, id)."""

    def __init__(self, pack, offset, stored, codec, lengths, bases=()):
        self.pack, self.offset, self.stored, self.codec, self.lengths, self.bases = pack, offset, stored, codec, lengths, bases
        self.depth = 0 if codec == 1 else 1 + max((frame.depth for frame, _, _ in bases), default=0)


class Pack:
    """A pack in the making; `name` is known once it is sealed."""

    def __init__(self):
        self.data, self.rows, self.name, self.kinds = bytearray(b"FRPK\x01" + bytes(11)), [], None, set()

    def add(self, stored, kind, codec, rest):
        offset = len(self.data)
        self.data += stored
        self.rows.append(varint(len(stored)) + bytes([kind, codec]) + rest)
        self.kinds.add(1 if kind == 1 else 2)
        return offset

    def seal(self):
        table = varint(0) + listed(self.rows)
        offset = len(self.data)
        self.data += table + offset.to_bytes(8, "little") + len(table).to_bytes(4, "little") + sha256(table) + b"FRPE"
        self.name = sha256(bytes(self.data))
        return self.name


# ---- Indexes (sections 4 and 6) --------------------------------------------------------------------------------------


def leaf_hash(level, entry):
    return sha256(bytes([0, level]) + entry)


def node_id(level, entries):
    """RFC 6962, section 2.1, as it is written there: recursively."""
    if len(entries) == 1:
        return leaf_hash(level, entries[0])
    split = 1 << (len(entries) - 1).bit_length() - 1
    return sha256(bytes([1, level]) + node_id(level, entries[:split]) + node_id(level, entries[split:]))


class Item:
    """What a leaf is made of: an entry (path, zeros, inline), or a chunk (`run`: 02 ‖ G or 03; `place`: its frame and member;
    `delta`: the delta frame in which it lies once more, if there is one, and its member)."""

    def __init__(self, weight, path, size=0, entry=None, when=None, chunk=None, run=None, data=None, old=None):
        self.weight, self.path, self.size, self.entry, self.when = weight, path, size, entry, when
        self.chunk, self.run, self.data, self.old, self.place, self.delta = chunk, run, data, old, None, None

    def is_boundary(self, modulus):
        if self.chunk:
            return int.from_bytes(self.chunk[:2], "little") % modulus == 0
        return self.when is not None and int.from_bytes(leaf_hash(0, self.entry)[:2], "little") % modulus == 0


class Node:
    """A content node; of level 0 with its items, above with its children."""

    def __init__(self, level, entries, parts, counts, first_path):
        self.level, self.entries, self.parts, self.counts, self.first_path = level, entries, parts, counts, first_path
        self.id = node_id(level, entries)
        self.plain = b"FRCN" + bytes([1, level]) + varint(0) + listed([blob(entry) for entry in entries])
        self.content = self.location = self.location_digest = None  # locators: (pack, offset, stored, plain, codec)

    def child_entry(self):
        return b"\x10" + self.id + b"".join(map(varint, self.counts)) + blob(self.first_path)


def leaf_entries(items):
    """The entries of a leaf: chunks in runs of at most 512."""
    entries, run = [], []

    def close():
        if run:
            lengths = b"" if run[0].run[0] == 2 else b"".join(varint(item.size) for item in run)
            entries.append(run[0].run + varint(len(run)) + lengths + b"".join(item.chunk for item in run))
            run.clear()

    for item in items:
        if run and (item.chunk is None or item.run != run[0].run or len(run) == 512):
            close()
        if item.chunk is None:
            entries.append(item.entry)
        else:
            run.append(item)
    close()
    return entries


def split(parts, weight, boundary, smallest, largest):
    """Section 4: where nodes end."""
    nodes, node, total = [], [], 0
    for part in parts:
        node.append(part)
        total += weight(part)
        if (total >= smallest and boundary(part)) or total >= largest:
            nodes.append(node)
            node, total = [], 0
    return nodes + [node] if node else nodes


class Repository:
    """A repository with one channel. Its methods are small, so that a test can override one and publish something hostile."""

    node_min, node_max, leaf_modulus, inner_modulus, bases_per_node = 65536, 983040, 2048, 256, 2

    def __init__(self, folder, channel="mainnet/archive", profile=PROFILE, components=COMPONENTS, pack_bytes=1 << 20, deltas=True, only_deltas=False):
        self.folder, self.channel, self.profile, self.components = str(folder), channel, profile, components
        self.pack_bytes, self.deltas, self.only_deltas = pack_bytes, deltas, only_deltas
        self.chunks, self.again, self.nodes, self.bases_nodes, self.releases, self.packs = {}, {}, {}, {}, [], {}
        self.patterns = [(pattern(rule["match"]), rule["chunker"]) for rule in profile["rules"]]
        self.gear = gear_table(bytes.fromhex(profile["seed"]))
        self.trust = Trust(self)

    def write(self, name, data):
        name = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "wb") as file:
            file.write(data)

    # -- content

    def walk(self, source, component):
        return walk(source, component, self.components)

    def path_entry(self, entry):
        detail = {DIRECTORY: b"", FILE: varint(len(entry.data)), LINK: blob(entry.data)}[entry.kind]
        return bytes([1, entry.kind]) + varint(entry.mode) + blob(entry.path) + detail + varint(0)

    def items(self, entries, old):
        """The items of a component. `old`: (path, offset) -> Item of the release before."""
        for entry in entries:
            encoded = self.path_entry(entry)
            yield Item(len(encoded), entry.path, entry=encoded, when=entry.when)
            if entry.kind != FILE or not entry.data:
                continue
            if len(entry.data) <= self.profile["inlineMax"]:
                yield Item(1 + len(entry.data), entry.path, len(entry.data), entry=b"\x05" + entry.data)
                continue
            chunker = next(chunker for regex, chunker in self.patterns if regex.fullmatch(entry.path.decode()))
            for is_zero, start, end in segments(entry.data):
                if is_zero:
                    yield Item(8, entry.path, end - start, entry=b"\x04" + varint(end - start))
                    continue
                fixed = chunker["kind"] == "fixed"
                lengths = fixed_lengths(entry.data, start, end, chunker) if fixed else fastcdc_lengths(entry.data, start, end, chunker, self.gear)
                for length in lengths:
                    data = entry.data[start:start + length]
                    whole = fixed and length == chunker["size"]
                    yield Item(32 if whole else 36, entry.path, length, chunk=sha256(data), run=b"\x02" + varint(length) if whole else b"\x03",
                               data=data, old=old.get((entry.path, start)) if whole else None)
                    start += length

    def leaves(self, items):
        nodes = split(items, lambda item: item.weight, lambda item: item.is_boundary(self.leaf_modulus), self.node_min, self.node_max)
        return [Node(0, leaf_entries(node), node, (sum(item.when is not None for item in node), sum(item.chunk is not None for item in node),
                                                   sum(item.size for item in node)), node[0].path) for node in nodes]

    def levels(self, nodes):
        """All levels, from the leaves up to the one root."""
        levels = [nodes]
        while len(levels[-1]) > 1:
            groups = split(levels[-1], lambda node: len(node.child_entry()),
                           lambda node: int.from_bytes(node.id[:2], "little") % self.inner_modulus == 0, self.node_min, self.node_max)
            levels.append([Node(len(levels), [child.child_entry() for child in group], group,
                                tuple(map(sum, zip(*(child.counts for child in group)))), group[0].first_path) for group in groups])
        return levels

    # -- data

    def current_pack(self):
        if not self.open_packs or len(self.open_packs[-1].data) > self.pack_bytes:
            self.open_packs.append(Pack())
        return self.open_packs[-1]

    def store_chunks(self, items):
        """Places every chunk: where it lies already, or in a new frame. It lies once more, in a delta frame, if an older version of it is known; or
        there alone, if that is asked for."""
        items, new = [item for item in items if item.chunk is not None], {}
        for item in items:
            if item.chunk not in self.chunks:
                new.setdefault(item.chunk, item)
        changed = [item for item in new.values() if item.old is not None and self.deltas]
        alone = {item.chunk for item in changed if self.is_alone(item)}
        plain, plain_bytes = [], 0
        for item in new.values():
            if item.chunk in alone:
                continue
            if plain and (plain_bytes + item.size > 256 * 1024 or len(plain) == 1024):
                self.store_frame(plain)
                plain, plain_bytes = [], 0
            plain.append(item)
            plain_bytes += item.size
        if plain:
            self.store_frame(plain)
        groups = {}
        for item in changed:  # a frame is as deep as its deepest base makes it: those of one depth together
            groups.setdefault((item.chunk in alone, self.chunks[item.old.chunk][0].depth), []).append(item)
        for (only, _), group in sorted(groups.items()):
            for start in range(0, len(group), 32):
                self.store_delta(group[start:start + 32], self.chunks if only else self.again)
        for item in items:
            item.place, item.delta = self.chunks[item.chunk], self.again.get(item.chunk)

    def is_alone(self, item):
        """Whether a page that changed is stored as a delta and in no plain frame: most are, in a repository of that kind."""
        return self.only_deltas and item.chunk[0] % 8 > 0

    def store_frame(self, items):
        self.add_frame(1, items, compress(b"".join(item.data for item in items)), self.chunks)

    def store_delta(self, items, places):
        bases = {item.old.chunk: item.old.data for item in items}
        stored = compress_delta(b"".join(item.data for item in items), [(data, chunk) for chunk, data in bases.items()])
        self.add_frame(2, items, stored, places, [(*self.chunks[chunk], chunk) for chunk in bases])

    def add_frame(self, codec, items, stored, places, bases=()):
        pack, rest = self.current_pack(), listed([varint(item.size) + item.chunk for item in items])
        frame = Frame(pack, pack.add(stored, 1, codec, rest), len(stored), codec, [item.size for item in items], bases)
        self.new_bytes += len(stored) if codec == 1 else 0
        for member, item in enumerate(items):
            places[item.chunk] = frame, member

    # -- index

    def index_blob(self, plain, kind, digest, codec=1):
        stored = compress(plain) if codec == 1 else plain
        offset = self.index_pack.add(stored, kind, codec, varint(len(plain)) + digest)
        self.used.append((self.index_pack, offset, len(stored)))
        return self.index_pack, offset, len(stored), len(plain), codec

    def store_node(self, node):
        """Both halves of a node; one that an earlier release has stored is taken from there."""
        times = [item.when for item in node.parts if item.when is not None] if node.level == 0 else [child.location_digest for child in node.parts]
        key = node.id, tuple(times)
        if key in self.nodes:
            node.content, node.location, node.location_digest = self.nodes[key]
            self.used += [node.content[:3], node.location[:3]]
            return
        node.content = self.index_blob(node.plain, 2, node.id, codec=node.level % 2 ^ 1)
        numbers = {self.index_pack: 0}
        body = self.location_leaf(node, numbers) if node.level == 0 else b"".join(
            self.locator(child.content, numbers) + self.locator(child.location, numbers) + child.location_digest
            + self.deltas_of(child) for child in node.parts)
        packs = [pack.name for pack in numbers if pack is not self.index_pack]
        plain = b"FRLN" + bytes([1, node.level]) + varint(0) + node.id + listed(packs) + body
        node.location_digest = sha256(plain)
        node.location = self.index_blob(plain, 3, node.location_digest)
        self.nodes[key] = node.content, node.location, node.location_digest

    def locator(self, where, numbers):
        pack, offset, stored, plain, codec = where
        return b"".join(map(varint, (numbers.setdefault(pack, len(numbers)), offset, stored, plain))) + bytes([codec])

    def deltas_of(self, child):
        """None, or one against two nodes that this reader cannot hold: it must pass over it."""
        return listed([b"\2" + child.id + child.location_digest + varint(0) + varint(16) + varint(1)] * (child.id[0] % 2))

    def location_leaf(self, node, numbers):
        chunks = [item for item in node.parts if item.chunk is not None]
        places, deltas = [item.place for item in chunks], [item.delta for item in chunks]
        rows, delta_rows = self.rows(places), self.rows(deltas)
        self.used += [(frame.pack, frame.offset, frame.stored) for frame in (*rows, *delta_rows)]
        return (self.frame_rows(rows, numbers) + self.runs(rows, places) + self.frame_rows(delta_rows, numbers)
                + self.delta_runs(delta_rows, deltas) + self.times(node))

    def rows(self, places):
        """The frames and their numbers, in the order in which chunks need them."""
        return {frame: number for number, frame in enumerate(dict.fromkeys(place[0] for place in places if place))}

    def frame_rows(self, rows, numbers):
        encoded, before = [], None
        for frame in rows:
            number = numbers.setdefault(frame.pack, len(numbers))
            start = before.offset + before.stored if before and before.pack is frame.pack else 0
            encoded.append(varint(number) + zigzag(frame.offset - start) + varint(frame.stored) + bytes([frame.codec]) + sized(frame.lengths))
            before = frame
        return listed(encoded)

    def runs(self, rows, places):
        runs, ordered, before = [], list(rows), None
        for frame, member in places:
            follows = before and (before == (rows[frame], member - 1) or
                                  (member == 0 and before == (rows[frame] - 1, len(ordered[rows[frame] - 1].lengths) - 1)))
            if follows:
                runs[-1][2] += 1
            else:
                runs.append([rows[frame], member, 1, before[0] if before else 0])
            before = rows[frame], member
        return listed([varint(number) + zigzag(row - previous) + varint(member) for row, member, number, previous in runs])

    def delta_runs(self, rows, places):
        runs, end, before = [], 0, None  # the chunk behind the last run, and where the chunk before lies
        for chunk, place in enumerate(places):
            if place and before == (place[0], place[1] - 1):
                runs[-1][1] += 1
            elif place:
                runs.append([chunk - end, 1, rows[place[0]], place[1]])
            end, before = chunk + 1 if place else end, place
        before = [0] + [row for _, _, row, _ in runs]
        return listed([varint(skipped) + varint(number) + zigzag(row - previous) + varint(member)
                       for (skipped, number, row, member), previous in zip(runs, before)])

    def times(self, node):
        encoded, before = [], 0
        for item in node.parts:
            if item.when is not None:
                seconds, nanoseconds = divmod(item.when, 10**9)
                encoded.append(zigzag(seconds - before) + varint(nanoseconds))
                before = seconds
        return listed(encoded)

    # -- where bases lie

    def store_bases_nodes(self, items):
        """The bases nodes of a component, by rising depth: (place, digest, depth, stored bytes of the delta frames, bases that these name). Among them
        are all delta frames that are a chunk's only place, and all that a base of theirs lies in, and so on."""
        needed = dict.fromkeys(item.place[0] for item in items if item.chunk is not None and item.place[0].codec == 2)
        waiting = list(needed)
        for frame in waiting:  # which grows
            below = [base for base, _, _ in frame.bases if base.codec == 2 and base not in needed]
            needed.update(dict.fromkeys(below))
            waiting += dict.fromkeys(below)
        found = []
        for depth in sorted({frame.depth for frame in needed}):
            level = [frame for frame in needed if frame.depth == depth]
            for start in range(0, len(level), self.bases_per_node):
                frames = level[start:start + self.bases_per_node]
                plain = self.bases_node(frames)
                digest = sha256(plain)
                if digest not in self.bases_nodes:
                    self.bases_nodes[digest] = self.index_blob(plain, 6, digest)
                self.used.append(self.bases_nodes[digest][:3])
                self.used += [(base.pack, base.offset, 0) for frame in frames for base, _, _ in frame.bases]
                found.append((self.bases_nodes[digest], digest, depth, sum(frame.stored for frame in frames), sum(len(frame.bases) for frame in frames)))
        return found

    def bases_node(self, frames):
        numbers, encoded, before = {None: 0}, [], None  # number 0, the node's own pack, is not used
        rows = self.rows([base[:2] for frame in frames for base in frame.bases])
        head = self.frame_rows(rows, numbers)
        for frame in frames:
            number = numbers.setdefault(frame.pack, len(numbers))
            bases, row = [], 0
            for base, member, chunk in frame.bases:
                bases.append(zigzag(rows[base] - row) + varint(member) + chunk[:8])
                row = rows[base]
            start = before.offset if before and before.pack is frame.pack else 0
            encoded.append(varint(number) + zigzag(frame.offset - start) + listed(bases))
            before = frame
        return b"FRBN\x01" + varint(0) + listed([pack.name for pack in numbers if pack]) + head + listed(encoded)

    # -- a release

    def publish(self, source, one_pack=False):
        """Publishes a release; returns what it must come to."""
        before = self.releases[-1] if self.releases else None
        self.open_packs, self.used, self.new_bytes = [], [], 0
        release = Release(before.sequence + 1 if before else 1)
        contents = []
        for component in self.components:
            old = before.places[component["name"]] if before else {}
            contents.append((component, list(self.items(self.walk(source, component), old))))
        every = [item for _, items in contents for item in items]
        self.store_chunks(every)
        one_pack = one_pack and not self.only_deltas  # bases nodes name packs of frames, so these must have names
        self.index_pack = self.open_packs.pop() if one_pack and self.open_packs else Pack()
        data_packs = list(self.open_packs)
        for pack in data_packs:
            self.store_pack(pack)
        described = []
        for component, items in contents:
            levels = self.levels(self.leaves(items))
            for level in levels:
                for node in level:
                    self.store_node(node)
            root, = levels[-1]
            release.remember(component["name"], items, root)
            release.bases[component["name"]] = self.store_bases_nodes(items)
            described.append({**component, "contentRoot": root.id.hex(), **dict(zip(("paths", "chunks", "bytes"), root.counts))})
        manifest = self.manifest({
            "freshet": 1, "requires": {"read": [], "write": []},
            "source": {"network": "mainnet", "height": 21000000 + release.sequence, "blockHash": "0x" + "ab" * 32,
                       "client": {"name": "reth", "version": "1.9.3", "requires": ">=1.9 <2"}},
            "capture": {"consistency": "stopped", "time": NOW}, "tool": "freshet 0.1.0", "profile": self.profile, "components": described,
            **({"parent": before.manifest["sha256"]} if before else {})})
        data = json.dumps(manifest).encode()
        release.manifest = {"sha256": sha256(data).hex(), "length": len(data)}
        self.write(f"manifests/{release.manifest['sha256'][:2]}/{release.manifest['sha256']}.json", data)
        release.location = self.store_location_root(release)
        self.releases.append(release)
        pointer = self.pointer(release, before)
        self.write(f"log/seq/{release.sequence - 1}", json.dumps({"channel": self.channel, "sequence": release.sequence, "manifest": release.manifest}).encode())
        self.trust.publish(json.dumps(pointer).encode())
        return {"sequence": release.sequence, "manifest": release.manifest["sha256"], "components": described,
                "levels": {name: root.level + 1 for name, root in release.roots.items()}, "packs": len(data_packs) + 1,
                "deltaFrames": len({frame for frame, _ in self.again.values()}),
                "basesNodes": {name: [depth for _, _, depth, _, _ in bases] for name, bases in release.bases.items()},
                "onlyDeltas": sum(item.chunk is not None and item.place[0].codec == 2 for item in every)}

    def manifest(self, manifest):
        return manifest

    def store_pack(self, pack):
        name = pack.seal().hex()
        self.packs[pack.name] = pack
        self.write(f"packs/{name[:2]}/{name}.bin", bytes(pack.data))

    def place(self, where):
        pack, offset, stored, plain, codec = where
        return (bytes(32) if pack is self.index_pack else pack.name) + b"".join(map(varint, (0, offset, stored, plain))) + bytes([codec])

    def bases_list(self, bases):
        return listed([self.place(where) + digest + varint(depth) + varint(stored) + varint(number)
                       for where, digest, depth, stored, number in bases])

    def store_location_root(self, release):
        components = [blob(name.encode()) + root.id + self.place(root.content) + self.place(root.location) + root.location_digest
                      + self.bases_list(release.bases[name]) for name, root in release.roots.items()]
        ancestors = [varint(old.sequence) + bytes.fromhex(old.manifest["sha256"]) +
                     listed([blob(name.encode()) + root.id for name, root in old.roots.items()]) for old in self.releases[:-17:-1]]
        used = {}
        for pack, offset, stored in set(self.used):
            if pack is not self.index_pack:
                used[pack] = used.get(pack, 0) + stored
        packs = [pack.name + varint(len(pack.data)) + varint(size) + bytes([sum(pack.kinds)])
                 for pack, size in sorted(used.items(), key=lambda pair: pair[0].name)]
        pack_list = b"FRPL\x01" + varint(0) + varint(self.new_bytes) + listed(packs)
        digest = sha256(pack_list)
        where = self.index_blob(pack_list, 5, digest)
        plain = b"FRLR\x01" + varint(0) + listed(components) + listed(ancestors) + self.place(where) + digest
        pack, offset, stored, length, codec = self.index_blob(plain, 4, sha256(plain))
        self.store_pack(pack)
        return {"pack": pack.name.hex(), "offset": offset, "stored": stored, "plain": length, "codec": codec, "sha256": sha256(plain).hex()}

    def pointer(self, release, before):
        height = 21000000 + release.sequence
        history = [{"sequence": old.sequence, "manifest": old.manifest, "location": old.location, "height": 21000000 + old.sequence, "time": NOW}
                   for old in self.releases[-2:-18:-1]]
        return {"freshet": 1, "requires": {"read": [], "write": []}, "channel": self.channel, "sequence": release.sequence,
                "manifest": release.manifest, "location": release.location, "height": height, "time": NOW, "availableUntil": None,
                "log": release.sequence - 1, "rollout": None, "approvals": [], "halt": None, "rollback": None, "history": history, "older": None}


class Release:
    """What the next release needs of this one."""

    def __init__(self, sequence):
        self.sequence, self.manifest, self.location = sequence, None, None
        self.roots, self.places, self.bases = {}, {}, {}

    def remember(self, name, items, root):
        self.roots[name], places, path, offset = root, {}, None, 0
        for item in items:
            path, offset = item.path, 0 if item.when is not None else offset
            if item.chunk is not None:
                places[path, offset] = item
            offset += item.size
        self.places[name] = places


# ---- Trust (section 10) ----------------------------------------------------------------------------------------------

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE_Y = 4 * pow(5, -1, P) % P
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202


def add(a, b):
    """Affine addition on the twisted Edwards curve -x² + y² = 1 + dx²y²."""
    product = D * a[0] * b[0] * a[1] * b[1] % P
    return ((a[0] * b[1] + a[1] * b[0]) * pow(1 + product, -1, P) % P, (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, -1, P) % P)


DOUBLES = [(BASE_X, BASE_Y)]
for _ in range(255):
    DOUBLES.append(add(DOUBLES[-1], DOUBLES[-1]))


def multiply_base(scalar):
    point = (0, 1)
    for bit, double in enumerate(DOUBLES):
        point = add(point, double) if scalar >> bit & 1 else point
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


class Key:
    """An Ed25519 key made from a name (RFC 8032, section 5.1.5 and 5.1.6): no secret."""

    def __init__(self, name, secret=None):
        digest = hashlib.sha512(secret or sha256(b"freshet test key " + name.encode())).digest()
        self.scalar, self.prefix = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254, digest[32:]
        self.public = multiply_base(self.scalar)
        self.key = {"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": self.public.hex()}}
        self.id = sha256(canonical(self.key)).hex()

    def sign(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % ORDER
        start = multiply_base(r)
        h = int.from_bytes(hashlib.sha512(start + self.public + message).digest(), "little") % ORDER
        return start + ((r + h * self.scalar) % ORDER).to_bytes(32, "little")


def canonical(value):
    """Canonical JSON of values without control characters, which is all that is signed here."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Trust:
    """The repository's TUF metadata: two offline keys and an online one, which `rotate` replaces."""

    def __init__(self, repository):
        self.repository, self.versions = repository, {}
        self.offline, self.online = [Key("offline 1"), Key("offline 2")], Key("online 1")
        self.expires = dict.fromkeys(("root", "targets", "snapshot", "timestamp", "channel"), EXPIRES)
        self.role = "channel." + repository.channel.replace("/", ".")
        policy = b'{"freshet": 1}'
        repository.write(f"targets/{sha256(policy).hex()}.policy.json", policy)
        self.policy = {"length": len(policy), "hashes": {"sha256": sha256(policy).hex()}}
        self.first_root = self.write_root()
        self.write_targets()

    def rotate(self):
        self.online = Key("online 2")
        self.write_root()
        self.write_targets()

    def signed(self, kind, rest, role=None):
        role = role or kind
        self.versions[role] = self.versions.get(role, 0) + 1
        expires = self.expires["channel" if role == self.role else role]
        return {"_type": kind, "spec_version": "1.0.34", "version": self.versions[role], "expires": expires, **rest}

    def write_signed(self, role, signed, keys):
        document = {"signatures": [{"keyid": key.id, "sig": key.sign(canonical(signed)).hex()} for key in keys], "signed": signed}
        data = json.dumps(document).encode()
        self.repository.write("metadata/timestamp.json" if role == "timestamp" else f"metadata/{signed['version']}.{role}.json", data)
        return data, {"version": signed["version"], "length": len(data), "hashes": {"sha256": sha256(data).hex()}}

    def write_root(self):
        offline, online = [key.id for key in self.offline], [self.online.id]
        roles = {"root": offline, "targets": offline, "snapshot": online, "timestamp": online}
        signed = self.signed("root", {"consistent_snapshot": True, "keys": {key.id: key.key for key in (*self.offline, self.online)},
                                      "roles": {role: {"keyids": ids, "threshold": 1} for role, ids in roles.items()}})
        return self.write_signed("root", signed, self.offline[:1])[0]

    def write_targets(self):
        path = f"channels/{self.repository.channel}.json"
        roles = [{"name": self.role, "keyids": [self.online.id], "threshold": 1, "paths": [path], "terminating": True}]
        signed = self.signed("targets", {"targets": {"policy.json": self.policy}, "delegations": {"keys": {self.online.id: self.online.key}, "roles": roles}})
        self.targets_meta = self.write_signed("targets", signed, self.offline[1:])[1]

    def publish(self, pointer):
        digest, path = sha256(pointer).hex(), f"channels/{self.repository.channel}.json"
        folder, _, last = path.rpartition("/")
        self.repository.write(f"targets/{folder}/{digest}.{last}", pointer)
        target = {"length": len(pointer), "hashes": {"sha256": digest}}
        _, channel = self.write_signed(self.role, self.signed("targets", {"targets": {path: target}}, self.role), [self.online])
        _, snapshot = self.write_signed("snapshot", self.signed("snapshot", {"meta": {"targets.json": self.targets_meta, self.role + ".json": channel}}), [self.online])
        self.write_signed("timestamp", self.signed("timestamp", {"meta": {"snapshot.json": snapshot}}), [self.online])


# ---- A source --------------------------------------------------------------------------------------------------------


class Source:
    """A chain-like tree that changes from night to night, the same for the same seed."""

    def __init__(self, seed, small_files=5000, pages=800):
        self.random, self.night, self.small_files, self.changed = random.Random(seed), 1, small_files, []
        self.files, self.links, self.modes = {}, {}, {"locked": 0o555, "locked/inner": 0o700, "chain/wal": 0o750, "": 0o755}
        self.folders = ["empty", "locked/inner", "chain/wal"]
        page_file = b"".join(self.page() for _ in range(pages))
        middle = len(page_file) // 2 // 4096 * 4096
        self.files = {
            "chain/db/mdbx.dat": page_file[:middle] + bytes(40 * 4096) + page_file[middle:] + b"a short last page",
            "chain/db/state.pages": self.noise(20000) + bytes(4096 * 18) + self.noise(70000),
            "chain/db/fifteen-zero-blocks": b"x" * 4096 + bytes(4096 * 15) + b"x",
            "chain/segments/0001.seg": self.text(900_000),
            "chain/wal/000001.log": self.text(60_000),
            "chain/wal/000002.log": b"",
            "sparse.img": bytes(1 << 20) + b"in the middle" + bytes(3 << 20),
            "all-zero": bytes(100_000), "zeros-in-a-chunk": bytes(60_000),
            "inline-most": b"i" * 128, "inline-too-much": b"i" * 129, "one": b"1", "none": b"",
            "a/b": b"sorts before a-b", "a-b": b"sorts behind a/b", "a.b": b"and this one", "name with ü, \\ and 日本": b"unicode",
            "locked/inner/secret": b"only for the owner", "tool": b"#!/bin/sh\n"}
        self.files["chain/segments/0002.seg"] = self.files["chain/segments/0001.seg"][:500_000] + self.text(200_000)
        self.modes.update({"tool": 0o4755, "one": 0o400, "none": 0o000})
        for number in range(small_files):
            self.files[f"small/{number // 500:02}/{number:05}.json"] = self.noise(self.random.randint(100, 400 if number % 50 == 0 else 128))
        self.links = {"current": "chain/db/mdbx.dat", "chain/up": "../small/./00", "dangling": "not/there", "chain/db/self": ".", "chain/wal/back": "000001.log"}

    def noise(self, length):
        return self.random.getrandbits(8 * length).to_bytes(length, "little")

    def text(self, length):
        words = [self.noise(6) for _ in range(2000)]
        out = bytearray()
        while len(out) < length:
            out += self.random.choice(words)
        return bytes(out[:length])

    def page(self):
        return (self.noise(1500) + bytes(1000) + self.noise(100) * 15)[:4096].ljust(4096, b"\1")

    def change(self):
        """A night passes."""
        self.night += 1
        name = "chain/db/mdbx.dat"
        data = bytearray(self.files[name])
        again, self.changed = self.changed[:12], []
        for i in range(60):  # pages that change a little, some of which did so the night before: deltas, and deltas of these
            at = again[i] if i < len(again) else self.random.randrange(len(data) // 4096) * 4096
            if any(data[at:at + 4096]):
                self.changed.append(at)
                data[at + 17:at + 37] = self.noise(20)
        last = len(data) // 4096 * 4096
        self.files[name] = bytes(data[:last]) + b"".join(self.page() for _ in range(20)) + bytes(data[last:])
        self.files["chain/segments/0001.seg"] = self.noise(100) + self.files["chain/segments/0001.seg"] + self.text(50_000)
        self.files[f"chain/wal/00001{self.night}.log"] = self.text(30_000)
        self.files["renamed-" + str(self.night)] = self.files.pop("renamed-" + str(self.night - 1), b"renamed" * 1000)
        for number in range(self.night, self.small_files, 701):
            self.files.pop(f"small/{number // 500:02}/{number:05}.json", None)

    def write(self, folder):
        """Writes the tree, with its modes and times, and with holes where a file is zero."""
        folders = set(self.folders)
        for name in [*self.files, *self.links]:
            folders.add(os.path.dirname(name))
        for name in folders:
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        for name, data in self.files.items():
            with open(os.path.join(folder, name), "wb") as file:
                for is_zero, start, end in segments(data):
                    file.seek(end) if is_zero else file.write(data[start:end])
                file.truncate(len(data))
        for name, target in self.links.items():
            os.symlink(target, os.path.join(folder, name))
        below = [os.path.relpath(os.path.join(top, name), folder) for top, names, files in os.walk(folder) for name in names + files]
        for name in sorted(below, reverse=True) + [""]:
            full = os.path.join(folder, name)
            if not os.path.islink(full):
                os.chmod(full, self.modes.get(name, 0o755 if os.path.isdir(full) else 0o644))
            number = int.from_bytes(sha256(f"{name} {len(self.files.get(name, ''))}".encode())[:6], "little")
            when = (1_700_000_000 + number % 50_000_000 - 2 * 10**9 * (name == "one")) * 10**9 + number % 10**9
            os.utime(full, ns=(when, when), follow_symlinks=False)


def make(out, seed=1, nights=3, only_deltas=False, **source):
    """Fills OUT (see above); returns what each night must come to."""
    tree, repository, expected = Source(seed, **source), Repository(os.path.join(out, "repository"), only_deltas=only_deltas), []
    for night in range(1, nights + 1):
        if night > 1:
            tree.change()
        if night == 2:
            repository.trust.rotate()
        folder = os.path.join(out, f"source-{night}")
        tree.write(folder)
        expected.append(repository.publish(folder, one_pack=night > 1))
    root_sha256 = sha256(repository.trust.first_root).hex()
    with open(os.path.join(out, "root.json"), "wb") as file:
        file.write(repository.trust.first_root)
    with open(os.path.join(out, "expected.json"), "w", encoding="utf-8") as file:
        json.dump({"channel": repository.channel, "rootSha256": root_sha256, "profile": repository.profile, "releases": expected}, file, indent=2)
    return expected


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", metavar="OUT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nights", type=int, default=3)
    parser.add_argument("--only-deltas", action="store_true")
    args = parser.parse_args()
    os.makedirs(args.out)
    for release in make(args.out, args.seed, args.nights, args.only_deltas):
        print(json.dumps(release))


if __name__ == "__main__":
    sys.exit(main())
