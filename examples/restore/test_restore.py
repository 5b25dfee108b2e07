#!/usr/bin/env python3
"""Tests of restore.py: what make_repository.py publishes comes back; what is tampered with does not.

python3 -m unittest discover -s examples/restore
"""
import contextlib
import datetime
import functools
import http.server
import io
import itertools
import json
import os
import random
import shutil
import stat
import sys
import tempfile
import threading
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import make_repository as maker
import restore

CHANNEL = "mainnet/archive"


def tree(folder):
    """What there is below a directory: type, mode, time, and contents, by path."""
    found = {}
    for top, names, files in os.walk(folder):
        for name in [os.path.relpath(os.path.join(top, name), folder) for name in names + files] + ([""] if top == folder else []):
            full = os.path.join(folder, name)
            status = os.lstat(full)
            kind = stat.S_IFMT(status.st_mode)
            detail = os.readlink(full) if kind == stat.S_IFLNK else maker.sha256(contents(full)) if kind == stat.S_IFREG else None
            found[name] = kind, 0 if kind == stat.S_IFLNK else stat.S_IMODE(status.st_mode), status.st_mtime_ns, detail
    return found


def contents(name):
    with open(name, "rb") as file:
        return file.read()


class Workplace(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(remove, self.folder)
        self.outs = itertools.count()

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def restore(self, repository, *more, root=None, out=None, trust=None):
        """Runs the command; returns its exit code, output, complaints, and OUT."""
        out = out or self.path(f"out-{next(self.outs)}")
        trust = trust or ["--root", root or self.path("root.json")]
        stdout, stderr = io.TextIOWrapper(io.BytesIO()), io.StringIO()
        with mock.patch.object(sys, "argv", ["restore.py", repository, CHANNEL, out, *trust, *more]), \
                contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
            try:
                code = restore.main()
            except SystemExit as end:
                code = end.code
        stdout.flush()
        return code, stdout.buffer.getvalue().decode(), stderr.getvalue(), out

    def assert_refused(self, repository, *words, code=3, more=()):
        got, _, complaint, out = self.restore(repository, *more)
        self.assertEqual(code, got, complaint)
        for word in words:
            self.assertIn(word, complaint)
        self.assertEqual([], os.listdir(out) if os.path.exists(out) else [], "something was left in OUT")

    def assert_restored(self, repository, source, *more, **options):
        code, output, complaint, out = self.restore(repository, *more, **options)
        self.assertEqual(0, code, complaint)
        self.assertEqual(tree(source), tree(out))
        return output, out


def remove(folder):
    for top, names, _ in os.walk(folder):
        for name in names:
            if not os.path.islink(os.path.join(top, name)):
                os.chmod(os.path.join(top, name), 0o700)
    shutil.rmtree(folder)


class Ed25519(unittest.TestCase):
    """The vectors of RFC 8032, section 7.1."""

    VECTORS = [
        ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]

    def test_vectors(self):
        for secret, public, message, signature in self.VECTORS:
            secret, public, message, signature = map(bytes.fromhex, (secret, public, message, signature))
            key = maker.Key("", secret)
            self.assertEqual((public, signature), (key.public, key.sign(message)))
            self.assertTrue(restore.ed25519_verifies(public, message, signature))

    def test_refuses_every_flipped_byte_and_a_second_form_of_the_scalar(self):
        _, public, message, signature = map(bytes.fromhex, self.VECTORS[2])
        for i in range(64):
            wrong = bytearray(signature)
            wrong[i] ^= 4
            self.assertFalse(self.verifies(public, message, bytes(wrong)))
        scalar = int.from_bytes(signature[32:], "little") + restore.ORDER
        self.assertFalse(self.verifies(public, message, signature[:32] + scalar.to_bytes(32, "little")))
        self.assertFalse(self.verifies(public, message + b"x", signature))

    def verifies(self, *arguments):
        try:
            return restore.ed25519_verifies(*arguments)
        except restore.Stop:
            return False


class OtherKeys(unittest.TestCase):
    """The vectors of Project Wycheproof, of which the tests of the program in Java have a copy."""

    VECTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../core/src/test/resources/wycheproof")

    def check(self, name, keytype, scheme, field):
        count = 0
        for group in json.loads(contents(os.path.join(self.VECTORS, name)))["testGroups"]:
            key = {"keytype": keytype, "scheme": scheme, "keyval": {"public": group[field]}}
            for test in group["tests"]:
                made = restore.signer_of(key, bytes.fromhex(test["msg"]), test["sig"])
                self.assertEqual(test["result"] == "valid", made is not None, (name, test["tcId"], test["comment"]))
                count += 1
        return count

    def test_ecdsa(self):
        self.assertEqual(484, self.check("ecdsa_secp256r1_sha256_test.json", "ecdsa", "ecdsa-sha2-nistp256", "publicKeyPem"))

    def test_rsa_pss(self):
        for size in (2048, 3072, 4096):
            self.assertEqual(108, self.check(f"rsa_pss_{size}_sha256_mgf1_32_test.json", "rsa", "rsassa-pss-sha256", "publicKeyPem"))
        for name in ("rsa_pss_2048_sha256_mgf1_0_test.json", "rsa_pss_2048_sha256_mgf1sha1_20_test.json"):
            for group in json.loads(contents(os.path.join(self.VECTORS, name)))["testGroups"]:
                key = {"keytype": "rsa", "scheme": "rsassa-pss-sha256", "keyval": {"public": group["publicKeyPem"]}}
                for test in (test for test in group["tests"] if test["result"] == "valid"):
                    self.assertIsNone(restore.signer_of(key, bytes.fromhex(test["msg"]), test["sig"]))

    def test_one_key_under_two_ids_counts_once(self):
        key = maker.Key("twin")
        twin = dict(key.key, note="another id")
        ids = [key.id, maker.sha256(maker.canonical(twin)).hex()]
        signed = {"_type": "x", "spec_version": "1.0.34", "version": 1, "expires": "2100-01-01T00:00:00Z"}
        sig = key.sign(maker.canonical(signed)).hex()
        data = json.dumps({"signatures": [{"keyid": name, "sig": sig} for name in ids], "signed": signed}).encode()
        keys = dict(zip(ids, (key.key, twin)))
        restore.open_metadata(data, "x", "x", None, (keys, {"keyids": ids, "threshold": 1}))
        with self.assertRaisesRegex(restore.Stop, "signed by 1 of its role's keys, needs 2"):
            restore.open_metadata(data, "x", "x", None, (keys, {"keyids": ids, "threshold": 2}))

    def test_a_key_id_that_stands_twice(self):
        key = maker.Key("twin")
        signed = {"_type": "x", "spec_version": "1.0.34", "version": 1, "expires": "2100-01-01T00:00:00Z"}
        signature = {"keyid": key.id, "sig": key.sign(maker.canonical(signed)).hex()}
        data = json.dumps({"signatures": [signature, signature], "signed": signed}).encode()
        with self.assertRaisesRegex(restore.Stop, "a key id twice"):
            restore.open_metadata(data, "x", "x", None, ({key.id: key.key}, {"keyids": [key.id], "threshold": 1}))

    def test_a_key_under_a_foreign_id_and_a_malformed_one_verify_nothing(self):
        key = maker.Key("twin")
        signed = {"_type": "x", "spec_version": "1.0.34", "version": 1, "expires": "2100-01-01T00:00:00Z"}
        bad = {"keytype": "ecdsa", "scheme": "ecdsa-sha2-nistp256", "keyval": {"public": "no PEM"}}
        bad_id = maker.sha256(maker.canonical(bad)).hex()
        sig = key.sign(maker.canonical(signed)).hex()
        data = json.dumps({"signatures": [{"keyid": name, "sig": sig} for name in ("00" * 32, bad_id)], "signed": signed}).encode()
        keys = {"00" * 32: key.key, bad_id: bad}
        with self.assertRaisesRegex(restore.Stop, "signed by 0 of its role's keys"):
            restore.open_metadata(data, "x", "x", None, (keys, {"keyids": list(keys), "threshold": 1}))


class Chunking(unittest.TestCase):
    def test_segments_and_zero_runs(self):
        self.assertEqual([(False, 0, 61440)], maker.segments(bytes(61440)))
        self.assertEqual([(True, 0, 65536), (False, 65536, 65537)], maker.segments(bytes(65536) + b"x"))
        self.assertEqual([(True, 0, 65537)], maker.segments(bytes(65537)))
        self.assertEqual([(False, 0, 4096), (True, 4096, 69632), (False, 69632, 73728)], maker.segments(b"x" + bytes(69632) + b"x" + bytes(4094)))

    def test_patterns_that_need_care(self):
        for match, path, expected in (("**/mdbx.dat", "mdbx.dat", True), ("**/mdbx.dat", "a/b/mdbx.dat", True), ("**/mdbx.dat", "a/xmdbx.dat", False),
                                      ("*.x", "a.x", True), ("*.x", "a/b.x", False), ("a?c", "abc", True), ("a?c", "a/c", False), ("a.c", "abc", False),
                                      ("a/**", "a/b/c", True), ("a/**/c", "a/c", True), ("**", "", True)):
            self.assertEqual(expected, bool(maker.pattern(match).fullmatch(path)), (match, path))


VECTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "core", "src", "test", "resources", "vectors")


