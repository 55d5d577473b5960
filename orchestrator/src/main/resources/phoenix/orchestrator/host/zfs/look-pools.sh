# Prints the pools that there are, their properties, what each consists of (with the whole disk of each member), and those that could be imported:
# look-pools.sh [names], which prints pools and properties alone.
command -v zpool >/dev/null || exit 0
for pool in $(zpool list -H -o name); do
    printf 'pool\t%s\t%s\n' "$pool" "$(zpool list -H -o health "$pool")"
    zpool get all "$pool" | tail -n +2 | awk -v OFS='\t' '{ print "property", $1, $2, $3 }'
    [ "${1-}" != names ] || continue
    zpool status "$pool" | awk '/^\t/ { match($0, /^\t */); print RLENGTH - 1, $1 }' | while read -r depth word; do
        disk=
        for candidate in "$word" "/dev/$word" /dev/disk/by-*/"$word"; do
            [ -b "$candidate" ] || continue
            disk=$(readlink -f "$candidate")
            case $(lsblk -dnro TYPE,PKNAME "$disk") in 'part '?*) disk=/dev/$(lsblk -dnro PKNAME "$disk") ;; esac
            break
        done
        printf 'member\t%s\t%s\t%s\t%s\n' "$pool" "$depth" "$word" "$disk"
    done
done
[ "${1-}" = names ] || zpool import | awk '$1 == "pool:" { print "exported\t" $2 }'
