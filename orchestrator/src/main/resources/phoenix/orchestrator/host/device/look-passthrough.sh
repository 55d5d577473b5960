# Prints what vfio-pci and others are told, whether that is newer than the boot, the kernel's command line as it runs and as it is configured,
# the processor's make; of each device that is named: vendor and device, the drivers that would take it, and one that has it.
told=/etc/modprobe.d/phoenix-vfio.conf
if [ -f "$told" ]; then
    echo "options $(grep -E '^(options|softdep) ' "$told" | paste -sd ';' | sed 's/;/; /g')"
    [ "$(stat -c %Y "$told")" -lt "$(sed -n 's/^btime //p' /proc/stat)" ] || echo 'fresh yes'
fi
[ ! -f /etc/modules-load.d/phoenix-vfio.conf ] || echo "modules $(tr '\n' ' ' </etc/modules-load.d/phoenix-vfio.conf)"
echo "vendor $(sed -n 's/^vendor_id[[:space:]]*: //p' /proc/cpuinfo | head -n 1)"
echo "running $(cat /proc/cmdline)"
if [ -f /etc/kernel/cmdline ] && command -v proxmox-boot-tool >/dev/null; then
    echo "configured $(head -n 1 /etc/kernel/cmdline)"
else
    # shellcheck disable=SC2002,SC2016 # there may be no such file; the variable is part of the file
    echo "configured $(cat /etc/default/grub.d/phoenix-vfio.cfg 2>/dev/null | sed -n 's/^GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX \(.*\)"$/\1/p')"
fi
for device; do
    case $device in
    *:*.* | *:*:*) by=-s ;;
    *) by=-d ;;
    esac
    lspci -D -n "$by" "$device" | while read -r address _ id _; do
        if [ "$by" = -s ]; then echo "device $device $id"; else echo "device $device $device"; fi
        modprobe --resolve-alias "$(cat "/sys/bus/pci/devices/$address/modalias")" | sed 's/^/driver /'
        now=$(readlink "/sys/bus/pci/devices/$address/driver")
        case $now in '' | */vfio-pci) ;; *) echo "held $address ${now##*/}" ;; esac
    done
done
