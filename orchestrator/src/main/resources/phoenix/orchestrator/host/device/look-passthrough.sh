# Prints what vfio-pci is told, the kernel's command line as it runs and as it is configured, the processor's make, and vendor and device
# of each device that is named by its address.
sed -n 's/^options vfio-pci .*/options &/p' /etc/modprobe.d/phoenix-vfio.conf
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
    *:*.* | *:*:*) lspci -n -s "$device" | sed -n "s/^[^ ]* [^ ]* \([0-9a-f:]*\).*/device $device \1/p" ;;
    *) [ -z "$(lspci -n -d "$device")" ] || echo "device $device $device" ;;
    esac
done
