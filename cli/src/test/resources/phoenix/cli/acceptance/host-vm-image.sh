#!/bin/sh
# Makes the disk of a VM that plays the host: Debian 12 with OpenZFS, NFS and AppArmor, started by its own GRUB. From packages, without
# mounting anything. A key beside it opens it: TARGET.key, and TARGET.hosts says by which key it is known.
#
# host-vm-image.sh WORK DISK_MAKER TARGET
#   WORK        a folder for temporary files, removed before and after
#   DISK_MAKER  cloud-disk.py
set -eu

work=$1
maker=$2
target=$3
tree=$work/tree

packages=linux-image-amd64,linux-headers-amd64,systemd-sysv,libpam-systemd,udev,dbus,kmod,initramfs-tools,lz4
packages=$packages,openssh-server,iproute2,netbase,procps,pciutils,e2fsprogs,fdisk,grub2-common,grub-pc-bin
packages=$packages,zfs-dkms,zfsutils-linux,nfs-kernel-server,nfs-common,apparmor,apparmor-utils

# The mirrors that the machine itself uses; OpenZFS lies in "contrib".
sources() {
    # shellcheck disable=SC2016 # apt puts these in
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk '$2 ~ /^bookworm(-updates|-security)?$/ && $3 == "main" && !seen[$0]++ { print "deb", $1, $2, "main contrib" }'
}

finish() {
    cd "$tree"
    echo pve >etc/hostname
    printf '127.0.0.1 localhost\n127.0.1.1 pve\n' >etc/hosts
    echo 'LABEL=cloudimg-root / ext4 rw,errors=remount-ro,noatime 0 1' >etc/fstab
    echo 'nameserver 10.0.2.3' >etc/resolv.conf
    : >etc/machine-id
    printf '[Match]\nDriver=virtio_net\n[Network]\nDHCP=yes\n' >etc/systemd/network/50-uplink.network
    chroot . systemctl -q enable systemd-networkd
    chroot . systemctl -q mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
        e2scrub_reap.service fstrim.timer getty@tty1.service systemd-networkd-wait-online.service man-db.timer
    chroot . systemctl -q set-default multi-user.target
    # A small initial RAM disk, for it is made anew in the VM, where each program takes long. The driver of the second network card is in it, as
    # in one with all drivers.
    printf 'MODULES=list\nCOMPRESS=lz4\nCOMPRESSLEVEL=1\nKEYMAP=n\nFSTYPE=ext4\n' >etc/initramfs-tools/conf.d/small.conf
    for hook in dmsetup fsck keymap resume thermal; do chmod a-x "usr/share/initramfs-tools/hooks/$hook"; done
    printf 'virtio_pci\nvirtio_blk\next4\ncrc32c_generic\ne1000e\n' >>etc/initramfs-tools/modules
    chroot . update-initramfs -u -k all

    # The timer of an emulated machine may look broken to a kernel that checks it.
    cat >etc/default/grub <<'END'
GRUB_DEFAULT=0
GRUB_TIMEOUT=0
GRUB_TERMINAL=console
GRUB_DISABLE_OS_PROBER=true
GRUB_CMDLINE_LINUX_DEFAULT="quiet"
GRUB_CMDLINE_LINUX="console=ttyS0 no_timer_check mitigations=off"
END
    mkdir -p boot/grub/i386-pc
    cp usr/lib/grub/i386-pc/*.mod usr/lib/grub/i386-pc/*.lst boot/grub/i386-pc/
    cat >boot/grub/grub.cfg <<'END'
search --no-floppy --label cloudimg-root --set=root
linux /vmlinuz root=LABEL=cloudimg-root ro console=ttyS0 no_timer_check mitigations=off quiet
initrd /initrd.img
boot
END

    # To log in takes half as long like this.
    printf 'UsePAM no\nKexAlgorithms curve25519-sha256\n' >etc/ssh/sshd_config.d/quick.conf
    rm -f etc/ssh/ssh_host_*
    ssh-keygen -q -t ed25519 -N '' -C pve -f etc/ssh/ssh_host_ed25519_key
    ssh-keygen -q -t ed25519 -N '' -C test -f "$work/key"
    mkdir -p root/.ssh
    chmod 0700 root/.ssh
    cp "$work/key.pub" root/.ssh/authorized_keys
    cd - >/dev/null
}

rm -rf --one-file-system "$work"
mkdir -p "$work"
set -- --variant=minbase --mode=root --include="$packages" --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"'
for part in man doc locale; do
    set -- "$@" --dpkgopt="path-exclude=/usr/share/$part/*"
done
proxies=$(apt-config dump | sed -n 's/^\(Acquire::https\{0,1\}::Proxy .*\);$/\1/p')
if [ -n "$proxies" ]; then
    set -- "$@" --aptopt="$proxies"
fi
# shellcheck disable=SC2016 # mmdebstrap's own $1
set -- "$@" --essential-hook='echo "zfs-dkms zfs-dkms/note-incompatible-licenses note true" | chroot "$1" debconf-set-selections'
sources | DEBIAN_FRONTEND=noninteractive mmdebstrap "$@" bookworm "$tree" -
ls "$tree"/lib/modules/*/updates/dkms/zfs.ko >&2
finish
python3 "$maker" "$tree" "$work/disk.raw" "$work/disk.qcow2" 6144 own
echo "* $(cut -d' ' -f1-2 "$tree/etc/ssh/ssh_host_ed25519_key.pub")" >"$target.hosts"
mv "$work/key" "$target.key"
mv "$work/disk.qcow2" "$target"
rm -rf --one-file-system "$work"
