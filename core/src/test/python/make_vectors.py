#!/usr/bin/env python3
"""Make the vectors of the two indexes and of the JSON documents, and the seeds of their fuzzers.

  make_vectors.py        # rewrites ../resources/vectors/index and …/documents, and ../resources/io/…/FuzzTestInputs

Written from docs/spec/format-v1.md by way of examples/restore/make_repository.py, and never from the Java code: what both sides
agree on holds. The same Python gives the same bytes.
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
RESOURCES = os.path.join(HERE, "..", "resources")
sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "..", "examples", "restore"))
from make_repository import blob, leaf_entries, listed, node_id, sha256, split, varint, zigzag


def label(text):
    """An id: the SHA-256 of a label."""
    return sha256(text.encode())


def numbered(text, number):
    """The id of a chunk of a row: the SHA-256 of a label and a number, as u64."""
    return sha256(text.encode() + number.to_bytes(8, "little"))


# ---- Items: as the vectors write them, and as entries -------------------------------------------------------------------


class Part:
    """An item, as make_repository's leaf_entries and split take it."""

    def __init__(self, weight, entry=None, chunk=None, run=None, size=0, is_path=False, path=None):
        self.weight, self.entry, self.chunk, self.run, self.size, self.is_path, self.path = weight, entry, chunk, run, size, is_path, path

    def is_boundary(self):
        first = self.chunk or (sha256(b"\0\0" + self.entry) if self.is_path else None)
        return first is not None and int.from_bytes(first[:2], "little") % 2048 == 0


def path_part(kind, path, mode, detail, extensions):
    encoded = listed([varint(e["number"] << 1 | e.get("critical", False)) + blob(bytes.fromhex(e["value"])) for e in extensions])
    entry = bytes([1, kind]) + varint(mode) + blob(path.encode()) + detail + encoded
    return Part(len(entry), entry, is_path=True, path=path)


def parts(items):
    """The items that a vector lists."""
    for item in items:
        mode, extensions = int(item.get("mode", "0"), 8), item.get("extensions", [])
        if "directory" in item:
            yield path_part(1, item["directory"], mode, b"", extensions)
        elif "file" in item:
            yield path_part(2, item["file"], mode, varint(item["size"]), extensions)
        elif "link" in item:
            yield path_part(3, item["link"], 0, blob(item["target"].encode()), extensions)
        elif "files" in item:  # many empty files: a prefix and five digits
            for number in range(item["count"]):
                yield path_part(2, item["files"] + f"{number:05}", 0o644, varint(0), [])
        elif "chunks" in item:  # many chunks of one size: their ids are those of a label and a number
            for number in range(item["count"]):
                yield chunk_part(numbered(item["chunks"], number), item["size"], item.get("grain", 0))
        elif "chunk" in item:
            for _ in range(item.get("count", 1)):  # the same one over and over
                yield chunk_part(bytes.fromhex(item["chunk"]), item["size"], item.get("grain", 0))
        elif "zeros" in item:
            yield Part(8, b"\x04" + varint(item["zeros"]), size=item["zeros"])
        else:
            data = bytes.fromhex(item["inline"])
            yield Part(1 + len(data), b"\x05" + data, size=len(data))


def chunk_part(chunk, size, grain):
    return Part(32 if grain else 36, chunk=chunk, run=b"\x02" + varint(grain) if grain else b"\x03", size=size)


def content_plain(level, entries, features=b"\0", version=1, magic=b"FRCN"):
    return magic + bytes([version, level]) + features + listed([blob(entry) for entry in entries])


def child_entry(child):
    return (b"\x10" + bytes.fromhex(child["id"]) + varint(child["paths"]) + varint(child["chunks"]) + varint(child["bytes"])
            + blob(child["firstPath"].encode()))


# ---- Content ------------------------------------------------------------------------------------------------------------

ROOT = {"directory": "", "mode": "0755"}
HELLO = label("hello").hex()


def node(name, items):
    entries = leaf_entries(list(parts(items)))
    return {"name": name, "level": 0, "id": node_id(0, entries).hex(), "items": items, "entries": len(entries),
            "plain": content_plain(0, entries).hex()}


def advised(vector, *advice):
    """The same node with entries of advice at its end, which readers pass over."""
    entries = leaf_entries(list(parts(vector["items"]))) if "items" in vector else [child_entry(child) for child in vector["children"]]
    entries += advice
    level = vector["level"]
    return {**vector, "advice": True, "id": node_id(level, entries).hex(), "entries": len(entries), "plain": content_plain(level, entries).hex()}


def branch(name, level, children):
    entries = [child_entry(child) for child in children]
    return {"name": name, "level": level, "id": node_id(level, entries).hex(), "children": children, "plain": content_plain(level, entries).hex()}


def child(number, path=""):
    return {"id": label(f"child {number}").hex(), "paths": number, "chunks": 300 * number, "bytes": 1 << 7 * number, "firstPath": path}


