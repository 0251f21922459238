// SPDX-License-Identifier: Apache-2.0

// A third verifier, on the packages note and tlog of golang.org/x/mod, written from the
// specifications of C2SP: it shares no code with Mandat, nor with verify.py.
//
//	independent journal DIRECTORY [--key VKEY] [--policy FILE] [--since CHECKPOINT]
//	independent proof FILE --entry FILE [--key VKEY] [--policy FILE]
//
// Prints one line and ends with 0 when the evidence holds, 7 when it does not, 2 for wrong usage.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

const (
	statusUsage    = 2
	statusRejected = 7
)

// errUsage marks what the caller got wrong, as opposed to evidence that does not hold.
var errUsage = errors.New("usage")

func run(words []string) (string, error) {
	if len(words) < 2 {
		return "", fmt.Errorf("%w: a command and what to verify are needed", errUsage)
	}
	flags := flag.NewFlagSet(words[0], flag.ContinueOnError)
	key := flags.String("key", "", "the verifier key of the journal")
	policyFile := flags.String("policy", "", "a tlog-policy file")
	since := flags.String("since", "", "a checkpoint that was kept")
	entry := flags.String("entry", "", "the entry of the proof")
	if err := flags.Parse(words[2:]); err != nil || flags.NArg() != 0 {
		return "", fmt.Errorf("%w: %s", errUsage, words)
	}
	trust, err := newTrust(*key, *policyFile)
	if err != nil {
		return "", fmt.Errorf("%w: %v", errUsage, err)
	}
	switch words[0] {
	case "journal":
		return verifyJournal(words[1], trust, *since)
	case "proof":
		return verifyProof(words[1], *entry, trust)
	}
	return "", fmt.Errorf("%w: unknown command %s", errUsage, words[0])
}

func main() {
	said, err := run(os.Args[1:])
	if errors.Is(err, errUsage) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(statusUsage)
	}
	if err != nil {
		fmt.Println("rejected:", err)
		os.Exit(statusRejected)
	}
	fmt.Println("verified:", said)
}
