#!/bin/sh
# Resolves pyproject.toml into hashed locks for every platform, without addresses of registries.
set -eu
uv=$1
cd "$(dirname "$0")/.."
resolve() {
    "$uv" pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
        --custom-compile-command "make lock" "$@"
}
resolve -o requirements/runtime.lock
resolve --constraint requirements/runtime.lock --extra ocr --extra spark --extra scale --group dev -o requirements/dev.lock