@unittest.skipUnless(os.path.isdir(VECTORS), "no vectors beside this example")
class Vectors(unittest.TestCase):
    """The vectors of the format: both the writer and the reader agree with them."""

    def vectors(self, name, part):
        with open(os.path.join(VECTORS, *name.split("/")), encoding="utf-8") as file:
            for vector in json.load(file)[part]:
                with self.subTest(vector=vector.get("name")):
                    yield vector

    def stream(self, label, length):
        blocks = (maker.sha256(label.encode() + number.to_bytes(8, "little")) for number in range(length // 32 + 1))
        return b"".join(blocks)[:length]

    def test_gear(self):
        for vector in self.vectors("chunk/gear.json", "tables"):
            table = maker.gear_table(bytes.fromhex(vector["seed"]))
            self.assertEqual((int(vector["first"], 16), vector["sha256"]),
                             (table[0], maker.sha256(b"".join(number.to_bytes(8, "little") for number in table)).hex()))

    def test_patterns(self):
        for vector in self.vectors("chunk/patterns.json", "patterns"):
            regex = maker.pattern(vector["match"])
            self.assertEqual([path for path in vector["yes"] + vector["no"] if regex.fullmatch(path)], vector["yes"])

    def test_cuts(self):
        for vector in self.vectors("chunk/cuts.json", "cuts"):
            data = b"".join(bytes(part["length"]) if part.get("zeros") else self.stream(part["stream"], part["length"]) for part in vector["data"])
            self.assertEqual(vector["sha256"], maker.sha256(data).hex())
            if len(data) <= 1_000_000:  # the slow writer's patience
                self.assertEqual(vector["pieces"], list(self.pieces(data, vector["chunker"], maker.gear_table(bytes.fromhex(vector["seed"])))))

    def pieces(self, data, chunker, gear):
        for is_zero, start, end in maker.segments(data):
            if is_zero:
                yield {"zeros": end - start}
            elif chunker["kind"] == "fixed":
                for length in maker.fixed_lengths(data, start, end, chunker):
                    yield {"chunk": length, "grain": length} if length == chunker["size"] else {"chunk": length}
            else:
                yield from ({"chunk": length} for length in maker.fastcdc_lengths(data, start, end, chunker, gear))

    def test_content_nodes(self):
        for vector in self.vectors("index/content.json", "nodes"):
            level, entries = restore.open_content_node(bytes.fromhex(vector["plain"]), bytes.fromhex(vector["id"]))
            self.assertEqual(vector["level"], level)
            if level == 0 and vector["entries"] and "directory" in vector["items"][0]:
                counts = (sum("chunk" not in item and "zeros" not in item and "inline" not in item and "chunks" not in item for item in vector["items"]),
                          sum(item.get("count", 1) for item in vector["items"] if "chunk" in item or "chunks" in item), None)
                scan = restore.Scan()
                with mock.patch.object(restore, "need", self.need_but_sums):
                    found = list(scan.leaf(restore.Child(bytes.fromhex(vector["id"]), counts, b"", None, None, b""), entries))
                    scan.finish()
                self.assertEqual(counts[0], sum(kind in ("directory", "file", "link") for kind, *_ in found))
                self.assertEqual(counts[1], sum(kind == "chunk" for kind, *_ in found))

    def need_but_sums(self, truth, complaint, code=3):
        """Vectors don't say what a parent would."""
        if not truth and "that its parent says" not in complaint:
            raise restore.Stop(complaint)

    def test_hostile_content_nodes(self):
        for vector in self.vectors("index/content.json", "hostile"):
            with self.assertRaises(restore.Stop), restore.reading("a node"):
                level, entries = restore.open_content_node(bytes.fromhex(vector["plain"]), bytes.fromhex(vector["id"]))
                child = restore.Child(bytes.fromhex(vector["id"]), (0, 0, 0), b"", None, None, b"")
                if level:
                    restore.open_inner_node(child, entries, None, [])
                scan = restore.Scan()
                with mock.patch.object(restore, "need", self.need_but_sums):
                    if vector["plain"][14:] and entries[0][:2] != b"\1\1":  # what is in a file needs a file
                        list(scan.leaf(child, [b"\1\1\0\0\0", b"\1\2\0" + b"\1f" + maker.varint(1 << 40) + b"\0"]))
                    list(scan.leaf(child, entries))

    def test_location_nodes(self):
        for vector in self.vectors("index/location.json", "nodes"):
            child = restore.Child(*(None,) * 3, *(None,) * 2, bytes.fromhex(vector["digest"]))._replace(id=bytes.fromhex(vector["content"]))
            cursor, packs = restore.open_location_node(bytes.fromhex(vector["plain"]), bytes.fromhex(vector["own"]), child, vector["level"])
            if vector["level"]:
                for expected in vector["children"]:
                    for name in ("content", "location"):
                        self.assert_place(expected[name], restore.Locator.read(cursor, packs))
                    self.assertEqual(expected["digest"], cursor.take(32).hex())
                    self.assert_deltas(expected["deltas"], cursor, packs, expected["content"]["stored"])
                cursor.end()
                continue
            frames, lengths = vector["frames"], []
            for count, row, member in vector["runs"]:
                for _ in range(count):
                    if member == len(frames[row]["lengths"]):
                        row, member = row + 1, 0
                    lengths.append(frames[row]["lengths"][member])
                    member += 1
            opened, open_rows = [], restore.open_rows
            with mock.patch.object(restore, "open_rows", lambda *arguments: opened.append(open_rows(*arguments)) or opened[-1]):
                rows, places, times = restore.open_places(cursor, packs, lengths, len(vector["times"]))
            for expected, found in ((frames, rows), (vector["deltaFrames"], opened[1])):
                self.assertEqual(expected, [self.frame(row) for row in found])
            self.assertEqual(lengths, [rows[row].length(member) for row, member in places])
            self.assertEqual([seconds * 10**9 + nanos for seconds, nanos in vector["times"]], times)

    def frame(self, row):
        return {"pack": row.pack.hex(), "offset": row.offset, "stored": row.stored, "codec": row.codec, "lengths": [row.length(i) for i in range(row.members)]}

    def assert_place(self, expected, found):
        self.assertEqual([expected[name] for name in ("pack", "offset", "stored", "plain", "codec")], [found.pack.hex(), *found[1:5]])

    def assert_deltas(self, expected, cursor, packs, stored):
        before = cursor.at
        restore.skip_node_deltas(cursor, packs, mock.Mock(stored=stored))
        self.assertEqual(self.deltas(expected, packs), cursor.data[before:cursor.at])

    def deltas(self, deltas, packs):
        return maker.listed([maker.listed([*map(bytes.fromhex, delta["bases"])]) + maker.varint(packs.index(bytes.fromhex(delta["pack"])))
                             + maker.varint(delta["offset"]) + maker.varint(delta["stored"]) for delta in deltas])

    def test_hostile_deltas_in_location_leaves(self):
        refused = 0
        for vector in self.vectors("index/location.json", "hostile"):
            data = bytes.fromhex(vector["plain"])
            if vector["kind"] != "node" or data[5] != 0 or "delta" not in vector["name"]:
                continue
            child = restore.Child(bytes.fromhex(vector["content"]), (0, 1, 0), b"", None, None, bytes.fromhex(vector["digest"]))
            cursor, packs = restore.open_location_node(data, bytes.fromhex(vector["own"]), child, 0)
            with self.assertRaises(restore.Stop) as complaint, restore.reading("a node"):
                restore.open_places(cursor, packs, [4096], 0)
            self.assertNotIn("places", str(complaint.exception))
            refused += 1
        self.assertGreater(refused, 15)

    def test_hostile_location_branches(self):
        refused = 0
        for vector in self.vectors("index/location.json", "hostile"):
            data = bytes.fromhex(vector["plain"])
            if vector["kind"] != "node" or data[5] != 1:
                continue
            child = restore.Child(bytes.fromhex(vector["content"]), (1, 0, 0), b"", None, None, bytes.fromhex(vector["digest"]))
            entry = b"\x10" + bytes(32) + b"\1\0\0\0"
            with self.assertRaises(restore.Stop), restore.reading("a node"):
                cursor, packs = restore.open_location_node(data, bytes.fromhex(vector["own"]), child, 1)
                restore.open_inner_node(child, [entry], cursor, packs)
            refused += 1
        self.assertGreater(refused, 15)

    def test_location_roots(self):
        for vector in self.vectors("index/location.json", "roots"):
            components = [{**component, "paths": 1, "chunks": 2, "bytes": 3} for component in vector["components"]]
            blob = iter([(None, bytes.fromhex(vector["plain"]), bytes.fromhex(vector["own"]))])
            with mock.patch.object(restore, "read_index_blobs", lambda store, wanted: blob):
                children, nodes = restore.read_location_root(None, None, bytes.fromhex(vector["digest"]), components)
            for expected, child in zip(components, children):
                self.assert_place(expected["content"], child.content)
                self.assert_place(expected["location"], child.location)
                self.assertEqual(expected["digest"], child.location_digest.hex())
            wanted = {node["digest"]: node for component in components for node in component["bases"]}
            self.assertEqual(sorted(node["depth"] for node in wanted.values()), [node.depth for node in nodes])
            for node in nodes:
                self.assert_place(wanted[node.digest.hex()]["place"], node.locator)
                self.assertEqual(wanted[node.digest.hex()]["bases"], node.bases)

    def test_hostile_location_roots(self):
        refused = 0
        for vector in self.vectors("index/location.json", "hostile"):
            if vector["kind"] == "root" and ("bases" in vector["name"] or "depth" in vector["name"]):
                component = {"name": "main", "contentRoot": bytes(32).hex(), "paths": 1, "chunks": 2, "bytes": 3}
                blob = iter([(None, bytes.fromhex(vector["plain"]), bytes.fromhex(vector["own"]))])
                with self.assertRaises(restore.Stop) as complaint, mock.patch.object(restore, "read_index_blobs", lambda store, wanted: blob), restore.reading("a root"):
                    restore.read_location_root(None, None, bytes.fromhex(vector["digest"]), [component] * bytes.fromhex(vector["plain"])[6])
                self.assertNotIn("other components", str(complaint.exception))
                refused += 1
        self.assertGreater(refused, 5)

    def opened_bases(self, vector):
        """A bases node as it is read by who needs all of its delta frames, and its rows."""
        blob = iter([(None, bytes.fromhex(vector["plain"]), None)])
        deltas, opened, open_rows = restore.Deltas(mock.Mock(), []), [], restore.open_rows
        deltas.rows = mock.MagicMock(__contains__=lambda *_: True)
        with mock.patch.object(restore, "open_rows", lambda *arguments: opened.append(open_rows(*arguments)) or opened[-1]), \
                mock.patch.object(restore, "read_index_blobs", lambda store, wanted: blob):
            return deltas.open_node(None, restore.BasesPlace(None, bytes.fromhex(vector["digest"]), 1, sum(len(delta["bases"]) for delta in vector.get("deltas", []))))[1], opened[0]

    def test_bases_nodes(self):
        for vector in self.vectors("index/location.json", "bases"):
            deltas, rows = self.opened_bases(vector)
            self.assertEqual(vector["frames"], [self.frame(row) for row in rows])
            self.assertEqual([((bytes.fromhex(delta["pack"]), delta["offset"]), delta["bases"]) for delta in vector["deltas"]],
                             [(place, [[rows.index(row), member, begin.hex()] for row, member, begin in bases]) for place, bases in deltas.items()])

    def test_hostile_bases_nodes(self):
        refused = 0
        for vector in self.vectors("index/location.json", "hostile"):
            # Who looks for a delta frame that is needed does not find one in a place where none can be.
            if vector["kind"] == "bases" and not vector["name"].startswith("a delta frame before") and not vector["name"].startswith("a delta frame behind"):
                with self.assertRaises(restore.Stop):
                    self.opened_bases(vector)
                refused += 1
        self.assertGreater(refused, 15)

    def test_documents(self):
        for vector in self.vectors("documents/documents.json", "documents"):
            data = vector["text"].encode()
            self.assertEqual(vector["sha256"], maker.sha256(data).hex())
            if vector["kind"] == "pointer":
                if "halted" not in vector["name"]:
                    self.assertEqual("mainnet/archive", restore.open_pointer(data, "mainnet/archive", {})[0]["channel"])
            elif vector["kind"] == "manifest":
                self.assertEqual(json.loads(data), self.manifest(data))

    def test_hostile_documents(self):
        for vector in self.vectors("documents/documents.json", "hostile"):
            data = vector["text"].encode()
            if vector["kind"] == "pointer" and "history" not in vector["name"] and "sequence" not in vector["name"] and "two lines" not in vector["name"] \
                    and "base64" not in vector["name"] and "4 MiB" not in vector["name"]:
                with self.assertRaises(restore.Stop), restore.reading("a pointer"):
                    restore.open_pointer(data, "mainnet/archive", {})
            elif vector["kind"] == "manifest" and any(word in vector["name"] for word in ("version", "feature", "root", "twice", "behind", "not an object")) \
                    and "content root" not in vector["name"]:
                with self.assertRaises(restore.Stop), restore.reading("a manifest"):
                    self.manifest(data)

    def manifest(self, data):
        store = mock.Mock(read=lambda name, limit: data)
        return restore.read_manifest(store, {"sha256": maker.sha256(data).hex(), "length": len(data)})

    def test_hostile_frames(self):
        for vector in self.vectors("pack/hostile.json", "frames"):
            with self.assertRaises(restore.Stop):
                restore.unzstd(bytes.fromhex(vector["hex"]), vector["plain"], "a frame")

    def test_delta_frames(self):
        with open(os.path.join(VECTORS, "pack", "packs.json"), encoding="utf-8") as file:
            plain = {chunk: bytes.fromhex(data) for chunk, data in json.load(file)["plain"].items()}
        found = 0
        for vector in self.vectors("pack/packs.json", "packs"):
            for row in vector["rows"]:
                if (row["kind"], row["codec"]) == ("data", 2):
                    data = bytes.fromhex(vector["hex"])[row["offset"]:row["offset"] + row["stored"]]
                    self.assertEqual(b"".join(plain[member["id"]] for member in row["members"]), self.undelta(data, plain, row["bases"]))
                    found += 1
        self.assertGreater(found, 2)

    def undelta(self, data, plain, bases):
        """The members of a delta frame, whose bases must be these: read here, and by the program."""
        row = mock.Mock(what="a delta frame", plain=maker.zstandard.get_frame_parameters(data[self.head_length(data):]).content_size)
        plain_bytes = restore.undelta(data, row, [(plain[base["id"]], bytes.fromhex(base["id"])[:8]) for base in bases])
        self.assertEqual(self.undelta_here(data, plain, bases), plain_bytes)
        return plain_bytes

    def head_length(self, data):
        cursor = restore.Cursor(data, "a head")
        number, uniform = divmod(cursor.varint(), 2)
        for _ in range(1 if uniform else number):
            cursor.varint()
        return cursor.at + 8 * number

    def undelta_here(self, data, plain, bases):
        cursor = restore.Cursor(data, "a delta frame")
        number, uniform = divmod(cursor.varint(), 2)
        lengths = [cursor.varint()] * number if uniform else [cursor.varint() for _ in range(number)]
        self.assertEqual([(base["length"], base["id"][:16]) for base in bases], [(length, cursor.take(8).hex()) for length in lengths])
        prefix = maker.zstandard.ZstdCompressionDict(bytes(8) + b"".join(plain[base["id"]] for base in bases), dict_type=maker.zstandard.DICT_TYPE_RAWCONTENT)
        return maker.zstandard.ZstdDecompressor(dict_data=prefix).decompress(data[cursor.at:], allow_extra_data=False)


class RoundTrip(Workplace):
    """Three nights of one repository: fixed grain and FastCDC, several packs and levels, deltas beside plain frames, a rotated root."""

    def setUp(self):
        super().setUp()
        self.repository = self.path("repository")

    def test_three_nights(self):
        os.umask(0o022)
        expected = maker.make(self.folder, seed=7, nights=3)
        self.assertEqual([2, 2, 2], [night["levels"]["main"] for night in expected])
        self.assertGreater(expected[0]["packs"], 2)
        self.assertEqual([0, 2, 4], [night["deltaFrames"] for night in expected])
        output, out = self.assert_restored(self.repository, self.path("source-3"), "--json")
        report = json.loads(output)
        self.assertEqual(("mainnet/archive", 3, expected[2]["manifest"]), (report["channel"], report["sequence"], report["manifest"]))
        self.assertLess(report["requests"], 40)
        self.assertLess(os.stat(os.path.join(out, "sparse.img")).st_blocks * 512, 65536, "zero runs are not holes")

    def test_the_writer_is_deterministic_and_every_night_comes_back(self):
        os.umask(0o022)
        expected = maker.make(self.folder, seed=7, nights=3, small_files=60, pages=100)
        for night in (1, 2, 3):
            with self.subTest(night=night):
                folder = self.path(f"until-{night}")
                self.assertEqual(expected[:night], maker.make(folder, seed=7, nights=night, small_files=60, pages=100))
                self.assert_restored(os.path.join(folder, "repository"), self.path(f"source-{night}"))

    def test_pages_that_lie_in_delta_frames_alone(self):
        expected = maker.make(self.folder, seed=7, nights=4, only_deltas=True, small_files=60, pages=300)
        self.assertEqual([[], [1], [1, 1, 2], [1, 1, 2, 3]], [night["basesNodes"]["main"] for night in expected])
        self.assertGreater(expected[3]["onlyDeltas"], 80)
        self.assert_restored(self.repository, self.path("source-4"))
        with mock.patch.multiple(restore, GAP=0, REQUEST=5000):
            self.assert_restored(self.repository, self.path("source-4"))
        self.assertEqual(0, self.restore(self.repository, "--component", "wal")[0], "its chunks need no bases")

    def test_deep_trees_of_small_nodes(self):
        with mock.patch.multiple(maker.Repository, node_min=150, node_max=300, leaf_modulus=4, inner_modulus=4):
            expected = maker.make(self.folder, seed=3, nights=2, small_files=300, pages=300)
        self.assertGreaterEqual(expected[1]["levels"]["main"], 5)
        self.assert_restored(self.repository, self.path("source-2"))

    def test_small_requests_give_the_same(self):
        maker.make(self.folder, seed=5, nights=2, small_files=50, pages=100)
        with mock.patch.multiple(restore, GAP=0, REQUEST=5000):
            self.assert_restored(self.repository, self.path("source-2"))

    def test_trust_that_begins_with_a_digest_or_with_a_later_root(self):
        maker.make(self.folder, seed=5, nights=2, small_files=5, pages=20)
        with open(self.path("expected.json"), encoding="utf-8") as file:
            digest = json.load(file)["rootSha256"]
        self.assert_restored(self.repository, self.path("source-2"), trust=["--root-sha256", digest])
        self.assert_restored(self.repository, self.path("source-2"), root=os.path.join(self.repository, "metadata", "2.root.json"))
        self.assertEqual(3, self.restore(self.repository, trust=["--root-sha256", "0" * 64])[0])

    def test_one_component_and_lists(self):
        maker.make(self.folder, seed=5, nights=1, small_files=5, pages=20)
        code, _, complaint, out = self.restore(self.repository, "--component", "wal")
        self.assertEqual(0, code, complaint)
        self.assertEqual(tree(self.path("source-1", "chain", "wal")), tree(os.path.join(out, "chain", "wal")))
        self.assertEqual(["chain"], os.listdir(out))
        self.assertEqual(4, self.restore(self.repository, "--component", "wall")[0])
        code, listing, _, out = self.restore(self.repository, "--list")
        self.assertEqual((0, False), (code, os.path.exists(out)))
        self.assertIn("-rwsr-xr-x              10 tool\n", listing)
        self.assertIn(" current -> chain/db/mdbx.dat\n", listing)
        lines = [json.loads(line) for line in self.restore(self.repository, "--list", "--json")[1].splitlines()]
        self.assertEqual({name or "" for name in tree(self.path("source-1"))}, {line["path"] for line in lines})

    def test_out_must_be_empty(self):
        maker.make(self.folder, seed=5, nights=1, small_files=5, pages=20)
        os.mkdir(self.path("full"))
        with open(self.path("full", "mine"), "w") as file:
            file.write("precious")
        code, _, complaint, _ = self.restore(self.repository, out=self.path("full"))
        self.assertEqual(6, code)
        self.assertIn("not empty", complaint)
        self.assertEqual(["mine"], os.listdir(self.path("full")))
        self.assertEqual(2, self.restore(self.repository, "--nonsense")[0])
        self.assertEqual(4, self.restore(self.path("nowhere"))[0])


class Web(Workplace):
    """Over HTTP."""

    def setUp(self):
        super().setUp()
        maker.make(self.folder, seed=5, nights=2, small_files=50, pages=60)

    @contextlib.contextmanager
    def served(self, **faults):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(RangeHandler, faults, directory=self.path("repository")))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            with mock.patch.object(restore.time, "sleep"):
                yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()

    def test_restores_with_range_requests(self):
        with self.served() as url:
            report = json.loads(self.assert_restored(url + "/", self.path("source-2"), "--json")[0])
        self.assertLess(report["requests"], 30)

    def test_faults_that_pass_are_retried(self):
        with self.served(fail_each_first=True) as url:
            self.assert_restored(url, self.path("source-2"))
        with self.served(cut_each_first=True) as url:
            self.assert_restored(url, self.path("source-2"))

    def test_a_key_that_is_missing_may_be_a_403(self):
        with self.served(missing=403) as url:
            self.assert_restored(url, self.path("source-2"))

    def test_servers_that_cannot_serve_are_named(self):
        with self.served(no_ranges=True) as url:
            self.assert_refused(url, "use one that serves ranges", code=4)
        with self.served(wrong_range=True) as url:
            self.assert_refused(url, "the server answered '206 bytes 0-", code=4)
        with self.served(always=500) as url:
            self.assert_refused(url, "500", code=4)
        self.assert_refused("http://127.0.0.1:1", "http://127.0.0.1:1/metadata", code=4)


class RangeHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and ranges of them, and misbehaves on request."""

    def __init__(self, faults, *arguments, **options):
        self.faults = faults
        super().__init__(*arguments, **options)

    def log_message(self, *_):
        pass

    def do_GET(self):
        seen = self.faults.setdefault("seen", set())
        first = (self.path, self.headers.get("Range")) not in seen
        seen.add((self.path, self.headers.get("Range")))
        name = self.translate_path(self.path)
        if "always" in self.faults or (first and "fail_each_first" in self.faults):
            return self.send_error(self.faults.get("always", 503))
        if not os.path.isfile(name):
            return self.send_error(self.faults.get("missing", 404))
        with open(name, "rb") as file:
            data = file.read()
        wanted = self.headers.get("Range")
        start, end = 0, len(data) - 1
        if wanted and "no_ranges" not in self.faults:
            start, end = map(int, wanted[len("bytes="):].split("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {0 if 'wrong_range' in self.faults else start}-{end}/{len(data)}")
        else:
            self.send_response(200)
        body = data[start:end + 1]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:len(body) // 2] if first and "cut_each_first" in self.faults else body)


class Tampering(Workplace):
    """Bytes that change on their way: whatever is not refused does not matter."""

    def test_no_changed_byte_is_believed(self):
        self.tamper(maker.make(self.folder, seed=9, nights=2, small_files=20, pages=60))

    def test_no_changed_byte_is_believed_where_delta_frames_are_needed(self):
        self.tamper(maker.make(self.folder, seed=9, nights=2, only_deltas=True, small_files=0, pages=20))

    def tamper(self, _):
        repository, source, chance = self.path("repository"), tree(self.path("source-2")), random.Random(1)
        reads = {}
        read = restore.DirectoryStore.fetch

        def spy(store, name, offset, length, ranged):
            data = read(store, name, offset, length, ranged)
            if data is not None:
                reads.setdefault(name, []).append((offset, offset + len(data)))
            return data

        with mock.patch.object(restore.DirectoryStore, "fetch", spy):
            self.assert_restored(repository, self.path("source-2"))
        self.assertGreater(len(reads), 8)
        attacks = refused = 0
        for name, ranges in sorted(reads.items()):
            with open(os.path.join(repository, name), "rb") as file:
                good = file.read()
            places = {place for start, end in ranges for place in (start, end - 1, *(chance.randrange(start, end) for _ in range(3)))}
            bad = [good[:place] + bytes([good[place] ^ 1 << chance.randrange(8)]) + good[place + 1:] for place in sorted(places)]
            bad += [good[:chance.randrange(len(good))], b"", bytes(len(good))]
            for data in bad:
                with open(os.path.join(repository, name), "wb") as file:
                    file.write(data)
                code, _, complaint, out = self.restore(repository)
                attacks += 1
                if code == 0:
                    self.assertEqual(source, tree(out), f"{name} was tampered with")
                else:
                    self.assertIn(code, (3, 4, 5), complaint)
                    self.assertEqual([], os.listdir(out) if os.path.exists(out) else [])
                    refused += 1
                remove(out) if os.path.exists(out) else None
            with open(os.path.join(repository, name), "wb") as file:
                file.write(good)
        # What a restore reads without needing it: gaps between frames, what follows the roots in a location root, a signature more.
        self.assertGreater(refused, 0.9 * attacks, f"{refused} of {attacks}")


def directory(path, **options):
    return maker.Entry(path, maker.DIRECTORY, options.get("mode", 0o755), 0)


def file(path, data=b"data"):
    return maker.Entry(path, maker.FILE, 0o644, 0, data)


def link(path, target):
    return maker.Entry(path, maker.LINK, 0, 0, target)


class Attacks(Workplace):
    """Repositories that are properly signed by someone who means harm, or whose metadata is not what it should be."""

    ONE = [{"name": "main", "root": "", "priority": 0, "requires": []}]

    def publish(self, cls=maker.Repository, entries=None, components=None, nights=1, **overrides):
        """A repository whose methods are overridden, with these entries, at `repository`."""
        shutil.rmtree(self.path("repository"), ignore_errors=True)
        entries = entries or [directory(b""), file(b"big", bytes(range(256)) * 900), file(b"small", b"small" * 100), link(b"z", b"small")]
        methods = {"walk": lambda repository, source, component: entries, **overrides}
        repository = type("Hostile", (cls,), methods)(self.path("repository"), components=components or self.ONE)
        with open(self.path("root.json"), "wb") as out:
            out.write(repository.trust.first_root)
        for _ in range(nights):
            repository.publish(None)
        return repository

    def attack(self, *words, code=3, **options):
        self.publish(**options)
        self.assert_refused(self.path("repository"), *words, code=code)

    def test_the_harmless_one_is_restored(self):
        self.publish()
        self.assertEqual(0, self.restore(self.path("repository"))[0])

    def test_hostile_names(self):
        for name in (b"..", b".", b"/etc", b"a//b", b"a/", b"a/../b", b"a/./b", b"nul\0", b"new\nline", b"\x7f", b"\x1b[31m", b"n" * 256, b"\xff", b"\xed\xa0\x80"):
            with self.subTest(name=name):
                entries = [directory(b""), directory(b"a"), file(name)]
                self.attack("path" if name not in (b"\xff", b"\xed\xa0\x80") else "utf-8", entries=sorted(entries, key=lambda entry: maker.order(entry.path)))
        deep = [b"/".join([b"d"] * depth) for depth in range(130)]
        self.attack("too deep", entries=[directory(name) for name in deep])
        long = [b"/".join([b"d" * 200] * depth) for depth in range(22)]
        self.attack("too long", entries=[directory(name) for name in long])

    def test_paths_that_do_not_fit_together(self):
        self.attack("not in a directory", entries=[directory(b""), link(b"x", b"."), file(b"x/y")])
        self.attack("not in a directory", entries=[directory(b""), file(b"x"), file(b"x/y")])
        self.attack("not in a directory", entries=[directory(b""), directory(b"a"), file(b"b/c")])
        self.attack("out of order", entries=[directory(b""), file(b"b"), file(b"a")])
        self.attack("out of order", entries=[directory(b""), file(b"a"), file(b"a")])
        self.attack("out of order", entries=[directory(b""), directory(b"a"), file(b"a-b"), file(b"a/b")])
        self.attack("its own directory", entries=[file(b"a")])
        self.attack("its own directory", entries=[file(b"")])

    def test_links_that_lead_out(self):
        for target in (b"/etc/passwd", b"..", b"../x", b"a/../../x", b"", b"x" * 4097, b"new\nline"):
            with self.subTest(target=target):
                self.attack("link", entries=[directory(b""), link(b"x", target)])
        for target in (b"d/..", b"d/../x", b"d/s/..", b"./d/./../x", b"../d/../x", b"../.."):
            with self.subTest(target=target):
                self.attack("leaves the component, or might", entries=[directory(b""), directory(b"d"), link(b"d/s", b".."), link(b"d/t", target)])

    def test_links_that_stay_inside_are_kept(self):
        self.publish(entries=[directory(b""), directory(b"d"), link(b"d/s", b"./.././/"), link(b"d/t", b".."), link(b"d/up", b"../x"), link(b"d/x", b"y/z/..."), link(b"loop", b"loop"), link(b"root", b".")])
        code, _, complaint, out = self.restore(self.path("repository"))
        self.assertEqual((0, "../x"), (code, os.readlink(os.path.join(out, "d", "up"))), complaint)

    def test_a_second_component_through_a_link_or_in_the_first(self):
        both = [*self.ONE, {"name": "inner", "root": "x/y", "priority": 1, "requires": []}]
        kinds = {"link": link(b"x", b"elsewhere"), "file": file(b"x")}
        for kind, entry in kinds.items():
            walk = lambda repository, source, component: [directory(b"")] + ([entry] if component["root"] == "" else [])
            self.attack(code=6, components=both, walk=walk)
        inside = [directory(b""), directory(b"x"), directory(b"x/y")]
        self.attack("another component", components=both, walk=lambda repository, source, component: inside if component["root"] == "" else inside[:1])
        for root in ("..", "/x", "x/../..", "x//y"):
            self.attack("path", components=[{**self.ONE[0], "root": root}])
        self.attack("two components of one root", components=[*self.ONE, {**self.ONE[0], "name": "other"}])

    def test_lying_content_entries(self):
        honest = maker.Repository.path_entry
        for change, words in (((lambda e: e[:-1] + b"\1" + bytes([2 * 7 + 1]) + b"\1x"), "extension 7"), (lambda e: e + b"\0", "behind its end"),
                              (lambda e: e[:1] + b"\4" + e[2:], "type 4"), (lambda e: e[:2] + b"\x80\x40" + e[4:], "mode 20000"),
                              (lambda e: e[:-1] + b"\2\4\0\2\0", "extensions out of order")):
            with self.subTest(words=words):
                override = lambda repository, entry: change(honest(repository, entry)) if entry.path == b"small" else honest(repository, entry)
                self.attack(words, code=5 if "7" in words else 3, path_entry=override)
        self.publish(path_entry=lambda repository, entry: honest(repository, entry)[:-1] + b"\2\4\0\6\1x")
        self.assertEqual(0, self.restore(self.path("repository"))[0], "extensions that are not critical are kept")
        items = maker.Repository.items

        def lie(attribute, value):
            def override(repository, entries, old):
                for item in items(repository, entries, old):
                    if item.chunk and item.path == b"small":
                        setattr(item, attribute, value)
                    yield item
            return override

        self.attack("is not chunk", items=lie("chunk", bytes(32)))
        self.attack("more bytes", path_entry=lambda r, e: honest(r, maker.Entry(e.path, e.kind, e.mode, 0, e.data[:-1] if e.kind == maker.FILE else e.data)))
        self.attack("bytes of", path_entry=lambda r, e: honest(r, maker.Entry(e.path, e.kind, e.mode, 0, e.data + b"x" if e.kind == maker.FILE else e.data)))
        extra = lambda entry: lambda r, es, old: itertools.chain(items(r, es, old), [maker.Item(8, b"z", 70000, entry=entry)])
        self.attack("more bytes", items=extra(b"\4" + maker.varint(70000)))
        self.attack("unknown kind of entry", code=5, items=extra(b"\x63"))
        self.attack("inline", items=extra(b"\5x"))
        advice = maker.Item(8, b"z", 0, entry=b"\x80what a later release says of the file")
        self.publish(items=lambda r, es, old: itertools.chain(items(r, es, old), [advice]))
        self.assertEqual(0, self.restore(self.path("repository"))[0])

    def test_lying_child_entries(self):
        small_nodes = {"node_min": 100, "node_max": 300}
        honest = maker.Node.child_entry
        many = [directory(b"")] + [file(b"%03d" % number, b"%03d" % number * 20) for number in range(100)]
        for change in (lambda node: setattr(node, "counts", (node.counts[0] + 1, *node.counts[1:])), lambda node: setattr(node, "first_path", b"zzz")):
            def lie(node):
                if node.level == 0 and node.first_path.startswith(b"05"):
                    change(node)
                return honest(node)
            with mock.patch.object(maker.Node, "child_entry", lie):
                self.attack("parent says", entries=many, **small_nodes)

    def test_lying_location_nodes(self):
        honest = maker.Repository.location_leaf

        def rows(*encoded, runs=b"\0", rest=b"\0\0\0"):
            return lambda repository, node, numbers: maker.listed(encoded) + runs + rest

        plain = maker.varint(0) + maker.zigzag(16) + maker.varint(100) + b"\1"
        self.attack("behind its end", location_leaf=lambda r, n, m: honest(r, n, m) + b"\0")
        self.attack("places 0 chunks", location_leaf=rows())
        self.attack("not well-formed", location_leaf=rows(runs=b"\1\x40\0\0"))
        self.attack("too many chunks", location_leaf=rows(plain + maker.varint(3) + maker.varint(7), runs=b"\1\x40\0\0"))
        self.attack("impossible frame", location_leaf=rows(plain + maker.varint(3) + maker.varint(3 << 20)))
        self.attack("impossible frame", location_leaf=rows(plain + maker.varint(9) + maker.varint(200 << 10)))
        self.attack("of 0 members", location_leaf=rows(plain + maker.varint(0)))
        self.attack("of 1025 members", location_leaf=rows(plain + maker.varint(1025 << 1 | 1) + b"\1"))
        self.attack("codec 0 among those of codec 1 or 2", location_leaf=rows(plain[:-1] + b"\0" + maker.varint(3) + maker.varint(7)))
        times = maker.Repository.times
        self.attack("1 times", times=lambda r, n: b"\1\0\0")
        self.publish(times=lambda r, n: b"\0")
        self.assertEqual(0, self.restore(self.path("repository"))[0], "times may be absent")
        self.attack("impossible", locator=lambda r, where, numbers: b"", place=lambda r, where: bytes(32) + maker.varint(0) + maker.varint(16) + b"\1\x80\x80\x80\x40\1")
        self.attack("impossible", place=lambda r, where: bytes(33) + b"\x10\1\1\2" + bytes(32))
        self.assertIs(times, maker.Repository.times)

    def test_deltas_are_passed_over(self):
        def walk(repository, source, component):
            pages = [b"%4d" % (page + 10 * len(repository.releases) * (page in (1, 2))) * 1024 for page in range(4)]
            return [directory(b""), file(b"mdbx.dat", b"".join(pages))]

        apart = lambda repository: repository.open_packs.append(maker.Pack()) or repository.open_packs[-1]  # each frame is alone
        repository = self.publish(walk=walk, current_pack=apart, nights=2)
        frame, = {frame for frame, _ in repository.again.values()}
        self.assertEqual((2, [4096, 4096]), (frame.codec, frame.lengths))
        name = self.path("repository", "packs", frame.pack.name.hex()[:2], frame.pack.name.hex() + ".bin")
        for damage in (lambda: None, lambda: os.truncate(name, 20), lambda: os.remove(name)):
            damage()
            code, _, complaint, out = self.restore(self.path("repository"))
            self.assertEqual(0, code, complaint)
            self.assertEqual(b"".join(b"%4d" % page * 1024 for page in (0, 11, 12, 3)), contents(os.path.join(out, "mdbx.dat")))

    ALONE = {"is_alone": lambda repository, item: True}

    @staticmethod
    def pages(repository, source, component):
        """Two pages of four change each night."""
        pages = [b"%4d" % (page + 10 * len(repository.releases) * (page in (1, 2))) * 1024 for page in range(4)]
        return [directory(b""), file(b"mdbx.dat", b"".join(pages))]

    def test_deltas_that_are_needed(self):
        repository = self.publish(walk=self.pages, nights=4, **self.ALONE)
        frame, = {item.place[0] for item in repository.releases[-1].places["main"].values() if item.place[0].codec == 2}
        self.assertEqual((3, [4096, 4096]), (frame.depth, frame.lengths))
        code, _, complaint, out = self.restore(self.path("repository"))
        self.assertEqual(0, code, complaint)
        self.assertEqual(b"".join(b"%4d" % page * 1024 for page in (0, 31, 32, 3)), contents(os.path.join(out, "mdbx.dat")))
        name = self.path("repository", "packs", frame.pack.name.hex()[:2], frame.pack.name.hex() + ".bin")
        os.remove(name)
        self.assert_refused(self.path("repository"), "no such object", code=4)

    def test_a_frame_of_two_components_whose_bases_stand_in_one(self):
        two = [*self.ONE, {"name": "other", "root": "other", "priority": 1, "requires": []}]

        def walk(repository, source, component):
            """In the third night, the other component's page is made against one that the first one has, in a delta frame."""
            number = {"main": [0, 1, 1], "other": [9, 1, 3]}[component["name"]][len(repository.releases)]
            return [directory(b""), file(b"mdbx.dat", b"%4d" % number * 1024)]

        honest = maker.Repository.bases_list

        def elsewhere(repository, bases):
            """The other component's nodes are its deepest alone."""
            repository.lists = getattr(repository, "lists", 0) + 1
            return honest(repository, bases if repository.lists % 2 else bases[-1:])

        repository = self.publish(walk=walk, components=two, nights=3, bases_list=elsewhere, **self.ALONE)
        self.assertEqual([1, 2], [depth for _, _, depth, _, _ in repository.releases[-1].bases["other"]])
        code, _, complaint, out = self.restore(self.path("repository"))
        self.assertEqual(0, code, complaint)
        self.assertEqual(b"   3" * 1024, contents(os.path.join(out, "other", "mdbx.dat")))

    def test_chunks_whose_frames_another_components_nodes_list(self):
        two = [*self.ONE, {"name": "other", "root": "other", "priority": 1, "requires": []}]
        numbers = {"main": [0, 0, 0], "other": [9, 1, 3]}
        walk = lambda repository, source, component: [
            directory(b""), file(b"mdbx.dat", b"%4d" % numbers[component["name"]][len(repository.releases)] * 1024)]
        honest = maker.Repository.store_location_root

        def elsewhere(repository, release):
            """All nodes stand at the first component, which needs none."""
            release.bases = {"main": sorted(sum(release.bases.values(), []), key=lambda node: node[2]), "other": []}
            return honest(repository, release)

        repository = self.publish(walk=walk, components=two, nights=3, store_location_root=elsewhere, **self.ALONE)
        self.assertEqual([1, 2], [node[2] for node in repository.releases[-1].bases["main"]])
        for component in ([], ["--component", "other"]):
            code, _, complaint, out = self.restore(self.path("repository"), *component)
            self.assertEqual(0, code, complaint)
            self.assertEqual(b"   3" * 1024, contents(os.path.join(out, "other", "mdbx.dat")))

    def test_lying_bases_nodes(self):
        honest = maker.Repository
        lies = lambda **overrides: {"walk": self.pages, "nights": 3, **self.ALONE, **overrides}
        again = lambda frame, *bases: maker.Frame(frame.pack, frame.offset, frame.stored, frame.codec, frame.lengths, bases)

        def node(change):
            """The bases nodes with the bases of each frame changed."""
            return lies(bases_node=lambda repository, frames: honest.bases_node(repository, [again(frame, *change(frame.bases)) for frame in frames]))

        self.attack("no bases node says", **lies(bases_list=lambda r, bases: maker.listed([])))
        self.attack("no bases node says", **lies(bases_list=lambda r, bases: honest.bases_list(r, bases[:1])))
        self.attack("which no node of less depth tells how to make", **lies(bases_list=lambda r, bases: honest.bases_list(r, bases[1:])))
        self.attack("which no node of less depth tells how to make",
                    **lies(bases_list=lambda r, bases: honest.bases_list(r, [(place, digest, 1, *rest) for place, digest, _, *rest in reversed(bases)])))
        for depths in ((0, 1), (1, 65), (2, 1)):
            self.attack("a bases node of depth", **lies(bases_list=lambda r, bases: honest.bases_list(
                r, [(place, digest, depth, *rest) for (place, digest, _, *rest), depth in zip(bases, depths)])))
        self.attack("has another digest", **lies(bases_list=lambda r, bases: honest.bases_list(r, [(place, bytes(32), *rest) for place, _, *rest in bases])))
        for wrong in (-1, 1):
            self.attack("as the location root says", **lies(bases_list=lambda r, bases: honest.bases_list(
                r, [(*rest, number + wrong) for *rest, number in bases])))
        for number in (0, 1_500_001, 750_001):
            self.attack("location root: bases nodes of", **lies(bases_list=lambda r, bases: honest.bases_list(r, [(*rest, number) for *rest, _ in bases])))
        self.attack("other bases than", **node(lambda bases: bases[::-1]))
        self.attack("other bases than", **node(lambda bases: [(frame, member, bytes(8)) for frame, member, _ in bases]))
        self.attack("has 2 bases, not 1", **node(lambda bases: bases[:1]), bases_list=lambda r, bases: honest.bases_list(
            r, [(*rest, number // 2) for *rest, number in bases]))
        self.attack("where no member is", **node(lambda bases: [(frame, 4, chunk) for frame, _, chunk in bases]))
        self.attack("of 0 bases", **node(lambda bases: []))
        self.attack("impossible frame", **lies(bases_node=lambda r, frames: honest.bases_node(r, frames)[:6] + b"\0" + maker.listed(
            [b"\0" + maker.zigzag(16) + b"\x09\1" + maker.sized([9])]) + b"\0"))

    def test_a_node_that_is_not_read_may_say_anything(self):
        """Who restores what lies in plain frames needs no bases nodes."""
        self.publish(walk=self.pages, nights=1, bases_list=lambda r, bases: maker.Repository.bases_list(r, [((r.index_pack, 16, 9, 9, 1), bytes(32), 1, 5, 6)]))
        self.assertEqual(0, self.restore(self.path("repository"))[0])

    def test_lying_deltas(self):
        honest = maker.Repository.frame_rows

        def row(*lengths, stored=100, codec=2, pack=0):
            return maker.varint(pack) + maker.zigzag(16) + maker.varint(stored) + bytes([codec]) + maker.sized(lengths)

        def run(skipped=0, number=1, row=0, member=0):
            return maker.varint(skipped) + maker.varint(number) + maker.zigzag(row) + maker.varint(member)

        def deltas(*rows, runs=(run(),)):
            return {"entries": [directory(b""), file(b"small", b"small" * 100)],
                    "frame_rows": lambda repository, frames, numbers: honest(repository, frames, numbers) if frames else maker.listed(rows),
                    "delta_runs": lambda repository, frames, places: maker.listed(runs)}

        self.publish(**deltas(row(9, 500), runs=[run(member=1)]))
        self.assertEqual(0, self.restore(self.path("repository"))[0], "there is one chunk, of 500 bytes")
        self.publish(**deltas(row(500), row(500, 500), runs=[]))
        self.assertEqual(0, self.restore(self.path("repository"))[0], "no chunk need lie in a delta frame")
        for codec in (0, 1, 3):
            self.attack(f"codec {codec} among those of codec 2", **deltas(row(500, codec=codec)))
        self.attack("impossible frame", **deltas(row(500), row(1048577)))
        self.attack("impossible frame", **deltas(row(500), row(1048576, 1)))
        self.attack("impossible frame", **deltas(row(500, stored=500 + 65537)))
        self.attack("impossible frame", **deltas(row(500, stored=0)))
        self.attack("of 0 members", **deltas(row()))
        self.attack("of 1025 members", **deltas(row(*[1] * 1025)))
        self.attack("not well-formed", **deltas(row(500, pack=9)))
        self.attack("not well-formed", **deltas(row(500), runs=[run(row=1)]))
        for lying in (run(number=0), run(number=2), run(number=1 << 62), run(member=1), run(row=-1), run(skipped=1), run(skipped=1 << 62)):
            self.attack("delta run", **deltas(row(500), row(500), runs=[lying]))
        self.attack("delta run of 1 chunks", **deltas(row(500, 500), runs=[run(), run(member=1)]))
        self.attack("differs from them in length", **deltas(row(499)))
        self.attack("ends too early", **deltas(row(500), runs=[run()[:-1]]), times=lambda r, n: b"")

    def test_a_zstd_bomb_and_frames_of_another_make(self):
        small, compress, packer = b"small" * 100, maker.compress, maker.zstandard.ZstdCompressor
        for frame in (compress(small) * 2, compress(small) + b"x", packer(write_checksum=True).compress(small), packer(write_content_size=False).compress(small),
                      packer().compress(bytes(1 << 28)), compress(small)[:-1], b"not zstd at all", compress(small[:-1])):
            with self.subTest(frame=frame[:20]), mock.patch.object(maker, "compress", lambda data: frame if data == small else compress(data)):
                self.attack("frame at 16 of pack", entries=[directory(b""), file(b"small", small)])

    def test_pointers(self):
        honest = maker.Repository.pointer
        for change, words, code in (({"channel": "mainnet/full"}, "belongs to channel mainnet/full", 3), ({"halt": {"reason": "x"}}, "halted by its publisher: 'x'", 4),
                                    ({"rollout": {}}, "'rollout'", 5), ({"rollback": 4}, "not well-formed", 3), ({"freshet": 2}, "version 2", 5),
                                    ({"requires": {"read": ["gears"], "write": []}}, "gears", 5), ({"manifest": {"sha256": "0" * 64, "length": 5}}, "no such object", 4),
                                    ({"manifest": {"sha256": "../../x", "length": 5}}, "hexadecimal", 3), ({"height": 5}, "height is not that of its manifest", 3), ({"location": 5}, "not well-formed", 3)):
            with self.subTest(words=words):
                self.attack(words, code=code, pointer=lambda r, release, before: {**honest(r, release, before), **change})
        self.attack("nested deeper", pointer=lambda r, release, before: {**honest(r, release, before), "x": json.loads("[" * 33 + "]" * 33)})
        self.publish(pointer=lambda r, release, before: {**honest(r, release, before), "x": ["[" * 100 + '"']})
        self.assertEqual(0, self.restore(self.path("repository"))[0], "unknown fields are fine")
        self.attack("2^53", pointer=lambda r, release, before: {**honest(r, release, before), "x": 1 << 53})
        self.attack("not the bytes that the pointer names",
                    pointer=lambda r, release, before: {**honest(r, release, before), "location": {**release.location, "sha256": "0" * 64}})

    def test_manifests(self):
        def components(**change):
            return lambda r, manifest: {**manifest, "components": [{**manifest["components"][0], **change}]}

        self.attack("needs a reader that knows ['gears']", code=5, manifest=lambda r, manifest: {**manifest, "requires": {"read": ["gears"]}})
        self.attack("version 3", code=5, manifest=lambda r, manifest: {**manifest, "freshet": 3})
        self.attack("other components", manifest=components(contentRoot="0" * 64))
        self.attack("parent says", manifest=components(bytes=1))
        self.attack("other components", manifest=lambda r, manifest: {**manifest, "components": []})
        self.attack("not well-formed", manifest=lambda r, manifest: {**manifest, "components": [5]})

    # -- trust

    def test_expired_metadata_and_the_way_around_it(self):
        for role in ("root", "targets", "snapshot", "timestamp", "channel"):
            with self.subTest(role=role):
                class Expired(maker.Trust):
                    def signed(self, kind, rest, name=None):
                        self.expires[role] = "2026-11-24T00:00:00Z"
                        return super().signed(kind, rest, name)
                with mock.patch.object(maker, "Trust", Expired):
                    self.publish()
                now = datetime.datetime(2026, 11, 24, tzinfo=datetime.timezone.utc).timestamp()
                with mock.patch.object(restore.time, "time", lambda: now):
                    self.assert_refused(self.path("repository"), "expired at 2026-11-24", more=["--list"])
                with mock.patch.object(restore.time, "time", lambda: now - 1):
                    self.assertEqual(0, self.restore(self.path("repository"), "--list")[0])
                self.assertEqual(0, self.restore(self.path("repository"), "--list", "--at", "2026-11-23T00:00:00Z")[0])

    def test_whom_to_ask_about_what_has_expired(self):
        class Named(maker.Trust):
            def signed(self, kind, rest, name=None):
                self.expires[role] = "2026-11-24T00:00:00Z"
                return super().signed(kind, {**rest, "custom": custom} if kind == "root" else rest, name)
        now = datetime.datetime(2026, 11, 24, tzinfo=datetime.timezone.utc).timestamp()
        for custom, asked in (({"contact": "ops\u202e@acme.example"}, "; ask the publisher: 'ops\\u202e@acme.example'"),
                              ({"contact": "x" * 201}, ""), ({"contact": 5}, ""), ({}, ""), ("ops", "")):
            for role in ("root", "timestamp"):
                with self.subTest(custom=custom, role=role):
                    with mock.patch.object(maker, "Trust", Named):
                        self.publish()
                    with mock.patch.object(restore.time, "time", lambda: now):
                        code, _, complaint, _ = self.restore(self.path("repository"), "--list")
                    self.assertEqual(3, code)
                    self.assertTrue(complaint.strip().endswith("(see --at)" + asked), complaint)

    def resign(self, role, keys, change=lambda signed: signed):
        """Writes a role's current metadata anew, changed and signed by these keys; what lists it follows."""
        trust, path = self.repository.trust, {"timestamp": "metadata/timestamp.json"}
        path = path.get(role, f"metadata/{trust.versions[role]}.{role}.json")
        with open(self.path("repository", path), "rb") as data:
            signed = change(json.load(data)["signed"])
        trust.write_signed(role, signed, keys)

    def assert_unsigned(self, role, keys, words="signed by 0 of its role's keys", **options):
        with self.subTest(role=role):
            self.repository = self.publish()
            strip = lambda signed: {**signed, "meta": {name: {"version": meta["version"]} for name, meta in signed["meta"].items()}}
            self.resign("snapshot", [self.repository.trust.online], strip)  # hashes would refuse it before a signature can
            self.resign("timestamp", [self.repository.trust.online], strip)
            self.assertEqual(0, self.restore(self.path("repository"), "--list")[0])
            self.resign(role, keys, **options)
            self.assert_refused(self.path("repository"), words)

    def test_each_role_needs_its_own_key(self):
        stranger, offline, online = maker.Key("stranger"), maker.Key("offline 1"), maker.Key("online 1")
        for role in ("timestamp", "snapshot", "channel.mainnet.archive"):
            self.assert_unsigned(role, [stranger, offline])
        self.assert_unsigned("targets", [stranger, online])
        self.assert_unsigned("targets", [])

    def test_another_version_under_the_name_of_the_listed_one(self):
        for role in ("snapshot", "channel.mainnet.archive"):
            for complaint in ("has another sha256", "has version 9"):
                self.repository = self.publish()
                if complaint == "has version 9":
                    strip = lambda signed: {**signed, "meta": {name: {"version": 1} for name in signed["meta"]}}
                    self.resign("snapshot", [self.repository.trust.online], strip)
                    self.resign("timestamp", [self.repository.trust.online], strip)
                self.resign(role, [self.repository.trust.online], lambda signed: {**signed, "version": 9})
                shutil.move(self.path("repository", "metadata", f"9.{role}.json"), self.path("repository", "metadata", f"1.{role}.json"))
                self.assert_refused(self.path("repository"), complaint)

    def test_targets_that_are_not_the_channels(self):
        online, offline = maker.Key("online 1"), maker.Key("offline 1")
        self.assert_unsigned("channel.mainnet.archive", [online], "'channels/mainnet/archive.json'", change=lambda signed: {**signed, "targets": {}})
        self.assert_unsigned("channel.mainnet.archive", [online], "not 'targets'", change=lambda signed: {**signed, "_type": "snapshot"})
        self.assert_unsigned("channel.mainnet.archive", [online], "bytes instead of", change=lambda signed: {
            **signed, "targets": {path: {**target, "length": target["length"] + 1} for path, target in signed["targets"].items()}})
        self.assert_unsigned("targets", [offline], "signed by 0 of its role", change=lambda signed: {**signed, "delegations": {
            "keys": {key: {**value, "x": 1} for key, value in signed["delegations"]["keys"].items()}, "roles": signed["delegations"]["roles"]}})
        two = lambda signed: {**signed, "delegations": {**signed["delegations"], "roles": [{**signed["delegations"]["roles"][0], "threshold": 2}]}}
        self.assert_unsigned("targets", [offline], "signed by 1 of its role's keys, needs 2", change=two)
        none = lambda signed: {**signed, "delegations": {**signed["delegations"], "roles": [{**signed["delegations"]["roles"][0], "threshold": 0}]}}
        self.assert_unsigned("targets", [offline], "needs 0", change=none)

    def test_a_repository_that_needs_a_newer_reader(self):
        self.repository = self.publish()
        strip = lambda signed: {**signed, "meta": {name: {"version": meta["version"]} for name, meta in signed["meta"].items()}}
        self.resign("snapshot", [self.repository.trust.online], strip)
        self.resign("timestamp", [self.repository.trust.online], strip)
        require = lambda read, write: lambda signed: {**signed, "custom": {"requires": {"read": read, "write": write}}}
        self.resign("targets", [maker.Key("offline 1")], require([], ["sealed"]))
        self.assertEqual(0, self.restore(self.path("repository"), "--list")[0])
        self.resign("targets", [maker.Key("offline 1")], require(["approvals"], []))
        self.assert_refused(self.path("repository"), "approvals", code=5)

    def test_one_key_counts_once(self):
        self.repository = self.publish()
        trust = self.repository.trust
        root = lambda signed: {**signed, "version": 2, "roles": {**signed["roles"], "root": {**signed["roles"]["root"], "threshold": 2}}}
        self.resign("root", [trust.offline[0], trust.offline[0]], root)
        self.assert_refused(self.path("repository"), "a key id twice")
        self.resign("root", [*trust.offline], root)
        self.assertEqual(0, self.restore(self.path("repository"))[0])

    def test_roots_that_do_not_follow(self):
        self.repository = self.publish()
        stranger, trust = maker.Key("stranger"), self.repository.trust
        own = lambda signed: {**signed, "version": 2, "keys": {stranger.id: stranger.key}, "roles": {role: {"keyids": [stranger.id], "threshold": 1} for role in signed["roles"]}}
        self.resign("root", [stranger], own)
        self.assert_refused(self.path("repository"), "2.root.json: signed by 0")
        self.resign("root", [trust.offline[0]], own)
        self.assert_refused(self.path("repository"), "2.root.json: signed by 0")
        self.resign("root", [trust.offline[0]], lambda signed: {**signed, "version": 2})
        shutil.move(self.path("repository", "metadata", "2.root.json"), self.path("repository", "metadata", "3.root.json"))
        self.assertEqual(0, self.restore(self.path("repository"))[0], "a gap ends the chain")
        shutil.copy(self.path("repository", "metadata", "1.root.json"), self.path("repository", "metadata", "2.root.json"))
        self.assert_refused(self.path("repository"), "2.root.json: has version 1")

    def test_metadata_that_says_things_twice(self):
        self.repository = self.publish()
        with open(self.path("repository", "metadata", "timestamp.json"), "rb") as timestamp:
            data = timestamp.read()
        with open(self.path("repository", "metadata", "timestamp.json"), "wb") as timestamp:
            timestamp.write(data.replace(b'{"signatures"', b'{"signed": {}, "signatures"'))
        self.assert_refused(self.path("repository"), "twice")


if __name__ == "__main__":
    unittest.main()
