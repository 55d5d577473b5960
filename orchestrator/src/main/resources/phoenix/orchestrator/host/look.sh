# Runs scripts that only look, and prints what each printed.
# Standard input: a line for each, with its name, and behind it the script and its parameters in base64, each behind a dot.
# Standard output: a line for each, with its name and what it printed in base64.
set -eu
while read -r name words; do
    set --
    for word in $words; do
        decoded=$(printf '%s' "$word" | base64 -d)
        set -- "$@" "${decoded#.}"
    done
    script=$1
    shift
    printf '%s ' "$name"
    { LC_ALL=C /bin/sh -c "$script" "$name" "$@" </dev/null 2>/dev/null || true; } | base64 -w0
    printf '\n'
done
