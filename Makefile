# Every command a person needs; each one sets up first what is missing (.ci/setup).
BIN := .venv/bin
# One more than there are cores, for tests that wait on a server; at most four.
WORKERS := $(shell cores=$$(getconf _NPROCESSORS_ONLN); echo $$((cores < 3 ? cores + 1 : 4)))
.PHONY: demo demo-fresh test check bench lock clean

# The whole story of one real round, then the site on 127.0.0.1:8000; what was done before is kept.
demo:
	@.ci/setup && $(BIN)/vbp demo

# The same from an empty database.
demo-fresh:
	@.ci/setup && $(BIN)/vbp demo --fresh

# Every check and every test; the rules and the solver must be covered to the last branch.
test:
	@.ci/setup tests && $(MAKE) --no-print-directory check && $(BIN)/pytest --numprocesses=$(WORKERS) --dist=loadfile --cov --cov-report= && $(BIN)/coverage report --skip-covered --show-missing --fail-under=100

# Lint, format, types, import contracts; known holes in dependencies and secrets in the tree.
check:
	@.ci/setup && $(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/python .ci/scan.py

# Figures and ratios measured in one run; `make bench FAMILY=N` measures one family.
bench:
	@.ci/setup && $(BIN)/python -m tests.benchmarks $(FAMILY)

# Newest versions that fit together, with hashes and no addresses: the project's own, and uv that installs them.
lock:
	@.ci/setup && $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes --no-header --no-emit-index-url --group dev pyproject.toml --output-file requirements.lock && echo uv | $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate --no-emit-index-url - --output-file .ci/uv.txt

# Forget the environment and the caches; what is under var/ stays.
clean:
	@rm -rf .venv .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
