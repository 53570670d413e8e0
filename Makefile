# make            what can be made
# make all        every figure of the papers, as PNG and CSV, in figures/
# make fig5b      one figure
# make beyond     the studies beyond the papers

PYTHON ?= python3
BIN := .venv/bin
MAGREPRO := $(BIN)/magrepro
EVERY := $(patsubst configs/%.yaml,%,$(wildcard configs/*.yaml))
# The prefix that magrepro/papers.py gives studies: make sorts them before there is a Python.
STUDIES := $(filter beyond_%,$(EVERY))
FIGURES := $(filter-out $(STUDIES),$(EVERY))
RECORDED := $(notdir $(basename $(shell grep -ls '^SAMPLE' magrepro/figures/beyond_*.py)))
SHARED := $(wildcard magrepro/core/*.py magrepro/core/*/*.py magrepro/*.py magrepro/figures/_*.py)
PAPERS := $(patsubst codecheck/%/codecheck.yml,%,$(wildcard codecheck/*/codecheck.yml))
ENVIRONMENTS := .venv .venv-lowest .venv-newest .venv-citation

# uv is several times faster than pip; either gives the same packages.
UV := $(shell command -v uv 2>/dev/null)
make_venv = $(if $(UV),$(UV) venv --quiet --seed --allow-existing --python $(PYTHON),$(PYTHON) -m venv) $(1)
install_in = $(if $(UV),$(UV) pip install --quiet --python $(1)/bin/python,$\
  $(1)/bin/pip install --quiet --disable-pip-version-check)

# Processes for 'make -j N all'; the figures out of date are made by one command.
JOBS = $(or $(patsubst -j%,%,$(filter -j%,$(MAKEFLAGS))),1)

.PHONY: help install all beyond beyond-data check check-plain certify test test-site test-lowest \
  test-newest lint docs records validate site bench \
  bench-sweeps scaling mutants dist clean $(EVERY)
.DEFAULT_GOAL := help

help:
	@echo "make all      every figure of the papers, as PNG and CSV, in figures/"
	@echo "make beyond   the studies beyond the papers; recorded data are redrawn"
	@echo "make beyond-data"
	@echo "              the recorded data of studies anew: $(or $(RECORDED),none)"
	@echo "make FIGURE   one of: $(EVERY)"
	@echo "make check    recompute and compare with the committed CSVs"
	@echo "make check-plain"
	@echo "              the same without the processor's wide instructions"
	@echo "make certify  prove a sample of the numbers by ball arithmetic"
	@echo "make test     the tests, on every core"
	@echo "make test-lowest, make test-newest"
	@echo "              the same with the lowest versions declared, or the newest there are"
	@echo "make lint     style, types, import rules"
	@echo "make docs     the configurations and documents that magrepro writes"
	@echo "make site     the pages to read, in site/"
	@echo "make test-site"
	@echo "              the site's tests, in a browser (needs Chromium)"
	@echo "make records  of these, what describes the files in figures/ to machines"
	@echo "make validate the records and the citation, by the validators of their standards"
	@echo "make bench    timings beside direct methods, into benchmarks/README.md"
	@echo "make bench-sweeps"
	@echo "              what a sweep takes, alone, in processes and on Dask, into benchmarks/sweeps.md"
	@echo "make scaling  what each part costs and how it grows, into docs/scaling.md"
	@echo "make mutants  which wrong physics the tests would miss, into docs/mutants.md"
	@echo "make dist     source distribution and wheel, in dist/"
	@echo "make install  the command magrepro, in $(BIN)"
	@echo "make clean    remove what is not committed"

.venv/core.stamp: pyproject.toml constraints.txt
	$(call make_venv,.venv)
	$(call install_in,.venv) -c constraints.txt -e .
	@touch $@

.venv/dev.stamp: .venv/core.stamp
	$(call install_in,.venv) -c constraints.txt -e ".[dev]"
	@touch $@

.venv/mutants.stamp: .venv/core.stamp constraints-mutants.txt
	$(call install_in,.venv) -c constraints.txt -c constraints-mutants.txt -e ".[mutants]"
	@touch $@

install: .venv/core.stamp

all: WANTED = $(FIGURES)
beyond: WANTED = $(STUDIES)

all beyond: .venv/core.stamp
	@stale=$$(for name in $(WANTED); do \
	  $(MAKE) --question --silent figures/$$name.png figures/$$name.csv || echo $$name; done); \
	test -z "$$stale" || $(MAGREPRO) run $$stale --config configs -j $(JOBS); code=$$?; \
	for name in $$stale; do $(call is_the_papers,$$name); done; exit $$code

