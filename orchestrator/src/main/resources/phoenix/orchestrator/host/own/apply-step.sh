# Runs a step's script with "apply": apply-step.sh NAME=VALUE... Standard input: the script.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/step"
chmod 0700 "$work/step"
env "$@" "$work/step" apply </dev/null
