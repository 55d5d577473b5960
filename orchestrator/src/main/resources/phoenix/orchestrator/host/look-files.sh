# Prints each path that is there: kind, mode, owner, owner by numbers, path, content in base64; with tabs between. Patterns are followed.
for pattern; do
    for path in $pattern; do
        [ -e "$path" ] || continue
        stat -L -c '%F	%a	%U:%G	%u:%g	%n' "$path" | tr -d '\n'
        printf '\t'
        [ -f "$path" ] && base64 -w0 "$path"
        printf '\n'
    done
done
