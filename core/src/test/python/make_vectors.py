#!/usr/bin/env python3
"""Make the vectors of packs, of the two indexes and of the JSON documents, and the seeds of their fuzzers.

  make_vectors.py        # rewrites ../resources/vectors/pack, …/index and …/documents, and ../resources/io/…/FuzzTestInputs

Written from docs/spec/format-v1.md by way of examples/restore/make_repository.py, and never from the Java code: what both sides
agree on holds. The same Python and the same zstd give the same bytes.
"""
import json
import os
import sys

import zstandard

HERE = os.path.dirname(os.path.abspath(__file__))
RESOURCES = os.path.join(HERE, "..", "resources")
sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "..", "examples", "restore"))
from make_repository import Pack, blob, compress, compress_delta, leaf_entries, listed, node_id, sha256, sized, split, varint, zigzag


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


# ---- Packs --------------------------------------------------------------------------------------------------------------

KINDS = "data", "content node", "location node", "location root", "pack list", "bases node"
SAME = b"all the same " * 20
SAME_BUT_ONE = SAME[:130].replace(b"same all", b"same! all", 1) + SAME[130:]


def noise(text, length):
    """Bytes that do not compress."""
    return b"".join(numbered(text, number) for number in range(length // 32 + 1))[:length]


class VectorPack:
    """A pack, and what a vector says of its rows."""

    def __init__(self, plain):
        self.pack, self.rows, self.plain = Pack(), [], plain

    def remember(self, data):
        self.plain[sha256(data).hex()] = data.hex()
        return {"length": len(data), "id": sha256(data).hex()}

    def add(self, kind, codec, stored, rest, **row):
        offset = self.pack.add(stored, 1 + KINDS.index(kind), codec, rest)
        self.rows.append({"offset": offset, "stored": len(stored), "kind": kind, "codec": codec, **row})
        return self

    def frame(self, members, bases=()):
        data, rest = b"".join(members), listed([varint(len(member)) + sha256(member) for member in members])
        row = {"members": [self.remember(member) for member in members]}
        if not bases:
            return self.add("data", 1, compress(data), rest, **row)
        stored = compress_delta(data, [(base, sha256(base)) for base in bases])
        return self.add("data", 2, stored, rest, **row, bases=[self.remember(base) for base in bases])

    def blob(self, kind, data, codec=1, bases=()):
        stored = {0: data, 1: compress(data), 2: compress(data, bytes(8) + b"".join(bases))}[codec]
        rest = varint(len(data)) + sha256(data) + (listed([sha256(base) for base in bases]) if codec == 2 else b"")
        self.remember(data)
        more = {"bases": [self.remember(base)["id"] for base in bases]} if codec == 2 else {}
        return self.add(kind, codec, stored, rest, plain=len(data), digest=sha256(data).hex(), **more)

    def vector(self, name):
        digest = self.pack.seal().hex()
        return {"name": name, "sha256": digest, "hex": bytes(self.pack.data).hex(), "rows": self.rows}


def packs():
    """The packs, and the plain bytes of all that is in them, by SHA-256."""
    plain = {}
    few, many = noise("few", 90), noise("many", 300) + bytes(200)
    page, other = noise("page", 204), noise("other", 204)
    node = b"FRCN a content node, of which this is not the true form " * 5
    return [
        VectorPack(plain).frame([SAME]).frame([many, few]).frame([few]).frame([SAME_BUT_ONE], [SAME])
        .blob("content node", node).blob("content node", node.replace(b"not", b"NOT", 2), 2, [node]).blob("location node", b"FRLN short", 0)
        .blob("location root", b"FRLR" + bytes(60)).blob("pack list", b"FRPL" + bytes(80)).blob("bases node", b"FRBN" + bytes(90))
        .vector("a blob of every kind"),
        VectorPack(plain).frame([page[:100] + b"?" + page[100:]], [page])
        .frame([SAME_BUT_ONE, page + b"?", other[:200]], [SAME, page, other])
        .frame([page + b"?", other + b"?"], [page, other])
        .frame([few, page + b"?"], [page])
        .frame([SAME_BUT_ONE], [other, SAME, page, few])
        .frame([page[100:] + other[:100]], [page, other, page])
        .vector("delta frames: bases of many lengths and of one, members that take nothing, bases from which nothing is taken, a base twice"),
        VectorPack(plain).vector("no blob at all"),
    ], plain


X = sha256(b"x")


def table_row(stored=10, kind=1, codec=1, rest=None):
    """A row of a table; of a frame of one chunk if nothing else is said."""
    return varint(stored) + bytes([kind, codec]) + (listed([varint(5) + X]) if rest is None else rest)


def footed(table, offset, length=None, digest=None, magic=b"FRPE"):
    """A table, and the footer that says where it is, how long, and what its digest is."""
    return table + offset.to_bytes(8, "little") + (len(table) if length is None else length).to_bytes(4, "little") + (digest or sha256(table)) + magic


def hostile_tables():
    def refused(name, error, tail, length):
        return {"name": name, "length": length, "tail": tail.hex(), "error": error}

    def table(name, error, data, blobs=0):
        return refused(name, error, footed(data, 16 + blobs), 16 + blobs + len(data) + 48)

    def one(name, error, stored=10, blobs=None, **fields):
        return table(name, error, b"\0" + listed([table_row(stored, **fields)]), stored if blobs is None else blobs)

    def members(*lengths):
        return listed([varint(length) + X for length in lengths])

    good = b"\0" + listed([table_row()])
    whole = 16 + 10 + len(good) + 48
    return [
        table("an overlong varint", "longer than it need be", b"\0\x80\0"),
        table("a varint of more than 63 bits", "longer than 63 bits", b"\0" + b"\xff" * 9 + b"\1"),
        table("a required feature", "requires feature 7", b"\1\7"),
        table("more rows than can follow", "number of rows", b"\0" + varint(1000)),
        table("a byte behind the last row", "bytes too many", good + b"\0", 10),
        table("a last row that ends too early", "ends too early", (b"\0" + listed([table_row(), table_row()]))[:-1], 20),
        table("blobs that end before the table", "the blobs end at 26", good, 14),
        one("a blob that reaches into the table", "behind the table's begin", 11, 10),
        one("a blob without bytes", "stored length", 0),
        one("a blob longer than a pack", "stored length", 512_000_001, 0),
        one("an unknown kind", "kind 7", kind=7, rest=varint(5) + X),
        one("kind zero", "kind 0", kind=0, rest=varint(5) + X),
        one("an unknown codec", "codec 3", codec=3),
        one("data with codec 0", "codec 0", codec=0, rest=members(10)),
        one("a frame without members", "number of members", rest=varint(0) + X),
        one("1,025 members", "number of members", rest=varint(1025) + varint(1) + X),
        one("members that do not follow", "ends too early", rest=varint(900) + varint(1) + X),
        one("a chunk without bytes", "length of a chunk", rest=members(0)),
        one("a chunk beyond the limit", "length of a chunk", rest=members(2097153)),
        one("several members beyond 256 KiB", "plain length of a frame", rest=members(262144, 1)),
        one("a stored frame too long for its members", "stored length", 65542),
        one("a delta frame without members", "number of members", codec=2, rest=varint(0) + X),
        one("members of a delta frame beyond 1 MiB", "plain length of a delta frame", codec=2, rest=members(1048576, 1)),
        one("a stored delta frame too long for its members", "stored length", 65542, codec=2),
        one("a delta frame whose row names bases", "bytes too many", codec=2, rest=members(5) + members(5)),
        one("a node beyond 4 MiB", "plain length", kind=2, rest=varint(4194305) + X),
        one("a pack list beyond 64 MiB", "plain length", kind=5, rest=varint(67108865) + X),
        one("a bases node beyond 4 MiB", "plain length", kind=6, rest=varint(4194305) + X),
        one("a bases node that is a delta", "BASES_NODE", kind=6, codec=2, rest=varint(5) + X + listed([X])),
        one("a blob as it is of another length", "stored length", kind=3, codec=0, rest=varint(11) + X),
        one("a delta of a node beyond 1 MiB", "plain length", kind=2, codec=2, rest=varint(1048577) + X + listed([X])),
        one("a delta of a node without base", "ends too early", kind=2, codec=2, rest=varint(5) + X),
        refused("a table that does not end at the footer", "does not end where the footer begins", footed(good, 27), whole),
        refused("a table within the header", "does not end where the footer begins", footed(good, 10), whole - 16),
        refused("another table than the footer says", "digest", footed(good, 26, digest=bytes(32)), whole),
        refused("no magic at the end", "FRPE", footed(good, 26, magic=b"FRPF"), whole),
        refused("a pack beyond 512 MB", "512000000", footed(good, 512_000_001 - 48 - len(good)), 512_000_001),
        refused("a pack that is too short", "not 63", footed(good, 26), 63),
        refused("a tail that lacks a byte of the table", "1 bytes too few", footed(good, 26)[1:], whole),
        refused("a table beyond 64 MiB", "67108865", footed(b"", 16, 67108865, X), 16 + 67108865 + 48),
        refused("a table of 2 GiB and more", "too large", footed(b"", 16, 1 << 31, X), 400),
        refused("an offset of 2^63 and more", "2^63", footed(b"", 1 << 63, 10, X), 400),
    ]


def zstd_frame(descriptor, rest, block=b"\x29\0\0"):
    """A zstd frame made by hand, of one block, which is the last and raw if nothing else is said."""
    return b"\x28\xb5\x2f\xfd" + bytes([descriptor]) + rest + block + b"hello"


def hostile_frames():
    def refused(name, error, plain, stored):
        return {"name": name, "plain": plain, "hex": stored.hex(), "error": error}

    same, delta = compress(SAME), compress(SAME_BUT_ONE, bytes(8) + SAME)
    return [
        refused("no bytes", "ends too early", 5, b""),
        refused("no zstd frame", "not a zstd frame", 5, b"hello world"),
        refused("a skippable frame", "not a zstd frame", 5, b"\x50\x2a\x4d\x18\5\0\0\0hello"),
        refused("another content size", "content size of 260", 261, same),
        refused("no content size", "no content size", 260, zstandard.ZstdCompressor(write_content_size=False).compress(SAME)),
        refused("a checksum", "checksum", 260, zstandard.ZstdCompressor(write_checksum=True).compress(SAME)),
        refused("a dictionary id", "dictionary", 5, zstd_frame(0x21, b"\7\5")),
        refused("the reserved bit", "reserved", 5, zstd_frame(0x28, b"\5")),
        refused("a content size of 2^63 and more", "2^63", 5, zstd_frame(0xe0, b"\xff" * 8)),
        refused("a content size of 2^62", "content size of 4611686018427387904", 5, zstd_frame(0xe0, bytes(7) + b"\x40")),
        refused("a frame and a byte", "blocks", 260, same + b"\0"),
        refused("two frames", "blocks", 260, same + compress(b"")),
        refused("a frame without its last byte", "blocks", 260, same[:-1]),
        refused("a frame that holds less than it says", "zstd says", 6, zstd_frame(0x20, b"\6")),
        refused("a frame that holds more than it says", "zstd says", 4, zstd_frame(0x20, b"\4")),
        refused("a block of the reserved type", "blocks", 5, zstd_frame(0x20, b"\5", b"\x2f\0\0")),
        refused("the zstd frame of a delta frame as a plain one", "zstd says", 261, delta),
        refused("a delta frame as a plain one", "not a zstd frame", 261, compress_delta(SAME_BUT_ONE, [(SAME, sha256(SAME))])),
    ]


def hostile_deltas():
    def refused(name, error, stored):
        return {"name": name, "plain": 261, "hex": stored.hex(), "error": error}

    delta, ids = compress(SAME_BUT_ONE, bytes(8) + SAME), sha256(SAME)[:8]
    head = sized([260]) + ids
    return [
        refused("no bytes", "ends too early", b""),
        refused("no base", "number of bases", varint(0) + delta),
        refused("no base, of one length", "number of bases", varint(1) + varint(260) + delta),
        refused("1,025 bases", "number of bases", sized([1] * 1025) + ids * 1025 + delta),
        refused("2^61 bases", "number of bases", varint(1 << 62 | 1) + varint(260) + ids + delta),
        refused("an overlong varint", "longer than it need be", b"\x83\0" + varint(260) + ids + delta),
        refused("a base without bytes", "length", sized([0]) + ids + delta),
        refused("a base without bytes among others", "length", sized([260, 0]) + ids * 2 + delta),
        refused("a base beyond 1 MiB", "length", sized([1048577]) + ids + delta),
        refused("bases beyond 1 MiB together", "bases", sized([1048576, 1]) + ids * 2 + delta),
        refused("bases of one length beyond 1 MiB together", "bases", sized([1025] * 1024) + ids * 1024 + delta),
        refused("cut off behind the number of bases", "ends too early", sized([260])[:1]),
        refused("cut off within a length", "ends too early", sized([260])[:2]),
        refused("cut off within the lengths", "ends too early", sized([260, 5, 6])[:3]),
        refused("cut off within an id", "ends too early", head[:-1]),
        refused("cut off within the ids", "ends too early", sized([260] * 3) + ids * 2),
        refused("nothing behind the head", "ends too early", head),
        refused("no zstd frame behind the head", "not a zstd frame", head + b"hello world"),
        refused("a byte between the head and the zstd frame", "not a zstd frame", head + b"\0" + delta),
        refused("another content size", "content size of 260", head + compress(SAME, bytes(8) + SAME)),
        refused("a checksum", "checksum", head + zstandard.ZstdCompressor(write_checksum=True).compress(SAME_BUT_ONE)),
        refused("a byte behind the zstd frame", "blocks", head + delta + b"\0"),
        refused("a zstd frame without its last byte", "blocks", head + delta[:-1]),
    ]


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
    same = before and before["pack"] == row["pack"]
    out = numbers.of(pack_name(row["pack"])) + zigzag(row["offset"] - (before["offset"] + before["stored"] if same else 0))
    return out + varint(row["stored"]) + bytes([row["codec"]]) + sized(row["lengths"])


def rows_bytes(rows, numbers):
    return listed([row_bytes(row, before, numbers) for row, before in zip(rows, [None, *rows])])


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


def delta_runs_bytes(runs):
    rows = [0] + [row for _, _, row, _ in runs]
    return listed([varint(skipped) + varint(count) + zigzag(row - before) + varint(member) for (skipped, count, row, member), before in zip(runs, rows)])


def times_bytes(times):
    out, before = [], 0
    for seconds, nanos in times:
        out.append(zigzag(seconds - before) + varint(nanos))
        before = seconds
    return listed(out)


def location_plain(level, numbers, body, content=CONTENT, features=b"\0", magic=b"FRLN", version=1):
    return magic + bytes([version, level]) + features + content + numbers.encoded() + body


def leaf(name, rows, runs, times=(), delta_rows=(), delta_runs=()):
    numbers = Numbers()
    body = rows_bytes(rows, numbers) + runs_bytes(runs, rows) + rows_bytes(delta_rows, numbers) + delta_runs_bytes(delta_runs) + times_bytes(times)
    plain = location_plain(0, numbers, body)
    return {"name": name, "level": 0, "content": CONTENT.hex(), "own": OWN.hex(), "digest": sha256(plain).hex(),
            "frames": [named(row) for row in rows], "runs": runs, "deltaFrames": [named(row) for row in delta_rows],
            "deltaRuns": [list(run) for run in delta_runs], "times": [list(time) for time in times], "plain": plain.hex()}


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


def frame(pack, offset, stored, lengths, codec=1):
    return {"pack": pack, "offset": offset, "stored": stored, "codec": codec, "lengths": lengths}


def delta_frame(pack, offset, stored, lengths):
    return frame(pack, offset, stored, lengths, 2)


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
        leaf("a delta frame that is its chunk's only place", [frame("a", 16, 30, ONE, 2)], [[1, 0, 0]]),
        leaf("runs over plain frames and delta frames, of which one holds a chunk once more", [
            frame("a", 16, 900, ONE * 3), delta_frame("b", 16, 60, ONE * 2), delta_frame("b", 76, 9, [3, 9, 4]), frame("a", 916, 90, [7])],
             [[9, 0, 0], [2, 1, 0]], [], [delta_frame("a", 1006, 20, ONE), delta_frame("b", 16, 60, ONE * 2)], [(0, 1, 0, 0), (1, 2, 1, 0)]),
        leaf("a delta frame of 1 MiB in 1,024 members, all placed by one run", [delta_frame("a", 16, 9000, [1024] * 1024)], [[1024, 0, 0]]),
        leaf("a row that places no chunk", [frame("a", 16, 4000, ONE), frame("a", 4016, 10, ONE)], [[1, 1, 0]]),
        leaf("a delta frame that holds the only chunk once more", [frame("a", 16, 4000, ONE)], [[1, 0, 0]], [(5, 0)],
             [delta_frame("a", 4016, 30, ONE)], [(0, 1, 0, 0)]),
        leaf("delta frames in a pack that has no number yet and in the node's own", [frame("a", 16, 4000, ONE * 3)], [[3, 0, 0]], [],
             [delta_frame("b", 500, 30, ONE), delta_frame("own", 16, 40, ONE * 2)], [(0, 1, 0, 0), (0, 2, 1, 0)]),
        leaf("the first delta frame right behind the last plain one: its offset counts from 0", [
            frame("a", 16, 50, [7]), frame("a", 66, 50, [8])], [[2, 0, 0]], [],
             [delta_frame("a", 116, 20, [8]), delta_frame("a", 136, 10, [7])], [(0, 1, 1, 0), (0, 1, 0, 0)]),
        leaf("chunks before, between and behind the delta runs lie in none; runs step back and begin within a row", [
            frame("a", 16, 900, ONE * 20), frame("b", 16, 90, [1, 2, 3, 4, 5])], [[25, 0, 0]], [(1_700_000_000, 5), (1_600_000_000, 0)],
            [delta_frame("a", 5000, 99, ONE * 8), delta_frame("c", 16, 9, [3, 9, 4, 5]), delta_frame("c", 25, 1000, ONE * 2)],
            [(2, 3, 0, 1), (1, 2, 2, 0), (0, 4, 0, 4), (10, 1, 1, 0), (0, 2, 1, 2)]),
        leaf("the same chunk over and over, in one member of a delta frame", [frame("a", 16, 900, ONE * 2)],
             [[1, 0, 1], [1, 0, 1], [1, 0, 0], [1, 0, 1]], [],
             [delta_frame("a", 916, 9, ONE)], [(0, 1, 0, 0), (0, 1, 0, 0), (1, 1, 0, 0)]),
        leaf("a delta frame that no run names", [frame("a", 16, 900, ONE)], [[1, 0, 0]], [], [delta_frame("a", 916, 9, ONE)], []),
        leaf("a delta frame of 1 MiB, stored in as many bytes as it may be", [
            frame("a", 16, 900, [1 << 20])], [[1, 0, 0]], [], [delta_frame("a", 916, (1 << 20) + 65536, [1 << 20])], [(0, 1, 0, 0)]),
        leaf("a delta frame of 1,024 members, a run over them all and one over the last", [
            frame("a", 16 + 900 * number, 900, [1024] * 256) for number in range(4)], [[1024, 0, 0], [1, 0, 0]], [],
            [delta_frame("a", 5000, 9000, [1024] * 1024)], [(0, 1024, 0, 0), (0, 1, 0, 1023)]),
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
    """Components: (name, content place, location place, bases nodes); a bases node: (place, depth, stored bytes of its delta frames, bases that these name)."""
    plain = b"FRLR\x01\0" + listed([
        blob(c.encode()) + label("content " + c) + place(content) + place(location) + label("location " + c)
        + listed([place(where) + label(f"bases {depth}") + varint(depth) + varint(stored) + varint(number) for where, depth, stored, number in bases])
        for c, content, location, bases in components])
    plain += listed([varint(sequence) + label(f"manifest {sequence}") + listed([blob(c.encode()) + label(f"{c} {sequence}") for c in names])
                     for sequence, names in ancestors])
    plain += place(pack_list) + label("pack list")
    return {"name": name, "own": OWN.hex(), "digest": sha256(plain).hex(), "components": [
        {"name": c, "contentRoot": label("content " + c).hex(), "content": named(content), "location": named(location),
         "digest": label("location " + c).hex(),
         "bases": [{"place": named(where), "digest": label(f"bases {depth}").hex(), "depth": depth, "stored": stored, "bases": number}
                   for where, depth, stored, number in bases]}
        for c, content, location, bases in components],
        "ancestors": [{"sequence": sequence, "manifest": label(f"manifest {sequence}").hex(),
                       "components": [{"name": c, "contentRoot": label(f"{c} {sequence}").hex()} for c in names]} for sequence, names in ancestors],
        "packList": named(pack_list), "packListDigest": label("pack list").hex(), "plain": plain.hex()}


def location_roots():
    return [
        location_root("one component, no ancestor", [("main", at("own"), at("own", 116), [])], [], at("own", 216)),
        location_root("two components, sixteen ancestors of which some had one", [("main", at("a"), at("own"), []), ("wal", at("own"), at("b"), [])],
                      [(20 - number, ["main", "wal"][:1 + number % 2]) for number in range(16)], at("own", 1000, 50, 50, 0)),
        location_root("one bases node, in the root's own pack", [("main", at("own"), at("own", 116), [(at("own", 216, 90, 120), 1, 4711, 1)])], [], at("own", 306)),
        location_root("bases nodes of several depths, some of one depth, for two components and not for a third", [
            ("main", at("own"), at("own", 116), [
                (at("own", 216), 1, 1 << 40, 1_000_000), (at("a", 16, 4 << 20, 4 << 20, 0), 1, 0, 300_000), (at("b"), 2, 300, 128), (at("a", 99), 7, 1, 127),
                (at("own", 316), 64, 1, 1)]),
            ("state", at("own", 500), at("own", 600), []),
            ("wal", at("own", 700), at("own", 800), [(at("b"), 2, 300, 128)])], [(3, ["main"])], at("own", 900)),
        location_root("as many bases as a snapshot may have, in two components", [
            ("main", at("own"), at("own", 116), [(at("own", 216), 1, 5, 700_000), (at("own", 316), 2, 5, 300_000)]),
            ("wal", at("own", 500), at("own", 600), [(at("own", 700), 1, 5, 500_000)])], [], at("own", 900)),
    ]


def bases_node(name, rows, deltas):
    """Deltas: (pack, offset, bases); a base: (row, member, label of its id)."""
    class Named(Numbers):
        """All packs in full: number 0 is not used."""

        def __init__(self):
            self.packs = {None: 0}

    numbers, body, before = Named(), b"", None
    head = rows_bytes(rows, numbers)
    for pack, offset, bases in deltas:
        body += numbers.of(pack_name(pack)) + zigzag(offset - (before[1] if before and before[0] == pack else 0)) + bases_bytes(bases)
        before = pack, offset
    plain = b"FRBN\x01\0" + numbers.encoded() + head + varint(len(deltas)) + body
    return {"name": name, "digest": sha256(plain).hex(), "frames": [named(row) for row in rows],
            "deltas": [{"pack": pack_name(pack).hex(), "offset": offset, "bases": [[row, member, label(base)[:8].hex()] for row, member, base in bases]}
                       for pack, offset, bases in deltas], "plain": plain.hex()}


def bases_bytes(bases):
    rows = [0] + [row for row, _, _ in bases]
    return listed([zigzag(row - before) + varint(member) + label(base)[:8] for (row, member, base), before in zip(bases, rows)])


def bases_nodes():
    scattered = [frame("a", 16 + 900 * number, 900, ONE * 16) for number in range(40)]
    return [
        bases_node("nothing", [], []),
        bases_node("one delta frame with one base", [frame("a", 16, 900, ONE)], [("b", 16, [(0, 0, "x")])]),
        bases_node("delta frames in several packs, one after the other, going back, and of a pack that has a number already", [
            frame("a", 16, 900, ONE * 16), frame("b", 400_000_000, 70_000, [2097152]), frame("a", 916, 900, [1, 2, 3])],
            [("c", 16, [(0, 15, "x"), (0, 0, "y"), (2, 2, "z")]), ("c", 500, [(1, 0, "w")]), ("c", 99, [(2, 0, "v"), (1, 0, "w")]),
             ("a", 1816, [(0, 1, "u")]), ("c", 600, [(0, 2, "t")])]),
        bases_node("bases in delta frames, which have bases in another node", [
            frame("a", 16, 900, ONE * 16), delta_frame("d", 16, 60, ONE * 4), delta_frame("d", 76, 9, [3, 9, 4])],
            [("e", 16, [(1, 3, "x"), (2, 1, "y"), (0, 7, "z")])]),
        bases_node("the same base twice", [frame("a", 16, 900, ONE)], [("b", 16, [(0, 0, "x"), (0, 0, "x")])]),
        bases_node("a row in which no base lies", [frame("a", 16, 900, ONE), frame("a", 916, 900, ONE)], [("b", 16, [(1, 0, "x")])]),
        bases_node("1,024 bases, as many as one may have", [frame("a", 16, 9000, [64] * 1024)], [("b", 16, [(0, 1023 - number, f"x{number}") for number in range(1024)])]),
        bases_node("bases that are scattered", scattered, [("b", 16 + 100 * delta, [(7 * base % 40, base % 16, f"{delta} {base}") for base in range(32)])
                                                           for delta in range(8)]),
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

    def rows(name, error, *each, rest=bytes(4), packs=()):
        return node(name, error, listed(list(each)) + rest, packs=packs)

    plain_row = b"\0" + zigzag(16) + varint(50) + b"\x01" + varint(3) + varint(4096)
    delta_row = b"\0" + zigzag(66) + varint(20) + b"\x02" + varint(3) + varint(4096)
    placed = listed([plain_row]) + listed([b"\x01\x00\x00"])  # one chunk of 4,096 bytes

    def delta_rows(name, error, *each, rest=bytes(2)):
        return node(name, error, placed + listed(list(each)) + rest)

    def delta_run(name, error, *runs):
        encoded = [varint(skipped) + varint(count) + zigzag(row) + varint(member) for skipped, count, row, member in runs]
        return node(name, error, placed + listed([delta_row, row(offset=20, codec=2, members=sized([4096, 4096]))]) + listed(encoded) + b"\0")

    def row(offset=16, stored=50, codec=1, members=varint(3) + varint(4096), pack=b"\0"):
        return pack + zigzag(offset) + varint(stored) + bytes([codec]) + members

    def deltas(name, error, *each, count=None, whole=at("own")):
        body = locator(whole, Numbers()) + locator(at("own"), Numbers()) + bytes(32)
        return node(name, error, body + varint(len(each) if count is None else count) + b"".join(each), level=1)

    def one(bases=1, pack=0, offset=16, stored=40):
        return varint(bases) + bytes(32 * bases) + varint(pack) + varint(offset) + varint(stored)

    here = locator(at("own"), Numbers())
    delta_place = b"\0" + varint(16) + varint(40) + varint(70) + b"\x02"
    good_root = bytes.fromhex(location_roots()[0]["plain"])
    good_list = bytes.fromhex(pack_lists()[1]["plain"])
    good_bases = bytes.fromhex(bases_nodes()[1]["plain"])

    def bases_place(depth=1, stored=5, where=at("own"), number=3):
        return place(where) + bytes(32) + varint(depth) + varint(stored) + varint(number)

    component = blob(b"main") + bytes(32) + place(at("own")) + place(at("own")) + bytes(32)

    def root_with(name, error, *bases, count=None, rest=bytes(200)):
        return refused("root", name, error, b"FRLR\x01\0\x01" + component + varint(len(bases) if count is None else count) + b"".join(bases) + rest)

    def bases(name, error, rows, *deltas, count=None, rest=b""):
        plain = listed([label("a")]) + listed(rows) + varint(len(deltas) if count is None else count) + b"".join(deltas) + rest
        return refused("bases", name, error, b"FRBN\x01\0" + plain)

    def based(pack=1, offset=16, each=(b"\0\0" + bytes(8),), count=None):
        return varint(pack) + zigzag(offset) + varint(len(each) if count is None else count) + b"".join(each)

    def base(row=0, member=0):
        return zigzag(row) + varint(member) + bytes(8)

    listed_row = row(pack=b"\1", members=sized([4096] * 4))
    return [
        node("another magic", "begins with something else", bytes(5), magic=b"FRCN"),
        node("version 2", "version 2", bytes(5), version=2),
        node("a required feature", "requires feature 9", bytes(5), features=b"\x01\x09"),
        node("of another content node", "another content node", bytes(5), content=label("another")),
        refused("node", "another digest", "another digest", location_plain(0, Numbers(), bytes(5)), label("another")),
        node("a byte behind its end", "bytes too many", bytes(6)),
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
        rows("a delta frame of more than 1 MiB as a chunk's place", "plain bytes", plain_row, row(codec=2, members=varint(3) + varint(1048577))),
        rows("a delta frame as a chunk's place that grew", "is stored in", plain_row, row(codec=2, stored=4096 + 65537)),
        rows("a frame that grew", "is stored in", row(stored=4096 + 65537)),
        rows("a run of nothing", "number of chunks", plain_row, rest=b"\x01\x00\x00\x00" + bytes(3)),
        rows("a run in a row that is not there", "begins in row 1", plain_row, rest=b"\x01\x01\x02\x00" + bytes(3)),
        rows("a run in a row before the first", "begins in row -1", plain_row, rest=b"\x01\x01\x01\x00" + bytes(3)),
        rows("a run from a member that is not there", "a run's member", plain_row, rest=b"\x01\x01\x00\x01" + bytes(3)),
        rows("a run past the last row", "past the last row", plain_row, rest=b"\x01\x02\x00\x00" + bytes(3)),
        node("cut off before the delta frames", "ends too early", placed),
        node("more delta rows than can follow", "number of delta frames", placed + varint(1000) + delta_row),
        node("cut off within a delta row", "ends too early", placed + listed([delta_row[:-1]])),
        delta_rows("cut off before the delta runs", "ends too early", delta_row, rest=b""),
        delta_rows("more delta runs than can follow", "number of delta runs", delta_row, rest=varint(1000) + bytes(4)),
        delta_rows("cut off within a delta run", "ends too early", delta_row, rest=b"\x01\x00\x01\x00\x80"),
        delta_rows("cut off behind the deltas, before the times", "ends too early", delta_row, rest=b"\0"),
        delta_rows("a byte behind the times of a node with deltas", "bytes too many", delta_row, rest=bytes(3)),
        delta_rows("a delta frame of codec 0", "codec 0", row(codec=0)),
        delta_rows("a plain frame among the delta frames", "a plain frame stands among the delta frames", delta_row, plain_row),
        delta_rows("a delta frame of an unknown codec", "codec 3", row(codec=3)),
        delta_rows("a delta frame in a pack that is not listed", "a pack number", row(codec=2, pack=b"\x01")),
        delta_rows("a delta frame at an offset before the pack: the first one counts from 0", "offset is -1", row(codec=2, offset=-1)),
        delta_rows("a delta frame behind the largest pack", "offset is", row(codec=2, offset=512_000_001)),
        delta_rows("a delta frame without members", "number of members", row(codec=2, members=varint(1) + varint(4096))),
        delta_rows("a delta frame of 1,025 members", "number of members", row(codec=2, members=varint(1025 << 1 | 1) + varint(1))),
        delta_rows("a member of no bytes in a delta frame", "member's length", row(codec=2, members=varint(3) + varint(0))),
        delta_rows("a delta frame of more than 1 MiB", "plain bytes", row(codec=2, members=varint(3) + varint(1048577))),
        delta_rows("a delta frame of several chunks of more than 1 MiB", "plain bytes", row(codec=2, members=varint(2 << 1) + varint(1048576) + varint(1))),
        delta_rows("a delta frame that grew", "is stored in", row(codec=2, stored=4096 + 65537)),
        delta_run("a delta run of nothing", "number of chunks in a delta run", (0, 0, 0, 0)),
        delta_run("a delta run in a row that is not there", "delta run begins in row 2", (0, 1, 2, 0)),
        delta_run("a delta run in a row before the first", "delta run begins in row -1", (0, 1, -1, 0)),
        delta_run("a delta run from a member that is not there", "delta run", (0, 1, 0, 1)),
        delta_run("a delta run past its row", "delta run", (0, 2, 0, 0)),
        delta_run("a delta run past its row, from a member that is there", "delta run", (0, 2, 1, 1)),
        delta_run("a delta run past the chunks that are placed", "delta run", (0, 2, 1, 0)),
        delta_run("a delta run behind the chunks that are placed", "delta run", (1, 1, 0, 0)),
        delta_run("a second delta run past the chunks that are placed", "delta run", (0, 1, 0, 0), (0, 1, 1, 0)),
        delta_run("a delta run that skips 2^62 chunks", "delta run", (1 << 62, 1, 0, 0)),
        delta_run("a delta run of 2^62 chunks", "delta run", (0, 1 << 62, 0, 0)),
        rows("too many nanoseconds", "nanoseconds", rest=bytes(3) + b"\x01\0" + varint(1_000_000_000)),
        rows("a time without reason", "from 1970", rest=bytes(3) + b"\x01" + zigzag(1 << 61) + b"\0"),
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
        root_with("more bases nodes than can follow", "number of bases nodes", bases_place(), count=100),
        root_with("a bases node of depth 0", "a depth of deltas is 0", bases_place(0)),
        root_with("a bases node of depth 65", "a depth of deltas is 65", bases_place(64), bases_place(65)),
        root_with("depths that fall", "order of their depth", bases_place(1), bases_place(3), bases_place(2)),
        root_with("a bases node that is a delta", "is a delta", place(at("own"))[:-1] + b"\x02" + bytes(32) + b"\1\5\3"),
        root_with("a bases node of more than 4 MiB", "plain length", bases_place(where=at("own", 16, 4 << 20, (4 << 20) + 1))),
        root_with("a place of a bases node with a pack number", "pack number", bytes(32) + b"\1" + bytes(200)),
        root_with("cut off within a bases node's digest", "ends too early", place(at("own")) + bytes(26), count=1, rest=b""),
        root_with("cut off before a bases node's stored bytes", "ends too early", bases_place()[:-2], rest=b""),
        root_with("cut off before the number of a node's bases", "ends too early", bases_place()[:-1], rest=b""),
        root_with("a node of 0 bases", "a node's bases is 0", bases_place(number=0)),
        root_with("a node of 1,500,001 bases", "a node's bases is 1500001", bases_place(number=1_500_001)),
        root_with("1,500,001 bases in two nodes", "1500001 bases", bases_place(number=1_500_000), bases_place(number=1)),
        refused("root", "1,500,001 bases in nodes of two components", "1500001 bases",
                b"FRLR\x01\0\x02" + component + listed([bases_place(number=750_000)]) + component + listed([bases_place(number=750_001)]) + bytes(200)),
        refused("bases", "another digest", "another digest", good_bases, label("another")),
        refused("bases", "another magic", "begins with something else", b"FRLN" + good_bases[4:]),
        refused("bases", "version 2", "version 2", good_bases[:4] + b"\2" + good_bases[5:]),
        refused("bases", "a required feature", "requires feature 9", good_bases[:5] + b"\1\x09" + good_bases[6:]),
        refused("bases", "cut off", "ends too early", good_bases[:-1]),
        refused("bases", "a byte behind its end", "bytes too many", good_bases + b"\0"),
        refused("bases", "more packs than can follow", "number of packs", b"FRBN\x01\0" + varint(1000) + bytes(64)),
        refused("bases", "more frames than can follow", "number of frames", b"FRBN\x01\0" + listed([label("a")]) + varint(1000) + listed_row),
        bases("more delta frames than can follow", "number of delta frames", [listed_row], based(), count=1000),
        bases("more bases than can follow", "number of bases", [listed_row], based(count=1000)),
        bases("2^62 bases", "number of bases", [listed_row], based(count=1 << 62)),
        bases("a frame in the node's own pack", "number 0", [row()], based()),
        bases("a frame in a pack that is not listed", "a pack number is 2", [row(pack=b"\2")], based()),
        bases("a frame of codec 0", "codec 0", [row(pack=b"\1", codec=0)], based()),
        bases("a frame behind the largest pack", "offset is", [row(pack=b"\1", offset=512_000_001)], based()),
        bases("a delta frame in the node's own pack", "number 0", [listed_row], based(pack=0)),
        bases("a delta frame in a pack that is not listed", "a pack number is 2", [listed_row], based(pack=2)),
        bases("a delta frame before the pack", "offset is -1", [listed_row], based(offset=-1)),
        bases("a delta frame behind the largest pack", "offset is", [listed_row], based(offset=512_000_001)),
        bases("a delta frame without bases", "has 0 bases", [listed_row], based(each=[]), rest=bytes(20)),
        bases("a delta frame with 1,025 bases", "has 1025 bases", [listed_row], based(each=[base()] * 1025)),
        bases("a base in a row that is not there", "row 1 of 1", [listed_row], based(each=[base(1)])),
        bases("a base in a row before the first", "row -1 of 1", [listed_row], based(each=[base(0), base(-1)])),
        bases("a base where there is no row", "row 0 of 0", [], based()),
        bases("a base that is a member which its frame has not", "a base's member is 4", [listed_row], based(each=[base(), base(0, 4)])),
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
    "source": {"network": "mainnet", "chainId": "1", "height": 21000000, "blockHash": "0x00", "stateRoot": "0x01",
               "client": {"name": "reth", "version": "1.9.3", "requires": ">=1.9 <2"}},
    "capture": {"consistency": "stopped", "time": TIME}, "tool": "freshet 0.1.0", "profile": PROFILE, "components": [COMPONENT],
    "parent": label("parent").hex()}
LOCATION = {"pack": label("pack").hex(), "offset": 16, "stored": 400, "plain": 612, "codec": 1, "sha256": label("root").hex()}


def release(sequence):
    return {"sequence": sequence, "manifest": {"sha256": label(f"manifest {sequence}").hex(), "length": 1234}, "location": LOCATION,
            "height": 21000000 + sequence, "time": TIME}


POINTER = {"freshet": 1, "requires": {"read": [], "write": []}, "channel": "mainnet/archive", **release(30), "availableUntil": None, "log": 41,
           "rollout": None, "approvals": [], "halt": None, "rollback": None, "history": [release(sequence) for sequence in range(29, 13, -1)],
           "older": {"sha256": label("page").hex(), "length": 9999}}
SIGNED = [{"keyid": label("an approver").hex(), "sig": "c2lnbmVk"}]
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
        document("pointer", "of a release that was approved, taken back to and halted", {
            **POINTER, "approvals": SIGNED, "halt": {"reason": "the state root differs", "time": TIME, "signatures": SIGNED},
            "rollback": {"from": 29, "manifest": label("manifest 30").hex(), "floor": 21000030, "reason": "29 is corrupt", "signatures": []}}),
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
        pointer("a halt since no time", "/halt/time", halt={"by": "x", "reason": "y"}),
        pointer("a halt for a reason of two lines", "one line", halt={"reason": "a\nb", "time": TIME}),
        pointer("a rollback to nothing", "/rollback/manifest", rollback={"from": 5, "floor": 1}),
        pointer("an approval that is not in base64", "/approvals/0", approvals=[{"keyid": "a", "sig": "?"}]),
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
            named, (first, last) = isinstance(values, dict), "{}" if isinstance(values, dict) else "[]"
            lines = [(f"{json.dumps(value)}: " if named else "") + json.dumps(values[value] if named else value, ensure_ascii=False) for value in values]
            file.write(f',\n  "{key}": {first}\n    ' + ",\n    ".join(lines) + f"\n  {last}")
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
    (good_packs, plain), bad_tables, bad_frames, bad_deltas = packs(), hostile_tables(), hostile_frames(), hostile_deltas()
    nodes, bad_nodes, locations, bad_locations = content_nodes(), hostile_content(), location_nodes(), hostile_locations()
    roots, bases, lists, texts, bad_texts = location_roots(), bases_nodes(), pack_lists(), documents(), hostile_documents()
    write("pack/packs.json", "Packs and the rows of their tables. sha256: the name of the pack. bases: of a delta frame, what its head says, but the whole ids; "
          "of a content node, the ids of nodes. plain: the plain bytes of each chunk, node and document in them, by SHA-256 (the nodes are not true ones, "
          "so that their ids are plain digests here).", packs=good_packs, plain=plain)
    write("pack/hostile.json", "What a reader refuses, and a part of what it says. tables: the last bytes of a pack that has `length` bytes. frames, deltas: "
          "plain frames and delta frames as stored, and the plain length that is expected.", tables=bad_tables, frames=bad_frames, deltas=bad_deltas)
    write("index/content.json", "Content nodes. chunks, count: so many chunks, the id of number i being the SHA-256 of the label and of i as u64.",
          nodes=nodes, hostile=bad_nodes)
    write("index/trees.json", "Where nodes of content trees end: per level from the leaves up, how many nodes there are and the SHA-256 of their ids. "
          "chunks: as in content.json; files: so many empty files of mode 0644, named by the prefix and five digits.", trees=trees())
    write("index/location.json", "Location nodes, location roots, bases nodes and pack lists. runs: count, row, member. deltaRuns: chunks between the delta run before and this "
          "one, count, row, member. times: seconds, nanoseconds. own: the pack in which it lies. bases: row, member, first bytes of the id.",
          nodes=locations, roots=roots, bases=bases, lists=lists, hostile=bad_locations)
    write("documents/documents.json", "JSON documents. keeps: what is read and written again says the same, unknown fields included.",
          documents=texts, hostile=bad_texts)

    def plains(values, kind=None):
        return [bytes.fromhex(value["plain"]) for value in values if kind in (None, value.get("kind")) and len(value["plain"]) < 20_000]

    def stored(vector, row):
        return bytes.fromhex(vector["hex"])[row["offset"]:row["offset"] + row["stored"]]

    def table(tail):
        return tail[-48 - int.from_bytes(tail[-40:-36], "little"):-48]

    tails = [bytes.fromhex(vector["hex"])[16:] for vector in good_packs] + [bytes.fromhex(vector["tail"]) for vector in bad_tables]
    frames = [stored(vector, row) for vector in good_packs for row in vector["rows"] if row["kind"] == "data"]
    seeds("pack/PackFuzzTestInputs", "frame", frames + [bytes.fromhex(vector["hex"]) for vector in bad_frames + bad_deltas])
    seeds("pack/PackFuzzTestInputs", "table", [table(tail) for tail in tails])
    seeds("pack/PackFuzzTestInputs", "tail", tails[:8])
    seeds("index/IndexFuzzTestInputs", "content", plains(nodes) + plains(bad_nodes))
    seeds("index/IndexFuzzTestInputs", "location", plains(locations) + plains(bad_locations, "node"))
    seeds("index/IndexFuzzTestInputs", "root", plains(roots) + plains(bad_locations, "root"))
    seeds("index/IndexFuzzTestInputs", "bases", plains(bases) + plains(bad_locations, "bases"))
    seeds("index/IndexFuzzTestInputs", "list", plains(lists) + plains(bad_locations, "pack list"))
    for kind in ("manifest", "pointer", "page", "descriptor"):
        seeds("manifest/DocumentsFuzzTestInputs", kind, [value["text"].encode() for value in texts + bad_texts if value["kind"] == kind])


if __name__ == "__main__":
    sys.exit(main())
