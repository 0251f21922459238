// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
	levelsMax  = 8
)

// storage is every hash of the tree in the order of package tlog.
type storage []tlog.Hash

func (s storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, 0, len(indexes))
	for _, index := range indexes {
		if index >= int64(len(s)) {
			return nil, errors.New("hash beyond the tree")
		}
		hashes = append(hashes, s[index])
	}
	return hashes, nil
}

// tilePath is the path of C2SP tlog-tiles; entries are level -1.
func tilePath(level int, index int64, width int) string {
	number := fmt.Sprintf("%03d", index%1000)
	for index /= 1000; index > 0; index /= 1000 {
		number = fmt.Sprintf("x%03d/", index%1000) + number
	}
	kind := strconv.Itoa(level)
	if level < 0 {
		kind = "entries"
	}
	path := "tile/" + kind + "/" + number
	if width < tileWidth {
		path += ".p/" + strconv.Itoa(width)
	}
	return path
}

// readTile gives the file of a tile, or the full one that replaced it, and the width of what it is.
func readTile(directory string, level int, index int64, width int) ([]byte, int, error) {
	data, err := os.ReadFile(filepath.Join(directory, tilePath(level, index, width)))
	if errors.Is(err, os.ErrNotExist) && width < tileWidth {
		width = tileWidth
		data, err = os.ReadFile(filepath.Join(directory, tilePath(level, index, width)))
	}
	return data, width, err
}

func decodeBundle(data []byte, count int) ([][]byte, error) {
	entries := make([][]byte, 0, count)
	for ; count > 0; count-- {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("bundle ends too early")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if len(data) != 0 {
		return nil, errors.New("bundle holds more than its entries")
	}
	return entries, nil
}

// widthAt is how much of the tile at this index is filled when its level holds count hashes.
func widthAt(count, index int64) int {
	if rest := count - index*tileWidth; rest < tileWidth {
		return int(rest)
	}
	return tileWidth
}

// rebuild hashes every entry of the journal.
func rebuild(directory string, size int64) (storage, error) {
	var hashes storage
	for index := int64(0); index*tileWidth < size; index++ {
		width := widthAt(size, index)
		data, held, err := readTile(directory, -1, index, width)
		if err != nil {
			return nil, err
		}
		entries, err := decodeBundle(data, held)
		if err != nil {
			return nil, fmt.Errorf("%s: %v", tilePath(-1, index, held), err)
		}
		for i, entry := range entries[:width] {
			added, err := tlog.StoredHashes(index*tileWidth+int64(i), entry, hashes)
			if err != nil {
				return nil, err
			}
			hashes = append(hashes, added...)
		}
	}
	return hashes, nil
}

// compareTiles reads every tile of hashes and compares it with what the entries hash to.
func compareTiles(directory string, size int64, hashes storage) error {
	count := size
	for level := 0; level < levelsMax && count > 0; level++ {
		for index := int64(0); index*tileWidth < count; index++ {
			width := widthAt(count, index)
			tile := tlog.Tile{H: tileHeight, L: level, N: index, W: width}
			expected, err := tlog.ReadTileData(tile, hashes)
			if err != nil {
				return err
			}
			data, held, err := readTile(directory, level, index, width)
			if err != nil {
				return err
			}
			if len(data) != held*tlog.HashSize || !bytes.HasPrefix(data, expected) {
				return fmt.Errorf("%s is not what the entries hash to", tilePath(level, index, held))
			}
		}
		count /= tileWidth
	}
	return nil
}

func verifySince(t *trust, file string, now *checkpoint, hashes storage) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	old, err := t.open(text, true)
	if err != nil {
		return fmt.Errorf("older checkpoint: %v", err)
	}
	if old.origin != now.origin || old.size > now.size {
		return errors.New("older checkpoint is of another or a longer journal")
	}
	if old.size == 0 || old.size == now.size {
		root, err := tlog.TreeHash(old.size, hashes)
		if err == nil && root != old.root {
			err = errors.New("older checkpoint has another root")
		}
		return err
	}
	proof, err := tlog.ProveTree(now.size, old.size, hashes)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, now.size, now.root, old.size, old.root)
}

func verifyJournal(directory string, t *trust, since string) (string, error) {
	if len(t.logs) == 0 {
		text, err := os.ReadFile(filepath.Join(directory, "vkey"))
		if err != nil {
			return "", err
		}
		log, err := note.NewVerifier(strings.TrimSpace(string(text)))
		if err != nil {
			return "", err
		}
		t.logs = []note.Verifier{log}
	}
	text, err := os.ReadFile(filepath.Join(directory, "checkpoint"))
	if err != nil {
		return "", err
	}
	c, err := t.open(text, false)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %v", err)
	}
	hashes, err := rebuild(directory, c.size)
	if err != nil {
		return "", err
	}
	if err := compareTiles(directory, c.size, hashes); err != nil {
		return "", err
	}
	root, err := tlog.TreeHash(c.size, hashes)
	if err != nil {
		return "", err
	}
	if root != c.root {
		return "", errors.New("root is not what the entries hash to")
	}
	if since != "" {
		if err := verifySince(t, since, c, hashes); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%s: %d entries", c.origin, c.size), nil
}

// parseProof takes a tlog-proof apart: index, path and checkpoint (C2SP tlog-proof).
func parseProof(text string) (int64, tlog.RecordProof, string, error) {
	at := strings.Index(text, "\n\n")
	lines := strings.Split(text[:at+1], "\n")
	if at < 0 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return 0, nil, "", errors.New("not a tlog-proof")
	}
	lines = lines[1 : len(lines)-1]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return 0, nil, "", errors.New("proof has no index")
	}
	index, err := strconv.ParseInt(lines[0][len("index "):], 10, 64)
	if err != nil || "index "+strconv.FormatInt(index, 10) != lines[0] {
		return 0, nil, "", errors.New("index is not a number")
	}
	var path tlog.RecordProof
	for _, line := range lines[1:] {
		data, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(data) != tlog.HashSize ||
			base64.StdEncoding.EncodeToString(data) != line {
			return 0, nil, "", errors.New("proof has a line that is not a hash")
		}
		var hash tlog.Hash
		copy(hash[:], data)
		path = append(path, hash)
	}
	return index, path, text[at+2:], nil
}

func verifyProof(file, entryFile string, t *trust) (string, error) {
	if len(t.logs) == 0 || entryFile == "" {
		return "", fmt.Errorf("%w: --key or --policy, and --entry are needed", errUsage)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	entry, err := os.ReadFile(entryFile)
	if err != nil {
		return "", err
	}
	index, path, signed, err := parseProof(string(text))
	if err != nil {
		return "", err
	}
	c, err := t.open([]byte(signed), false)
	if err != nil {
		return "", err
	}
	if index < 0 || index >= c.size {
		return "", errors.New("index outside the journal")
	}
	leaf := tlog.RecordHash(entry)
	if err := tlog.CheckRecord(path, c.size, c.root, index, leaf); err != nil {
		return "", err
	}
	return fmt.Sprintf("entry %d of %d", index, c.size), nil
}
