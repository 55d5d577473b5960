# Leaves devices to vfio-pci from the next boot on: set-passthrough.sh OPTIONS [WORD...]. Standard input: the modules; nothing for none.
# The words are added to the kernel's command line; what else stands there is kept.
set -eu
options=$1
shift
modules=$(cat)
put() {
    if [ -n "$2" ]; then
        printf '%s\n' "$2" >"$1.phoenix-new"
        mv "$1.phoenix-new" "$1"
    else
        rm -f "$1"
    fi
}
mkdir -p /etc/modprobe.d /etc/modules-load.d
put /etc/modprobe.d/phoenix-vfio.conf "$options"
put /etc/modules-load.d/phoenix-vfio.conf "$modules"
if [ $# -gt 0 ]; then
    if [ -f /etc/kernel/cmdline ] && command -v proxmox-boot-tool >/dev/null; then
        line=$(head -n 1 /etc/kernel/cmdline)
        for word; do
            case " $line " in *" $word "*) ;; *) line="$line $word" ;; esac
        done
        put /etc/kernel/cmdline "$line"
        proxmox-boot-tool refresh >&2
    else
        mkdir -p /etc/default/grub.d
        put /etc/default/grub.d/phoenix-vfio.cfg "GRUB_CMDLINE_LINUX=\"\$GRUB_CMDLINE_LINUX $*\""
        update-grub >&2
    fi
fi
update-initramfs -u -k all >&2
