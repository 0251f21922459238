# SPDX-License-Identifier: Apache-2.0
# The front door. Every target does all that it needs on a fresh Debian 12: it installs what is
# missing, configures, builds and acts. The work is in tools/; full logs are in build/log/.
#
# JOBS=1 builds with one job; MANDAT_NO_INSTALL=1 installs nothing; FUZZ_SECONDS=600 fuzzes longer;
# MANDAT_BATCHES=1 compiles several files as one, for a build from nothing.

.PHONY: help build demo test run bench compare eval fuzz sim mutants format tidy threads clean
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
SHIPPED := mandatd mandat mandat-verify

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

build: ## everything we ship, optimised, into build/release/bin
	@tools/build.sh release $(SHIPPED)

demo: ## a guided tour against the real server, from nothing
	@tools/timed.sh demo sh -c 'tools/build.sh release $(SHIPPED) && tools/demo.sh'

test: ## what every change must pass: all tests under ASan and UBSan
	@tools/test.sh check

run: ## start the server on a development directory, build/run
	@tools/build.sh release $(SHIPPED)
	@tools/run.sh

bench: ## measure this machine against the targets
	@tools/build.sh release $(SHIPPED) mandat-bench
	@cd build && release/bin/mandat-bench

compare: ## the same decisions by Mandat, Cedar and OPA, as far as the machine has cargo and go
	@tools/install.sh
	@bench/policy/run.sh

eval: ## how well terms are read out of contracts
	@tools/build.sh release mandat
	@tools/eval.sh

fuzz: ## every parser against libFuzzer, a minute each
	@tools/build.sh fuzz
	@tools/fuzz.sh

sim: ## a thousand simulated decades with crashes, faults and clocks set wrong
	@tools/build.sh release mandat-sim
	@tools/sim.sh

mutants: ## every changed rule of a hundred drawn mandates against the oracle
	@tools/build.sh release oracle_mutation_test
	@MANDAT_ORACLE_MANDATES=100 build/release/tests/oracle/oracle_mutation_test

format: ## lay out the code, and write the generated tables anew
	@tools/install.sh
	@tools/format.sh
	@python3 -B tools/rules.py

tidy: ## the house rules, then clang-tidy over src and apps
	@tools/install.sh
	@python3 -B tools/tidy.py
	@MANDAT_BATCHES=0 tools/configure.sh check
	@tools/step.sh clang-tidy "clang-tidy" tools/clang_tidy.sh

threads: ## all tests under TSan
	@tools/test.sh threads

clean: ## remove everything that was built
	@rm -rf build