beyond-data: .venv/core.stamp
	$(if $(RECORDED),$(MAGREPRO) run $(RECORDED) --record --allow-cost)

$(EVERY): %: figures/%.png figures/%.csv

figures/%.png figures/%.csv: magrepro/figures/%.py configs/%.yaml $(SHARED) .venv/core.stamp
	$(MAGREPRO) run $* --config configs/$*.yaml
	@$(call is_the_papers,$*)

is_the_papers = test figures/$(1).png -nt configs/$(1).yaml || { \
  echo "configs/$(1).yaml is not the paper's: its figure is in figures/custom/"; exit 1; }

check: .venv/core.stamp
	$(MAGREPRO) check -j 2

found_features = "import numpy; print(*numpy.show_config('dicts')['SIMD Extensions']['found'])"

check-plain: .venv/core.stamp
	NPY_DISABLE_CPU_FEATURES="$$($(BIN)/python -c $(found_features))" OPENBLAS_CORETYPE=Nehalem \
	  $(MAGREPRO) check -j 2

certify: .venv/dev.stamp
	$(MAGREPRO) certify -j 2

# What Python compiles is kept, whatever the surroundings ask: else every worker, and every command
# that the tests start, compiles all of it once more.
test test-lowest test-newest: export PYTHONDONTWRITEBYTECODE =

test: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto --dist loadfile

test-lowest test-newest: test-%:
	$(call make_venv,.venv-$*)
	$(call install_in,.venv-$*) --upgrade \
	  $(if $(wildcard constraints-$*.txt),-c constraints-$*.txt) -e ".[test]"
	.venv-$*/bin/python -m pytest -n auto --dist loadfile

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# A file that would not change keeps its time, and so its figure.
written = $(MAGREPRO) $(1) >$(2).tmp && { cmp -s $(2).tmp $(2) && rm $(2).tmp || mv $(2).tmp $(2); }

docs: .venv/dev.stamp
	mkdir -p configs/schema
	$(foreach name,$(EVERY),$(call written,config $(name),configs/$(name).yaml) &&) true
	$(foreach name,$(EVERY),$(call written,config $(name) --schema,\
	  configs/schema/$(name).json) &&) true
	$(call written,explain --columns,docs/columns.md)
	$(call written,claims --equations,docs/equations.md)
	$(call written,claims --markdown,docs/claims.md)
	@$(MAKE) --silent records

records: .venv/dev.stamp
	$(call written,bundle --print datapackage,figures/datapackage.json)
	$(foreach paper,$(PAPERS),$(call written,bundle $(paper) --print codecheck,\
	  codecheck/$(paper)/codecheck.yml) &&) true
	$(call written,bundle --print crate,ro-crate-metadata.json)

.venv-citation/stamp:
	$(call make_venv,.venv-citation)
	$(call install_in,.venv-citation) "cffconvert==2.0.0" "setuptools<81"
	@touch $@

# cffconvert needs an older jsonschema than frictionless does, hence its own environment.
validate: .venv/dev.stamp .venv-citation/stamp
	.venv-citation/bin/cffconvert --validate -i CITATION.cff
	$(BIN)/frictionless validate figures/datapackage.json

# Built beside the old one, which stays until the new one is whole.
site: .venv/dev.stamp
	rm -rf docs/_build/html
	$(BIN)/python -m sphinx --builder html --fail-on-warning --keep-going --quiet \
	  --doctree-dir docs/_build/doctrees docs docs/_build/html
	rm -rf site && mv docs/_build/html site

test-site: site
	MAGREPRO_BROWSER_TESTS=1 $(BIN)/python -m pytest tests/browser

ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1

bench: .venv/dev.stamp
	$(ONE_THREAD) $(BIN)/python -m benchmarks

bench-sweeps: .venv/dev.stamp
	$(ONE_THREAD) $(BIN)/python -m benchmarks.sweeps

scaling: .venv/dev.stamp
	$(ONE_THREAD) $(BIN)/python -m benchmarks.scaling

SAMPLE ?= 200
mutants: .venv/mutants.stamp
	$(ONE_THREAD) $(BIN)/python -m benchmarks.mutants --sample $(SAMPLE) -j 2

dist: .venv/dev.stamp
	rm -rf dist
	$(BIN)/python -m hatchling build

clean:
	rm -rf $(ENVIRONMENTS) build dist site docs/_build docs/_extra docs/api docs/gallery docs/ledger \
	  figures/custom .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