def content_nodes():
    return [
        node("a component's own directory alone", [ROOT]),
        node("every kind of path", [
            ROOT, {"directory": "a", "mode": "07777"}, {"file": "a/empty", "mode": "0", "size": 0},
            {"link": "a/link", "target": "../b"}, {"file": "a/ü 日本 😀", "mode": "0644", "size": 0}]),
        node("inline data of 1 and of 256 bytes", [
            ROOT, {"file": "a", "mode": "0600", "size": 1}, {"inline": "00"},
            {"file": "b", "mode": "0600", "size": 256}, {"inline": bytes(range(256)).hex()}]),
        node("extensions that are not critical are kept", [
            {"directory": "", "mode": "0700", "extensions": [{"number": 1, "value": ""}, {"number": 200, "value": "c0ffee"}]},
            {"file": "f", "mode": "0600", "size": 0, "extensions": [{"number": 0, "value": "00"}]},
            {"link": "l", "target": "f", "extensions": [{"number": 3, "value": "aa" * 130}]}]),
        node("runs of both kinds, a zero run between them, a short last page", [
            ROOT, {"file": "mdbx.dat", "mode": "0600", "size": 3 * 4096 + 69632 + 4096 + 100},
            {"chunks": "page", "count": 3, "size": 4096, "grain": 4096}, {"zeros": 69632},
            {"chunk": HELLO, "size": 4096, "grain": 4096}, {"chunk": HELLO, "size": 100}]),
        node("a run of fixed chunks of another grain is another run", [
            ROOT, {"file": "f", "mode": "0600", "size": 12288}, {"chunk": HELLO, "size": 4096, "grain": 4096}, {"chunk": HELLO, "size": 8192, "grain": 8192}]),
        node("runs are full at 512", [ROOT, {"file": "f", "mode": "0600", "size": 1025 * 4096}, {"chunks": "x", "count": 1025, "size": 4096, "grain": 4096}]),
        node("lengths of more than one byte", [
            ROOT, {"file": "f", "mode": "0600", "size": 1 + 127 + 128 + 2097152},
            *({"chunk": label(str(size)).hex(), "size": size} for size in (1, 127, 128, 2097152))]),
        node("a node that begins within a file", [{"chunk": HELLO, "size": 5000}, {"file": "z", "mode": "0644", "size": 0}]),
        branch("a branch of one child", 1, [child(1)]),
        branch("a branch of seven, with a first path", 1, [child(number, "" if number < 3 else "a/" + "b" * number) for number in range(1, 8)]),
        branch("the highest level", 15, [child(1), child(2, "p")]),
        advised(node("advice in a leaf is passed over", [ROOT]), b"\x80", b"\xff" + bytes(300)),
        advised(branch("advice in a branch is passed over", 1, [child(1)]), b"\x9c\x01\x02"),
    ]


def hostile_content():
    good = leaf_entries(list(parts([ROOT])))[0]
    link = bytes([1, 3]) + varint(0o777) + blob(b"l") + blob(b"t") + varint(0)
    directory = b"\x01\x01\x00" + blob(b"a")

    def refused(name, error, plain, right_id=None):
        return {"name": name, "error": error, "id": (right_id or bytes(32)).hex(), "plain": plain.hex()}

    def entries(name, error, *each, level=0):
        return refused(name, error, content_plain(level, each), node_id(level, each) if each else None)

    return [
        refused("another magic", "begins with something else", content_plain(0, [good], magic=b"FRLN")),
        refused("version 2", "version 2", content_plain(0, [good], version=2)),
        refused("level 16", "level 16", content_plain(16, [good])),
        refused("a required feature", "requires feature 300", content_plain(0, [good], features=b"\x01\xac\x02")),
        refused("another id", "another id", content_plain(0, [good])),
        refused("more entries than can follow", "number of entries", b"FRCN\x01\0\0" + varint(1000) + blob(good), node_id(0, [good])),
        refused("a byte behind the last entry", "bytes too many", content_plain(0, [good]) + b"\0", node_id(0, [good])),
        refused("cut within an entry", "ends too early", content_plain(0, [good])[:-1], node_id(0, [good])),
        entries("no entry", "another id"),
        entries("an unknown kind", "of kind 6", good, b"\x06"),
        entries("a child in a leaf", "of kind 16", good, child_entry(child(1))),
        entries("a path in a branch", "not a child", good, level=1),
        entries("an unknown type of path", "of type 4", b"\x01\x04\x00\x00\x00"),
        entries("a mode of more than 07777", "a mode", b"\x01\x01" + varint(0o10000) + b"\0\0"),
        entries("a link with a mode", "a link has mode", good, link),
        entries("a critical extension", "extension 5", good, directory + listed([varint(5 << 1 | 1) + blob(b"")])),
        entries("extensions out of order", "out of order", good, directory + listed([varint(4) + b"\0", varint(2) + b"\0"])),
        entries("an extension twice", "out of order", good, directory + listed([varint(4) + b"\0", varint(4) + b"\0"])),
        entries("an empty run", "number of chunks", b"\x03\x00"),
        entries("a run of 513", "number of chunks", b"\x02" + varint(4096) + varint(513) + bytes(513 * 32)),
        entries("an empty chunk", "length of a chunk", b"\x03\x01\x00" + bytes(32)),
        entries("a chunk of more than 2 MiB", "length of a chunk", b"\x03\x01" + varint(2097153) + bytes(32)),
        entries("a grain of nothing", "a grain", b"\x02\x00\x01" + bytes(32)),
        entries("a zero run of nothing", "zero run is empty", b"\x04\x00"),
        entries("a byte behind an entry", "bytes too many", good + b"\0"),
        entries("a path that is not UTF-8", "not valid UTF-8", b"\x01\x01\x00" + blob(b"\xff") + b"\0"),
        entries("an absolute path", "is refused", b"\x01\x01\x00" + blob(b"/etc") + b"\0"),
        entries("a path that goes up", "is refused", b"\x01\x01\x00" + blob(b"a/../b") + b"\0"),
        entries("a path with a control character", "is refused", b"\x01\x01\x00" + blob(b"a\nb") + b"\0"),
        entries("an overlong varint", "longer than it need be", b"\x04\x80\x00"),
    ]


