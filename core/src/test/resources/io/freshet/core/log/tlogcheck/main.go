// Command tlogcheck is another's reading of the log's formats, Go's golang.org/x/mod/sumdb: it checks what Freshet
// wrote ("check DIR"), and writes what Freshet shall read ("write DIR").
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type inclusion struct {
	Size  int64    `json:"size"`
	Index int64    `json:"index"`
	Path  []string `json:"path"`
}

type consistency struct {
	Earlier int64    `json:"earlier"`
	Later   int64    `json:"later"`
	Path    []string `json:"path"`
}

type proofs struct {
	Inclusion   []inclusion   `json:"inclusion"`
	Consistency []consistency `json:"consistency"`
	// Paths of the tiles that a log of the first size lacks of those of the second.
	From     int64    `json:"from"`
	To       int64    `json:"to"`
	NewTiles []string `json:"newTiles"`
}

func main() {
	if len(os.Args) != 3 {
		fail("usage: tlogcheck check|write DIR")
	}
	dir := os.Args[2]
	switch os.Args[1] {
	case "check":
		check(dir)
	case "write":
		write(dir)
	default:
		fail("no command %s", os.Args[1])
	}
}

func check(dir string) {
	verifier, err := note.NewVerifier(string(read(dir, "vkey")))
	must(err)
	opened, err := note.Open(read(dir, "checkpoint"), note.VerifierList(verifier))
	must(err)
	if len(opened.Sigs) != 1 || len(opened.UnverifiedSigs) != 1 {
		fail("%d signatures of ours, %d of others", len(opened.Sigs), len(opened.UnverifiedSigs))
	}
	tree, err := tlog.ParseTree([]byte(opened.Text))
	must(err)

	reader := tlog.TileHashReader(tree, &tiles{dir})
	var listed proofs
	must(json.Unmarshal(read(dir, "proofs.json"), &listed))
	for _, p := range listed.Inclusion {
		root, err := tlog.TreeHash(p.Size, reader)
		must(err)
		leaf := tlog.RecordHash(record(p.Index))
		must(tlog.CheckRecord(hashes(p.Path), p.Size, root, p.Index, leaf))
	}
	for _, p := range listed.Consistency {
		later, err := tlog.TreeHash(p.Later, reader)
		must(err)
		earlier, err := tlog.TreeHash(p.Earlier, reader)
		must(err)
		must(tlog.CheckTree(hashes(p.Path), p.Later, later, p.Earlier, earlier))
	}
	var paths []string
	for _, tile := range tlog.NewTiles(height, listed.From, listed.To) {
		paths = append(paths, path(tile))
	}
	if strings.Join(paths, " ") != strings.Join(listed.NewTiles, " ") {
		fail("new tiles %v, not %v", listed.NewTiles, paths)
	}
	checkEntries(dir, tree)
	fmt.Printf("%d entries, %d and %d proofs, %d tiles\n",
		tree.N, len(listed.Inclusion), len(listed.Consistency), len(paths))
}

func checkEntries(dir string, tree tlog.Tree) {
	reader := tlog.TileHashReader(tree, &tiles{dir})
	for first := int64(0); first < tree.N; first += 256 {
		bundle := read(dir, path(tlog.Tile{H: height, L: -1, N: first / 256, W: int(min(256, tree.N-first))}))
		for index := first; index < min(first+256, tree.N); index++ {
			length := int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2 : 2+length]
			if !bytes.Equal(entry, record(index)) {
				fail("entry %d is %q", index, entry)
			}
			found, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
			must(err)
			if found[0] != tlog.RecordHash(entry) {
				fail("entry %d has another hash", index)
			}
			bundle = bundle[2+length:]
		}
		if len(bundle) != 0 {
			fail("%d bytes too many in a bundle", len(bundle))
		}
	}
}

func write(dir string) {
	skey, vkey, err := note.GenerateKey(rand.Reader, "go.example/log")
	must(err)
	save(dir, "vkey", []byte(vkey))
	signer, err := note.NewSigner(skey)
	must(err)

	const size = 777
	var stored []tlog.Hash
	store := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	for index := int64(0); index < size; index++ {
		more, err := tlog.StoredHashes(index, record(index), store)
		must(err)
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(size, store)
	must(err)
	text := string(tlog.FormatTree(tlog.Tree{N: size, Hash: root}))
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	must(err)
	save(dir, "checkpoint", signed)

	listed := proofs{From: 300, To: size}
	for _, tile := range tlog.NewTiles(height, 0, size) {
		data, err := tlog.ReadTileData(tile, store)
		must(err)
		save(dir, path(tile), data)
	}
	for _, tile := range tlog.NewTiles(height, listed.From, listed.To) {
		listed.NewTiles = append(listed.NewTiles, path(tile))
	}
	for index := int64(0); index < size; index += 7 {
		proof, err := tlog.ProveRecord(size, index, store)
		must(err)
		listed.Inclusion = append(listed.Inclusion, inclusion{size, index, texts(proof)})
	}
	for earlier := int64(1); earlier <= size; earlier += 5 {
		proof, err := tlog.ProveTree(size, earlier, store)
		must(err)
		listed.Consistency = append(listed.Consistency, consistency{earlier, size, texts(proof)})
	}
	data, err := json.Marshal(listed)
	must(err)
	save(dir, "proofs.json", data)
}

// record is the entry that both sides know.
func record(index int64) []byte {
	return []byte(`{"freshet":1,"sequence":` + strconv.FormatInt(index, 10) + `}`)
}

// path is tlog's path without the height, which C2SP's has not, and with its name of bundles.
func path(tile tlog.Tile) string {
	p := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(p, "tile/data/", "tile/entries/", 1)
}

type tiles struct{ dir string }

func (t *tiles) Height() int { return height }

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		found = append(found, read(t.dir, path(tile)))
	}
	return found, nil
}

func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func hashes(texts []string) []tlog.Hash {
	var list []tlog.Hash
	for _, text := range texts {
		data, err := base64.StdEncoding.DecodeString(text)
		must(err)
		list = append(list, tlog.Hash(data))
	}
	return list
}

func texts(list []tlog.Hash) []string {
	found := []string{}
	for _, hash := range list {
		found = append(found, base64.StdEncoding.EncodeToString(hash[:]))
	}
	return found
}

func read(dir, name string) []byte {
	data, err := os.ReadFile(filepath.Join(dir, name))
	must(err)
	return data
}

func save(dir, name string, data []byte) {
	file := filepath.Join(dir, name)
	must(os.MkdirAll(filepath.Dir(file), 0o777))
	must(os.WriteFile(file, data, 0o666))
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}
