#!/bin/sh
# Stock Rasa 3.6.21, as it declares itself, in an environment of its own: bench/results/stock-venv (2.5 GB, some minutes).
# It needs Python 3.10, the newest it supports; PYTHON310 names it where it is not on the path.
set -eu
here=$(dirname "$0")
venv="$here/results/stock-venv"
[ -x "$venv/bin/rasa" ] && exit 0
"${PYTHON310:-python3.10}" -m venv "$venv"
"$venv/bin/pip" install --quiet "rasa==3.6.21"