# ---- Trees --------------------------------------------------------------------------------------------------------------


def tree(name, items):
    """The nodes of a whole tree, level by level."""
    every, path = [], ""
    for part in parts(items):
        path = part.path if part.is_path else path
        part.path = path
        every.append(part)
    nodes = split(every, lambda part: part.weight, Part.is_boundary, 65536, 983040)
    level = [{"id": node_id(0, leaf_entries(items)).hex(), "paths": sum(item.is_path for item in items),
              "chunks": sum(item.chunk is not None for item in items), "bytes": sum(item.size for item in items), "firstPath": items[0].path}
             for items in nodes]
    levels = [[child["id"] for child in level]]
    while len(level) > 1:
        groups = split(level, lambda c: len(child_entry(c)), lambda c: int.from_bytes(bytes.fromhex(c["id"])[:2], "little") % 256 == 0, 65536, 983040)
        level = [{"id": node_id(len(levels), [child_entry(child) for child in group]).hex(), "firstPath": group[0]["firstPath"],
                  **{field: sum(child[field] for child in group) for field in ("paths", "chunks", "bytes")}} for group in groups]
        levels.append([child["id"] for child in level])
    summary = [{"nodes": len(ids), "sha256": sha256(bytes.fromhex("".join(ids))).hex()} for ids in levels]
    return {"name": name, "items": items, "levels": summary, "root": level[0]["id"], **{field: level[0][field] for field in ("paths", "chunks", "bytes")}}


def trees():
    deep = ["/".join("d" * 250 for _ in range(number + 1)) for number in range(16)]
    directories = [{"directory": path, "mode": "0755"} for path in deep]
    return [
        tree("the smallest", [ROOT]),
        tree("pages: nodes end at ids that are boundaries", [
            ROOT, {"file": "p", "mode": "0600", "size": 60_000 * 4096}, {"chunks": "page", "count": 60_000, "size": 4096, "grain": 4096}]),
        tree("chunks of other lengths weigh more", [
            ROOT, {"file": "p", "mode": "0600", "size": 60_000 * 5000}, {"chunks": "page", "count": 60_000, "size": 5000}]),
        tree("the same chunk over and over, which is no boundary: nodes end when they are full", [
            ROOT, {"file": "p", "mode": "0600", "size": 100_000 * 4096 + 65536}, {"chunk": HELLO, "size": 4096, "grain": 4096, "count": 60_000},
            {"zeros": 65536}, {"chunk": HELLO, "size": 4096, "grain": 4096, "count": 40_000}]),
        tree("paths", [ROOT, {"directory": "d", "mode": "0755"}, {"files": "d/", "count": 30_000}]),
        tree("three levels: long paths make large children", [ROOT, *directories, {"files": deep[-1] + "/" + "f" * 60, "count": 60_000}]),
    ]


# ---- Locations ----------------------------------------------------------------------------------------------------------

OWN = label("own pack")
CONTENT = label("content node")


class Numbers:
    """A node's list of packs: 0 is its own, then in order of first use."""

    def __init__(self):
        self.packs = {OWN: 0}

    def of(self, pack):
        return varint(self.packs.setdefault(pack, len(self.packs)))

    def encoded(self):
        return listed(list(self.packs)[1:])


def pack_name(pack):
    return OWN if pack == "own" else label(pack)


def row_bytes(row, before, numbers):
    lengths, same = row["lengths"], before and before["pack"] == row["pack"]
    uniform = len(set(lengths)) == 1
    out = numbers.of(pack_name(row["pack"])) + zigzag(row["offset"] - (before["offset"] + before["stored"] if same else 0))
    out += varint(row["stored"]) + bytes([row["codec"]]) + varint(len(lengths) << 1 | uniform)
    out += b"".join(map(varint, lengths[:1] if uniform else lengths))
    if row["codec"] == 2:
        out += varint(row["depth"]) + listed([b"".join(map(varint, base)) for base in row["bases"]])
    return out


def runs_bytes(runs, rows):
    out, before = [], 0
    for count, row, member in runs:
        out.append(varint(count) + zigzag(row - before) + varint(member))
        left = count + member
        while left > len(rows[row]["lengths"]):
            left -= len(rows[row]["lengths"])
            row += 1
        before = row
    return listed(out)


def times_bytes(times):
    out, before = [], 0
    for seconds, nanos in times:
        out.append(zigzag(seconds - before) + varint(nanos))
        before = seconds
    return listed(out)


def location_plain(level, numbers, body, content=CONTENT, features=b"\0", magic=b"FRLN", version=1):
    return magic + bytes([version, level]) + features + content + numbers.encoded() + body


def leaf(name, rows, runs, times=()):
    numbers, encoded, before = Numbers(), [], None
    for row in rows:
        encoded.append(row_bytes(row, before, numbers))
        before = row
    body = listed(encoded) + runs_bytes(runs, rows) + times_bytes(times)
    plain = location_plain(0, numbers, body)
    # Packs by their names; runs are (count, row, member); bases (row, member, sequence, ordinal).
    written = [{**row, "pack": pack_name(row["pack"]).hex()} for row in rows]
    return {"name": name, "level": 0, "content": CONTENT.hex(), "own": OWN.hex(), "digest": sha256(plain).hex(),
            "frames": written, "runs": runs, "times": [list(time) for time in times], "plain": plain.hex()}


