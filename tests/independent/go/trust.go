// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const typeCosignature = 4

// witness verifies cosignatures (C2SP tlog-cosignature), a type that package note does not know.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newWitness(vkey string) (*witness, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a verifier key")
	}
	typed, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(typed) != 1+ed25519.PublicKeySize || typed[0] != typeCosignature {
		return nil, errors.New("not the key of a witness")
	}
	sum := sha256.Sum256([]byte(parts[0] + "\n" + string(typed)))
	if hex.EncodeToString(sum[:4]) != parts[1] {
		return nil, errors.New("key does not match its id")
	}
	return &witness{parts[0], binary.BigEndian.Uint32(sum[:4]), typed[1:]}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }

func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

// trust is whom the auditor believes: a log, or the logs of a policy and its witnesses.
type trust struct {
	logs      []note.Verifier
	witnesses map[string]*witness // by their name in the policy
	groups    []group
	quorum    string
}

type group struct {
	name      string
	threshold int
	members   []string
}

func newTrust(key, policyFile string) (*trust, error) {
	t := &trust{witnesses: map[string]*witness{}, quorum: "none"}
	if policyFile != "" {
		text, err := os.ReadFile(policyFile)
		if err != nil {
			return nil, err
		}
		t.quorum = ""
		for _, line := range strings.Split(string(text), "\n") {
			if err := t.takeLine(strings.Fields(line)); err != nil {
				return nil, fmt.Errorf("policy line %q: %v", line, err)
			}
		}
		if t.quorum == "" {
			return nil, errors.New("policy has no quorum")
		}
	}
	if key != "" {
		log, err := note.NewVerifier(key)
		if err != nil {
			return nil, err
		}
		t.logs = []note.Verifier{log}
	}
	return t, nil
}

// takeLine reads one line of a policy (C2SP tlog-policy).
func (t *trust) takeLine(words []string) error {
	if len(words) == 0 || strings.HasPrefix(words[0], "#") {
		return nil
	}
	switch {
	case words[0] == "log" && len(words) >= 2:
		log, err := note.NewVerifier(words[1])
		if err != nil {
			return err
		}
		t.logs = append(t.logs, log)
		return nil
	case words[0] == "witness" && len(words) >= 3:
		w, err := newWitness(words[2])
		t.witnesses[words[1]] = w
		return err
	case words[0] == "group" && len(words) >= 4:
		return t.takeGroup(words[1], words[2], words[3:])
	case words[0] == "quorum" && len(words) == 2 && t.quorum == "":
		t.quorum = words[1]
		return nil
	}
	return errors.New("unknown line")
}

func (t *trust) takeGroup(name, threshold string, members []string) error {
	count := len(members)
	switch threshold {
	case "any":
		count = 1
	case "all":
	default:
		number, err := strconv.Atoi(threshold)
		if err != nil || number < 1 || number > count {
			return errors.New("not a threshold")
		}
		count = number
	}
	t.groups = append(t.groups, group{name, count, members})
	return nil
}

// isMetBy tells whether the witnesses with these key ids are enough.
func (t *trust) isMetBy(seen map[uint32]bool) bool {
	met := map[string]bool{"none": true}
	for name, w := range t.witnesses {
		met[name] = seen[w.hash]
	}
	for _, g := range t.groups {
		count := 0
		for _, member := range g.members {
			if met[member] {
				count++
			}
		}
		met[g.name] = count >= g.threshold
	}
	return met[t.quorum]
}

// checkpoint is the size and root of a journal, once its signatures were verified.
type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

// requireOneSpelling refuses what package note reads leniently: base64 with stray bits or line
// ends, so that one bit more or less is never the same note.
func requireOneSpelling(text []byte) error {
	at := bytes.LastIndex(text, []byte("\n\n"))
	if at < 0 {
		return errors.New("not a signed note")
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(text[at+2:]), "\n"), "\n") {
		words := strings.Split(line, " ")
		data, err := base64.StdEncoding.Strict().DecodeString(words[len(words)-1])
		if len(words) != 3 || err != nil || base64.StdEncoding.EncodeToString(data) != words[2] {
			return errors.New("not a signature line")
		}
	}
	return nil
}

func parseCheckpoint(text string) (*checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] == "" {
		return nil, errors.New("not a checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return nil, errors.New("size is not a number")
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize ||
		base64.StdEncoding.EncodeToString(root) != lines[2] {
		return nil, errors.New("root is not a hash")
	}
	c := &checkpoint{origin: lines[0], size: size}
	copy(c.root[:], root)
	return c, nil
}

// open verifies a checkpoint: signed by a log that is believed, of that log, and, unless it was
// seen earlier and only kept, by enough witnesses.
func (t *trust) open(text []byte, kept bool) (*checkpoint, error) {
	if err := requireOneSpelling(text); err != nil {
		return nil, err
	}
	known := append([]note.Verifier{}, t.logs...)
	for _, w := range t.witnesses {
		known = append(known, w)
	}
	opened, err := note.Open(text, note.VerifierList(known...))
	if err != nil {
		return nil, err
	}
	c, err := parseCheckpoint(opened.Text)
	if err != nil {
		return nil, err
	}
	seen, signed := map[uint32]bool{}, false
	for _, signature := range opened.Sigs {
		seen[signature.Hash] = true
		for _, log := range t.logs {
			signed = signed || (signature.Hash == log.KeyHash() && c.origin == log.Name())
		}
	}
	if !signed {
		return nil, errors.New("not signed by the journal whose name it bears")
	}
	if !kept && !t.isMetBy(seen) {
		return nil, fmt.Errorf("quorum %s is not met", t.quorum)
	}
	return c, nil
}
