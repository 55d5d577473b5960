# Prints every property of the data sets that are named, with plain numbers, and where the mark of Phoenix is.
command -v zfs >/dev/null || exit 0
for name; do
    zfs get -Hp -o name,property,value all "$name" 2>/dev/null | sed 's/^/value\t/'
done
zfs list -H -o name,phoenix:set | awk -F '\t' -v OFS='\t' '$2 != "-" { print $1, $2 }' |
    while IFS='	' read -r name mark; do
        [ "$(zfs get -H -o source phoenix:set "$name")" = local ] && printf 'ours\t%s\t%s\n' "$name" "$mark"
    done
exit 0