def locator(place, numbers):
    return numbers.of(pack_name(place["pack"])) + b"".join(varint(place[field]) for field in ("offset", "stored", "plain")) + bytes([place["codec"]])


def named(place):
    return {**place, "pack": pack_name(place["pack"]).hex()}


def delta_bytes(bases, pack, offset, stored, numbers):
    return listed([label(base) for base in bases]) + numbers.of(pack_name(pack)) + varint(offset) + varint(stored)


def location_branch(name, level, children):
    """Children: (content place, location place, deltas); a delta: (labels of its bases, pack, offset, stored)."""
    numbers, body, written = Numbers(), b"", []
    for number, (content, location, deltas) in enumerate(children):
        digest = label(f"location {number}")
        body += locator(content, numbers) + locator(location, numbers) + digest + listed([delta_bytes(*delta, numbers) for delta in deltas])
        written.append({"content": named(content), "location": named(location), "digest": digest.hex(), "deltas": [
            {"bases": [label(base).hex() for base in bases], "pack": pack_name(pack).hex(), "offset": offset, "stored": stored}
            for bases, pack, offset, stored in deltas]})
    plain = location_plain(level, numbers, body)
    return {"name": name, "level": level, "content": CONTENT.hex(), "own": OWN.hex(), "digest": sha256(plain).hex(), "children": written,
            "plain": plain.hex()}


def at(pack, offset=16, stored=100, plain=200, codec=1):
    return {"pack": pack, "offset": offset, "stored": stored, "plain": plain, "codec": codec}


def frame(pack, offset, stored, lengths, depth=0, bases=()):
    return {"pack": pack, "offset": offset, "stored": stored, "codec": 2 if depth else 1, "lengths": lengths,
            **({"depth": depth, "bases": [list(base) for base in bases]} if depth else {})}


ONE = [4096]


def location_nodes():
    return [
        leaf("no chunk at all, no time", [], []),
        leaf("times before and after 1970", [], [], [(-62135596800, 0), (0, 999_999_999), (253402300799, 1)]),
        leaf("a frame in the node's own pack", [frame("own", 16, 50, ONE)], [[1, 0, 0]], [(1_700_000_000, 5)]),
        leaf("frames in three packs, one after the other and going back", [
            frame("a", 16, 50, ONE), frame("a", 66, 1000, [1, 2, 3]), frame("b", 400_000_000, 70, [2097152]), frame("a", 16_000_000, 9, ONE),
            frame("a", 20_000, 9, ONE)], [[6, 0, 0], [1, 4, 0]]),
        leaf("lengths that are uniform, and that are not", [frame("a", 16, 900, ONE * 64), frame("a", 916, 30, [5, 5, 5, 6])], [[68, 0, 0]]),
        leaf("a run from within a frame over several, and a step back", [
            frame("a", 16, 9, [1, 2, 3]), frame("a", 25, 9, [4, 5]), frame("a", 34, 9, [6, 7, 8])], [[5, 0, 2], [2, 1, 0], [1, 0, 1]]),
        leaf("deltas on deltas, and auxiliary rows for the sake of bases", [
            frame("a", 16, 300, ONE * 2, 2, [(1, 0, 7, 12345), (2, 1, 0, 0)]), frame("a", 5000, 200, ONE, 1, [(2, 0, 6, 1)]), frame("b", 16, 3000, ONE * 2)],
            [[2, 0, 0]], [(5, 0)]),
        leaf("a base in a row before its own", [frame("a", 16, 4000, ONE), frame("a", 4016, 10, ONE, 1, [(0, 0, 1, 0)])], [[2, 0, 0]]),
        location_branch("children in the node's own pack, no delta", 1, [
            (at("own"), at("own", 116), []), (at("own", 216, 300, 300, 0), at("own", 516), [])]),
        location_branch("children in other packs", 2, [(at("a"), at("b"), []), (at("b", 500), at("a", 500), [])]),
        location_branch("a delta in the node's own pack, against one node", 1, [(at("own"), at("own", 116), [(["n"], "own", 216, 99)])]),
        location_branch("a delta in a pack that has no number yet; the next child comes after it", 1, [
            (at("a"), at("own"), [(["n", "m"], "b", 400_000_000, 1)]), (at("b"), at("c"), [])]),
        location_branch("four deltas, against one to eight nodes, in packs of all sorts", 15, [
            (at("a", 16, 70_000, 900_000), at("own"), [
                (["n"], "own", 500, 40), (["n", "m"], "a", 70_016, 69_999), (list("abcdefg"), "b", 16, 128), (list("hgfedcba"), "own", 540, 300)]),
            (at("c"), at("own", 900), []),
            (at("own", 1000, 500, 500, 0), at("own", 1500), [(["same", "same"], "c", 16, 499)])]),
        location_branch("a delta of as many bytes as one may have", 1, [
            (at("a", 16, (1 << 20) + 65536, 1 << 20), at("own"), [(["n"], "a", 16, (1 << 20) + 65535)])]),
    ]


def place(where):
    name = bytes(32) if where["pack"] == "own" else pack_name(where["pack"])
    return name + b"\0" + b"".join(varint(where[field]) for field in ("offset", "stored", "plain")) + bytes([where["codec"]])


