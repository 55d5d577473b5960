# Prints of each disk that is named what it is, what it holds and who uses it; tabs between the words.
# A list is words with one blank before and behind each.
list() { tr -s '\n' ' '; }
root=$(findmnt -nro SOURCE --target / | head -n1)
case $root in
/dev/*) system=" $(lsblk -nrspo NAME "${root%%\[*}" | list)" ;;
*) system=' ' ;;
esac
for place in /boot /boot/efi; do
    source=$(findmnt -nro SOURCE --target "$place" | head -n1)
    case $source in /dev/*) system="$system$(lsblk -nrspo NAME "${source%%\[*}" | list)" ;; esac
done
rootpool=
case $root in /dev/*) ;; */*) rootpool=${root%%/*} ;; esac
swaps=" $(awk 'NR > 1 { print $1 }' /proc/swaps | list)"
# A line for each member of a pool: the pool, and the device.
members=$(
    for pool in $(zpool list -H -o name); do
        for word in $(zpool status "$pool" | awk '/^\t/ { print $1 }'); do
            for candidate in "$word" "/dev/$word" /dev/disk/by-*/"$word"; do
                [ -b "$candidate" ] && printf '%s %s\n' "$pool" "$(readlink -f "$candidate")"
            done
        done
    done | sort -u
)
for path; do
    real=$(readlink -f "$path")
    if [ ! -b "$real" ]; then
        printf 'disk\t%s\t\t0\t\t\n' "$path"
        continue
    fi
    printf 'disk\t%s\t%s\t%s\t%s\t%s\n' "$path" "$real" "$(blockdev --getsize64 "$real")" \
        "$(lsblk -dnro SERIAL "$real")" "$(lsblk -dno MODEL "$real")"
    devices=" $real "
    while read -r part type; do
        [ "$type" = part ] && printf 'holds\t%s\tpartition %s\n' "$path" "$part"
        [ -z "$part" ] || devices="$devices$part "
    done <<EOF
$(lsblk -nrpo NAME,TYPE "$real" | tail -n +2 | sort -u)
EOF
    for device in $devices; do
        wipefs -n --noheadings -O TYPE,LABEL "$device" | sort -u | while read -r type label; do
            printf 'holds\t%s\t%s\n' "$path" "$type${label:+ "'$label'"} on $device"
        done
        case $system in *" $device "*) printf 'system\t%s\tyes\n' "$path" ;; esac
        findmnt -nro TARGET --source "$device" | while read -r target; do
            printf 'used\t%s\tmounted at %s\n' "$path" "$target"
        done
        case $swaps in *" $device "*) printf 'used\t%s\tswap\n' "$path" ;; esac
        for holder in "/sys/class/block/${device##*/}/holders/"*; do
            [ -e "$holder" ] && printf 'used\t%s\theld by %s\n' "$path" "${holder##*/}"
        done
    done
    told=' '
    while read -r pool member; do
        case $devices in *" $member "*) ;; *) continue ;; esac
        case $told in *" $pool "*) continue ;; esac
        told="$told$pool "
        printf 'used\t%s\tmember of the pool %s\n' "$path" "$pool"
        [ "$pool" = "$rootpool" ] && printf 'system\t%s\tyes\n' "$path"
    done <<EOF
$members
EOF
done
