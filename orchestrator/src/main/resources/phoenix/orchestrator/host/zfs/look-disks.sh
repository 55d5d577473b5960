# Prints of each disk that is named what it is, what it holds and who uses it; tabs between the words.
root=$(findmnt -nro SOURCE --target / | head -n1)
case $root in
/dev/*) system=$(lsblk -nrspo NAME "${root%%\[*}") ;;
*) system= ;;
esac
for place in /boot /boot/efi; do
    source=$(findmnt -nro SOURCE --target "$place" | head -n1)
    case $source in /dev/*) system="$system $(lsblk -nrspo NAME "${source%%\[*}")" ;; esac
done
rootpool=
case $root in /dev/*) ;; */*) rootpool=${root%%/*} ;; esac
pools=$(zpool list -H -o name)
for path; do
    real=$(readlink -f "$path")
    if [ ! -b "$real" ]; then
        printf 'disk\t%s\t\t0\t\t\n' "$path"
        continue
    fi
    printf 'disk\t%s\t%s\t%s\t%s\t%s\n' "$path" "$real" "$(blockdev --getsize64 "$real")" \
        "$(lsblk -dnro SERIAL "$real")" "$(lsblk -dno MODEL "$real")"
    parts=$(lsblk -nrpo NAME "$real" | tail -n +2 | sort -u)
    for part in $parts; do
        [ "$(lsblk -dnro TYPE "$part")" = part ] && printf 'holds\t%s\tpartition %s\n' "$path" "$part"
    done
    for device in $real $parts; do
        wipefs -n --noheadings -O TYPE,LABEL "$device" | sort -u | while read -r type label; do
            printf 'holds\t%s\t%s\n' "$path" "$type${label:+ "'$label'"} on $device"
        done
        # shellcheck disable=SC2086,SC2116 # one blank between any two
        case " $(echo $system) " in *" $device "*) printf 'system\t%s\tyes\n' "$path" ;; esac
        findmnt -nro TARGET --source "$device" | while read -r target; do
            printf 'used\t%s\tmounted at %s\n' "$path" "$target"
        done
        grep -q "^$device " /proc/swaps && printf 'used\t%s\tswap\n' "$path"
        for holder in "/sys/class/block/${device##*/}/holders/"*; do
            [ -e "$holder" ] && printf 'used\t%s\theld by %s\n' "$path" "${holder##*/}"
        done
    done
    for pool in $pools; do
        for word in $(zpool status "$pool" | awk '/^\t/ { print $1 }'); do
            for candidate in "$word" "/dev/$word" /dev/disk/by-*/"$word"; do
                [ -b "$candidate" ] || continue
                member=$(readlink -f "$candidate")
                # shellcheck disable=SC2086,SC2116 # one blank between any two
                case " $(echo $real $parts) " in *" $member "*)
                    printf 'used\t%s\tmember of the pool %s\n' "$path" "$pool"
                    [ "$pool" = "$rootpool" ] && printf 'system\t%s\tyes\n' "$path"
                    break 2
                    ;;
                esac
            done
        done
    done
done