def location_root(name, components, ancestors, pack_list):
    plain = b"FRLR\x01\0" + listed([
        blob(c.encode()) + label("content " + c) + place(content) + place(location) + label("location " + c) for c, content, location in components])
    plain += listed([varint(sequence) + label(f"manifest {sequence}") + listed([blob(c.encode()) + label(f"{c} {sequence}") for c in names])
                     for sequence, names in ancestors])
    plain += place(pack_list) + label("pack list")
    return {"name": name, "own": OWN.hex(), "digest": sha256(plain).hex(), "components": [
        {"name": c, "contentRoot": label("content " + c).hex(), "content": named(content), "location": named(location),
         "digest": label("location " + c).hex()} for c, content, location in components],
        "ancestors": [{"sequence": sequence, "manifest": label(f"manifest {sequence}").hex(),
                       "components": [{"name": c, "contentRoot": label(f"{c} {sequence}").hex()} for c in names]} for sequence, names in ancestors],
        "packList": named(pack_list), "packListDigest": label("pack list").hex(), "plain": plain.hex()}


def location_roots():
    return [
        location_root("one component, no ancestor", [("main", at("own"), at("own", 116))], [], at("own", 216)),
        location_root("two components, sixteen ancestors of which some had one", [("main", at("a"), at("own")), ("wal", at("own"), at("b"))],
                      [(20 - number, ["main", "wal"][:1 + number % 2]) for number in range(16)], at("own", 1000, 50, 50, 0)),
    ]


def pack_list(name, new_bytes, packs):
    packs = sorted(((label(pack), size, used, kind) for pack, size, used, kind in packs))
    plain = b"FRPL\x01\0" + varint(new_bytes) + listed([pack + varint(size) + varint(used) + bytes([kind]) for pack, size, used, kind in packs])
    return {"name": name, "digest": sha256(plain).hex(), "newBytes": new_bytes,
            "packs": [{"pack": pack.hex(), "size": size, "used": used, "kind": kind} for pack, size, used, kind in packs], "plain": plain.hex()}


def pack_lists():
    return [pack_list("empty", 0, []), pack_list("packs of each kind", 1 << 40, [("a", 512_000_000, 0, 1), ("b", 112, 112, 2), ("c", 70_000, 300, 3)])]


