# Runs a step's script with "check", which changes nothing: check-step.sh SCRIPT NAME=VALUE... Prints what it says and its exit code.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%s' "$1" >"$work/step"
shift
chmod 0700 "$work/step"
code=0
env "$@" timeout 60 "$work/step" check >"$work/said" 2>&1 || code=$?
sed 's/^/said /' "$work/said"
echo "exit $code"
