// SPDX-License-Identifier: Apache-2.0

// Decides DIRECTORY/operations.tsv by OPA. Writes the outcomes to DIRECTORY/opa.outcomes and prints:
// engine, version, nanoseconds a decision, the same with making the input.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/version"
)

type operation struct {
	verb, purpose, collection, people string
	categories                        []any
	place, instruction                string
	at                                int64
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func parse(line string) operation {
	column := strings.Split(line, "\t")
	op := operation{verb: column[1], purpose: column[2], collection: column[3], people: column[4],
		place: column[6], instruction: column[7], at: must(strconv.ParseInt(column[8], 10, 64))}
	if column[5] != "" {
		for _, id := range strings.Split(column[5], ",") {
			op.categories = append(op.categories, id)
		}
	}
	return op
}

// What the operation leaves out is left out of the input.
func input(op *operation) map[string]any {
	in := map[string]any{"actor": "service", "action": op.verb, "at": op.at}
	if op.purpose != "" {
		in["purpose"] = op.purpose
	}
	if op.categories != nil {
		in["categories"] = op.categories
	}
	if op.place != "" {
		in["place"] = op.place
	}
	if op.instruction != "" {
		in["instruction"] = op.instruction
	}
	// An act on a person as a whole names people and no collection.
	if op.collection == "" {
		in["resource"] = op.people
		return in
	}
	in["resource"] = op.collection
	if op.people != "" {
		in["people"] = op.people
	}
	return in
}

// Nanoseconds a call, over whole passes of at least half a second together.
func measure(count int, decide func(i int) bool) float64 {
	passes := 0
	begin := time.Now()
	for passes == 0 || time.Since(begin) < 500*time.Millisecond {
		for i := range count {
			decide(i)
		}
		passes++
	}
	return float64(time.Since(begin).Nanoseconds()) / float64(passes*count)
}

func main() {
	directory := os.Args[1]
	ctx := context.Background()
	// Partial evaluation is left out: it multiplies this policy's rules and makes them slower.
	policy := rego.Load([]string{filepath.Join(directory, "policy.rego")}, nil)
	query := must(rego.New(rego.Query("data.mandat.allow"), policy).PrepareForEval(ctx))

	var operations []operation
	text := string(must(os.ReadFile(filepath.Join(directory, "operations.tsv"))))
	for line := range strings.Lines(text) {
		operations = append(operations, parse(strings.TrimSuffix(line, "\n")))
	}
	inputs := make([]ast.Value, len(operations))
	for i := range operations {
		inputs[i] = must(ast.InterfaceToValue(input(&operations[i])))
	}
	evaluate := func(i int) bool {
		return must(query.Eval(ctx, rego.EvalParsedInput(inputs[i]))).Allowed()
	}
	request := func(i int) bool {
		return must(query.Eval(ctx, rego.EvalInput(input(&operations[i])))).Allowed()
	}

	var outcomes strings.Builder
	for i := range operations {
		outcome := "refused\n"
		if evaluate(i) {
			outcome = "allowed\n"
		}
		outcomes.WriteString(outcome)
	}
	file := filepath.Join(directory, "opa.outcomes")
	if err := os.WriteFile(file, []byte(outcomes.String()), 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("OPA\t%s\t%.1f\t%.1f\n", version.Version, measure(len(operations), evaluate),
		measure(len(operations), request))
}