def hostile_locations():
    def refused(kind, name, error, plain, digest=None):
        return {"kind": kind, "name": name, "error": error, "digest": (digest or sha256(plain)).hex(), "content": CONTENT.hex(), "own": OWN.hex(),
                "plain": plain.hex()}

    def node(name, error, body, level=0, packs=(), **header):
        numbers = Numbers()
        for pack in packs:
            numbers.of(label(pack))
        return refused("node", name, error, location_plain(level, numbers, body, **header))

    def rows(name, error, *each, rest=b"\0\0", packs=()):
        return node(name, error, listed(list(each)) + rest, packs=packs)

    plain_row = b"\0" + zigzag(16) + varint(50) + b"\x01" + varint(3) + varint(4096)

    def row(offset=16, stored=50, codec=1, members=varint(3) + varint(4096), pack=b"\0"):
        return pack + zigzag(offset) + varint(stored) + bytes([codec]) + members

    def delta(depth, *bases):
        return row(codec=2, members=varint(3) + varint(4096)) + varint(depth) + listed([b"".join(map(varint, base)) for base in bases])

    def deltas(name, error, *each, count=None, whole=at("own")):
        body = locator(whole, Numbers()) + locator(at("own"), Numbers()) + bytes(32)
        return node(name, error, body + varint(len(each) if count is None else count) + b"".join(each), level=1)

    def one(bases=1, pack=0, offset=16, stored=40):
        return varint(bases) + bytes(32 * bases) + varint(pack) + varint(offset) + varint(stored)

    here = locator(at("own"), Numbers())
    delta_place = b"\0" + varint(16) + varint(40) + varint(70) + b"\x02"
    good_root = bytes.fromhex(location_roots()[0]["plain"])
    good_list = bytes.fromhex(pack_lists()[1]["plain"])
    return [
        node("another magic", "begins with something else", b"\0\0\0", magic=b"FRCN"),
        node("version 2", "version 2", b"\0\0\0", version=2),
        node("a required feature", "requires feature 9", b"\0\0\0", features=b"\x01\x09"),
        node("of another content node", "another content node", b"\0\0\0", content=label("another")),
        refused("node", "another digest", "another digest", location_plain(0, Numbers(), b"\0\0\0"), label("another")),
        node("a byte behind its end", "bytes too many", b"\0\0\0\0"),
        node("more rows than can follow", "number of frames", varint(1000) + plain_row),
        rows("a pack that is not listed", "a pack number", row(pack=b"\x01")),
        rows("an offset before the pack", "offset is -1", row(offset=-1)),
        rows("an offset behind the largest pack", "offset is", row(offset=512_000_001)),
        rows("a frame of codec 0", "codec 0", row(codec=0)),
        rows("an unknown codec", "codec 3", row(codec=3)),
        rows("a frame without members", "number of members", row(members=varint(1) + varint(4096))),
        rows("a frame of 1,025 members", "number of members", row(members=varint(1025 << 1 | 1) + varint(1))),
        rows("a member of no bytes", "member's length", row(members=varint(3) + varint(0))),
        rows("a chunk of more than 2 MiB", "member's length", row(members=varint(3) + varint(2097153))),
        rows("a frame of several chunks of more than 256 KiB", "plain bytes", row(members=varint(5) + varint(131073))),
        rows("a delta of more than 1 MiB", "plain bytes", row(codec=2, members=varint(3) + varint(1048577)) + b"\x01\x01\0\0\0\0"),
        rows("a delta without bases", "number of bases", row(codec=2) + b"\x01\x00"),
        rows("a delta of depth 0", "depth", plain_row, delta(0, (0, 0, 0, 0))),
        rows("a delta of depth 256", "depth", plain_row, delta(256, (0, 0, 0, 0))),
        rows("a delta that is deeper than its bases make it", "depth", plain_row, delta(2, (0, 0, 0, 0))),
        rows("a delta that is its own base", "no less deep", delta(1, (0, 0, 0, 0))),
        rows("a base in a row that is not there", "not there", delta(1, (1, 0, 0, 0))),
        rows("a base that is no member", "not there", plain_row, delta(1, (0, 1, 0, 0))),
        rows("a run of nothing", "number of chunks", plain_row, rest=b"\x01\x00\x00\x00\0"),
        rows("a run in a row that is not there", "begins in row 1", plain_row, rest=b"\x01\x01\x02\x00\0"),
        rows("a run in a row before the first", "begins in row -1", plain_row, rest=b"\x01\x01\x01\x00\0"),
        rows("a run from a member that is not there", "a run's member", plain_row, rest=b"\x01\x01\x00\x01\0"),
        rows("a run past the last row", "past the last row", plain_row, rest=b"\x01\x02\x00\x00\0"),
        rows("too many nanoseconds", "nanoseconds", rest=b"\0\x01\0" + varint(1_000_000_000)),
        rows("a time without reason", "from 1970", rest=b"\0\x01" + zigzag(1 << 61) + b"\0"),
        node("a content node that is a delta", "there is a delta", delta_place + here + bytes(32) + b"\0", level=1),
        node("a location node that is a delta", "there is a delta", here + delta_place + bytes(32) + b"\0", level=1),
        node("a blob of an unknown codec", "codec 3", delta_place[:-1] + b"\x03" + here + bytes(32) + b"\0", level=1),
        node("a blob that is too large", "plain length", b"\0" + varint(16) + varint(50) + varint((4 << 20) + 1) + b"\x01" + here + bytes(32) + b"\0", level=1),
        node("a branch cut off", "ends too early", here + here + bytes(31), level=1),
        node("a branch cut off before its number of deltas", "ends too early", here + here + bytes(32), level=1),
        deltas("a branch cut off within a delta's bases", "ends too early", one()[:30]),
        deltas("a branch cut off behind a delta", "ends too early", one(), count=2),
        deltas("five deltas", "number of deltas is 5", *[one()] * 5),
        deltas("a delta against nothing", "number of bases is 0", one(bases=0)),
        deltas("a delta against nine nodes", "number of bases is 9", one(bases=9)),
        deltas("a delta in a pack that is not listed", "a pack number is 1", one(pack=1)),
        deltas("a delta behind the largest pack", "offset is 512000001", one(offset=512_000_001)),
        deltas("a delta of no bytes", "a delta's stored length is 0", one(stored=0)),
        deltas("a delta as long as the node", "a delta's stored length is 100", one(stored=100)),
        deltas("a second delta that is longer than the node", "a delta's stored length is 101", one(), one(stored=101)),
        deltas("a delta that grew", "a delta's stored length is 1114113", one(stored=(1 << 20) + 65537), whole=at("own", 16, 2 << 20, 2 << 20)),
        refused("root", "another digest", "another digest", good_root, label("another")),
        refused("root", "cut off", "ends too early", good_root[:-1]),
        refused("root", "a byte behind its end", "bytes too many", good_root + b"\0"),
        refused("root", "seventeen ancestors", "number of ancestors", b"FRLR\x01\0\0" + varint(17) + bytes(2000)),
        refused("root", "a place with a pack number", "pack number", b"FRLR\x01\0\0\0" + bytes(32) + b"\x01\x10\x01\x01\x01" + bytes(32)),
        refused("root", "a pack list that is a delta", "is a delta", b"FRLR\x01\0\0\0" + bytes(32) + b"\0\x10\x01\x01\x02" + place(at("own")) + bytes(32)),
        refused("pack list", "another digest", "another digest", good_list, label("another")),
        refused("pack list", "more used than there is", "used bytes", b"FRPL\x01\0\0\x01" + bytes(32) + b"\x05\x06\x01"),
        refused("pack list", "a pack of nothing", "pack's size", b"FRPL\x01\0\0\x01" + bytes(32) + b"\x00\x00\x01"),
        refused("pack list", "an unknown kind", "kind 4", b"FRPL\x01\0\0\x01" + bytes(32) + b"\x05\x01\x04"),
        refused("pack list", "more packs than can follow", "number of packs", b"FRPL\x01\0\0" + varint(3) + bytes(35)),
        refused("pack list", "twice the same pack", "out of order", b"FRPL\x01\0\0\x02" + (bytes(32) + b"\x05\x01\x01") * 2),
    ]


# ---- Documents ----------------------------------------------------------------------------------------------------------

TIME = "2026-11-23T00:05:00Z"
PROFILE = {"id": "sha256", "seed": "", "inlineMax": 128, "rules": [
    {"match": "**/mdbx.dat", "chunker": {"kind": "fixed", "size": 4096}},
    {"match": "**", "chunker": {"kind": "fastcdc", "min": 131072, "avg": 524288, "max": 2097152, "normalization": 2}}]}
