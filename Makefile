# make            what can be made
# make all        every figure of both papers, as PNG and CSV, in figures/
# make fig5b      one figure

PYTHON ?= python3
BIN := .venv/bin
MAGREPRO := $(BIN)/magrepro
FIGURES := $(patsubst configs/%.yaml,%,$(wildcard configs/*.yaml))
SHARED := $(wildcard magrepro/core/*.py magrepro/core/*/*.py magrepro/*.py) \
  magrepro/figures/__init__.py $(wildcard magrepro/figures/_*.py)

.PHONY: help install all check test test-lowest test-newest lint bench scaling clean $(FIGURES)
.DEFAULT_GOAL := help

help:
	@echo "make all      every figure, as PNG and CSV, in figures/"
	@echo "make FIGURE   one of: $(FIGURES)"
	@echo "make check    recompute and compare with the committed CSVs"
	@echo "make test     the tests, on every core"
	@echo "make test-lowest, make test-newest"
	@echo "              the same with the lowest versions declared, or the newest there are"
	@echo "make lint     style, types, import rules"
	@echo "make bench    timings beside direct methods, into benchmarks/README.md"
	@echo "make scaling  what each part costs and how it grows, into docs/scaling.md"
	@echo "make install  the command magrepro, in $(BIN)"
	@echo "make clean    remove what is not committed"

.venv/core.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/dev.stamp: .venv/core.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

install: .venv/core.stamp

all: $(FIGURES:%=figures/%.png) $(FIGURES:%=figures/%.csv)

$(FIGURES): %: figures/%.png figures/%.csv

figures/%.png figures/%.csv: magrepro/figures/%.py configs/%.yaml $(SHARED) .venv/core.stamp
	$(MAGREPRO) run $* --config configs/$*.yaml
	@test figures/$*.png -nt configs/$*.yaml || { \
	  echo "configs/$*.yaml is not the paper's: its figure is in figures/custom/"; exit 1; }

check: .venv/core.stamp
	$(MAGREPRO) check -j 2

test: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto

test-lowest test-newest: test-%:
	$(PYTHON) -m venv .venv-$*
	.venv-$*/bin/pip install --quiet --disable-pip-version-check --upgrade \
	  $(if $(wildcard constraints-$*.txt),-c constraints-$*.txt) -e ".[test]"
	.venv-$*/bin/python -m pytest -n auto

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1

bench: .venv/dev.stamp
	$(ONE_THREAD) $(BIN)/python -m benchmarks

scaling: .venv/dev.stamp
	$(ONE_THREAD) $(BIN)/python -m benchmarks.scaling

clean:
	rm -rf .venv .venv-lowest .venv-newest build dist figures/custom .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
