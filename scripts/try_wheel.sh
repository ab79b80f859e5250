#!/usr/bin/env bash
# Builds the wheel and does the main job with it alone: an empty environment, outside of the checkout.
# usage: scripts/try_wheel.sh [PYTHON...]   (default: python3)
set -euo pipefail
checkout="$(cd "$(dirname "$0")/.." && pwd)"
[ $# -gt 0 ] || set -- python3
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

"$1" -m venv "$scratch/build"
"$scratch/build/bin/python" -m pip --quiet --disable-pip-version-check wheel --no-deps --wheel-dir "$scratch/wheel" "$checkout"
cp -R "$checkout/fixtures/incidents/000-appointment-reminders" "$scratch/project"
for python in "$@"; do
    rm -rf "$scratch/user"
    "$python" -m venv "$scratch/user"
    "$scratch/user/bin/python" -m pip --quiet --disable-pip-version-check install "$scratch"/wheel/*.whl
    code=0
    report="$(cd "$scratch/project" && "$scratch/user/bin/cfnaudit" check template.yaml)" || code=$?
    if [ "$code" != 1 ] || ! grep -q 'error\[inline-handler-module\]' <<<"$report"; then
        printf '%s: the installed wheel did not find the fault (exit code %s):\n%s\n' "$python" "$code" "$report"
        exit 1
    fi
    echo "$("$python" --version): the wheel alone checks a template"
done