COMPONENT = {"name": "main", "root": "", "priority": 0, "requires": [], "contentRoot": label("main").hex(), "paths": 17, "chunks": 4711, "bytes": 123456789}
MANIFEST = {
    "freshet": 1, "requires": {"read": [], "write": []},
    "source": {"network": "mainnet", "height": 21000000, "blockHash": "0x00", "client": {"name": "reth", "version": "1.9.3", "requires": ">=1.9 <2"}},
    "capture": {"consistency": "stopped", "time": TIME}, "tool": "freshet 0.1.0", "profile": PROFILE, "components": [COMPONENT],
    "parent": label("parent").hex()}
LOCATION = {"pack": label("pack").hex(), "offset": 16, "stored": 400, "plain": 612, "codec": 1, "sha256": label("root").hex()}


def release(sequence):
    return {"sequence": sequence, "manifest": {"sha256": label(f"manifest {sequence}").hex(), "length": 1234}, "location": LOCATION,
            "height": 21000000 + sequence, "time": TIME}


POINTER = {"freshet": 1, "requires": {"read": [], "write": []}, "channel": "mainnet/archive", **release(30), "availableUntil": None, "log": 41,
           "rollout": None, "approvals": [], "halt": None, "rollback": None, "history": [release(sequence) for sequence in range(29, 13, -1)],
           "older": {"sha256": label("page").hex(), "length": 9999}}
PAGE = {"freshet": 1, "requires": {"read": [], "write": []}, "history": [release(sequence) for sequence in (13, 12, 1)], "older": None}
DESCRIPTOR = {"freshet": 1, "mirrors": ["https://a.example/base", "https://b.example"], "channels": ["mainnet/archive"]}


def document(kind, name, value, keeps=True):
    text = json.dumps(value, ensure_ascii=False)
    return {"kind": kind, "name": name, "keeps": keeps, "sha256": sha256(text.encode()).hex(), "text": text}


def without(value, *names):
    return {name: rest for name, rest in value.items() if name not in names}


def documents():
    unknown = {"colour": [1, {"a": None}], "über": "älter"}
    return [
        document("manifest", "of the specification", MANIFEST),
        document("manifest", "with what may be absent left out", {**without(MANIFEST, "parent"), "source": {}}),
        document("manifest", "with fields that nobody knows yet, everywhere", {
            **MANIFEST, **unknown, "source": {**MANIFEST["source"], **unknown, "client": {**MANIFEST["source"]["client"], **unknown}},
            "components": [{**COMPONENT, **unknown}]}),
        document("manifest", "three components in the order in which they are fetched", {**MANIFEST, "components": [
            {**COMPONENT, "name": "bootstrap", "root": "boot"}, {**COMPONENT, "name": "main", "requires": ["bootstrap"]},
            {**COMPONENT, "name": "wal", "root": "chain/wal", "priority": 7, "requires": ["bootstrap", "main"]}]}),
        document("manifest", "what binds writers does not bind readers", {**MANIFEST, "requires": {"read": [], "write": ["sealed"]}}, keeps=False),
        document("manifest", "a state that a later release knows is an unknown one", {
            **MANIFEST, "capture": {"consistency": "fine", "time": TIME}}, keeps=False),
        document("manifest", "a chunker that a later release knows: only who cuts needs it", {**MANIFEST, "profile": {**PROFILE, "rules": [
            {"match": "**", "chunker": {"kind": "rolling", "turns": 3}}]}}, keeps=False),
        document("pointer", "with history and an older page", POINTER),
        document("pointer", "of a first release, without a height", {**without(POINTER, "height"), "history": [], "older": None, "availableUntil": TIME}),
        document("pointer", "with fields that nobody knows yet", {**POINTER, **unknown, "history": [{**release(29), **unknown}]}),
        document("page", "the last one", PAGE),
        document("page", "one with others before it", {**PAGE, "older": {"sha256": label("page").hex(), "length": 1}}),
        document("descriptor", "two mirrors, one channel", DESCRIPTOR),
        document("descriptor", "nothing", {**DESCRIPTOR, "mirrors": [], "channels": []}),
        document("profile", "of the specification", PROFILE),
        document("profile", "seeded, of all limits", {"id": "sha256", "seed": "00ff" * 16, "inlineMax": 256, "rules": [
            {"match": "a?*/**/b", "chunker": {"kind": "fixed", "size": 2097152}},
            {"match": "**", "chunker": {"kind": "fastcdc", "min": 1024, "avg": 2048, "max": 4096, "normalization": 0}}]}),
    ]


def hostile_documents():
    def refused(kind, name, error, value):
        return {"kind": kind, "name": name, "error": error, "text": value if isinstance(value, str) else json.dumps(value)}

    def manifest(name, error, **change):
        return refused("manifest", name, error, {**MANIFEST, **change})

    def component(title, error, **change):
        return manifest(title, error, components=[{**COMPONENT, **change}])

    def pointer(name, error, **change):
        return refused("pointer", name, error, {**POINTER, **change})

    def profile(name, error, **change):
        return refused("profile", name, error, {**PROFILE, **change})

    def chunker(name, error, **chunker):
        return profile(name, error, rules=[{"match": "**", "chunker": chunker}])

    feature = {"read": ["time-travel"], "write": []}
    return [
        manifest("version 2", "format version 2", freshet=2),
        manifest("an unknown required feature", "time-travel", requires=feature),
        manifest("a time that is none", "not a time", capture={"consistency": "stopped", "time": "yesterday"}),
        manifest("two components of one root", "share the name", components=[COMPONENT, {**COMPONENT, "name": "other"}]),
        manifest("a component that requires what is not there", "requires", components=[{**COMPONENT, "requires": ["state"]}]),
        component("a name with a slash", "no name for a component", name="a/b"),
        component("a root that leads out", "can't be a path", root="../etc"),
        component("an absolute root", "can't be a path", root="/etc"),
        component("a content root that is none", "64 lower-case", contentRoot="AB" * 32),
        component("a number that JSON readers disagree on", "must be an integer", bytes=1 << 53),
        component("a fraction", "must be an integer", chunks=1.0),
        refused("manifest", "a field twice", "twice", json.dumps(MANIFEST)[:-1] + ', "tool": "another"}'),
        refused("manifest", "not an object", "must be a JSON object", "[]"),
        refused("manifest", "something behind it", "something follows", json.dumps(MANIFEST) + "{}"),
        pointer("of another channel", "mainnet/full", channel="mainnet/full"),
        pointer("an unknown required feature", "time-travel", requires=feature),
        pointer("a halt", "halt", halt={"by": "x", "reason": "y"}),
        pointer("a rollback", "rollback", rollback={"from": 5, "floor": 1}),
        pointer("a rollout", "rollout", rollout={"percent": 10}),
        pointer("sequence 0", "/sequence", sequence=0),
        pointer("a history of 17", "more than 16", history=[release(1)] * 17),
        pointer("a location root that is a delta", "/location/codec", location={**LOCATION, "codec": 2}),
        pointer("a location root of more than 4 MiB", "/location/plain", location={**LOCATION, "plain": (4 << 20) + 1}),
        refused("page", "a page of 257", "more than 256", {**PAGE, "history": [release(1)] * 257}),
        refused("page", "an unknown required feature", "time-travel", {**PAGE, "requires": feature}),
        refused("descriptor", "version 2", "format version 2", {**DESCRIPTOR, "freshet": 2}),
        refused("descriptor", "a mirror that is no text", "/mirrors/0", {**DESCRIPTOR, "mirrors": [1]}),
        profile("keyed ids", "hmac-sha256", id="hmac-sha256"),
        profile("a seed of 33 bytes", "seed", seed="00" * 33),
        profile("257 bytes inline", "/inlineMax", inlineMax=257),
        profile("no rule that matches all", "must match", rules=[{"match": "*", "chunker": {"kind": "fixed", "size": 4096}}]),
        chunker("a grain that is no power of two", "power of two", kind="fixed", size=5000),
        chunker("a grain of 2 KiB", "2048", kind="fixed", size=2048),
        chunker("a smallest chunk that is no smaller", "min", kind="fastcdc", min=4096, avg=4096, max=8192, normalization=2),
        chunker("normalization 4", "/normalization", kind="fastcdc", min=4096, avg=8192, max=16384, normalization=4),
    ]


# ---- Files --------------------------------------------------------------------------------------------------------------


def write(name, about, **lists):
    name = os.path.join(RESOURCES, "vectors", *name.split("/"))
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "w", encoding="utf-8") as file:
        file.write("{\n" + f'  "about": {json.dumps(about, ensure_ascii=False)}')
        for key, values in lists.items():
            file.write(f',\n  "{key}": [\n    ' + ",\n    ".join(json.dumps(value, ensure_ascii=False) for value in values) + "\n  ]")
        file.write("\n}\n")


def seeds(test, method, inputs):
    folder = os.path.join(RESOURCES, "io", "freshet", "core", *test.split("/"), method)
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name.isdecimal():
            os.remove(os.path.join(folder, name))
    for number, data in enumerate(inputs):
        with open(os.path.join(folder, f"{number:02}"), "wb") as file:
            file.write(data)


def main():
    nodes, bad_nodes, locations, bad_locations = content_nodes(), hostile_content(), location_nodes(), hostile_locations()
    roots, lists, texts, bad_texts = location_roots(), pack_lists(), documents(), hostile_documents()
    write("index/content.json", "Content nodes. chunks, count: so many chunks, the id of number i being the SHA-256 of the label and of i as u64.",
          nodes=nodes, hostile=bad_nodes)
    write("index/trees.json", "Where nodes of content trees end: per level from the leaves up, how many nodes there are and the SHA-256 of their ids. "
          "chunks: as in content.json; files: so many empty files of mode 0644, named by the prefix and five digits.", trees=trees())
    write("index/location.json", "Location nodes, location roots and pack lists. runs: count, row, member. bases: row, member, sequence, ordinal. "
          "times: seconds, nanoseconds. own: the pack in which it lies.", nodes=locations, roots=roots, lists=lists, hostile=bad_locations)
    write("documents/documents.json", "JSON documents. keeps: what is read and written again says the same, unknown fields included.",
          documents=texts, hostile=bad_texts)

    def plains(values, kind=None):
        return [bytes.fromhex(value["plain"]) for value in values if kind in (None, value.get("kind")) and len(value["plain"]) < 20_000]

    seeds("index/IndexFuzzTestInputs", "content", plains(nodes) + plains(bad_nodes))
    seeds("index/IndexFuzzTestInputs", "location", plains(locations) + plains(bad_locations, "node"))
    seeds("index/IndexFuzzTestInputs", "root", plains(roots) + plains(bad_locations, "root"))
    seeds("index/IndexFuzzTestInputs", "list", plains(lists) + plains(bad_locations, "pack list"))
    for kind in ("manifest", "pointer", "page", "descriptor"):
        seeds("manifest/DocumentsFuzzTestInputs", kind, [value["text"].encode() for value in texts + bad_texts if value["kind"] == kind])


if __name__ == "__main__":
    sys.exit(main())
