#!/bin/sh
# Makes a cloud image of a tree with a kernel, cloud-init and the guest agent in it: what belongs to one machine goes, and what would
# make the first start slow under software emulation is left out.
#
# cloud-image.sh TREE
set -eu

tree=$1
cd "$tree"

echo debian > etc/hostname
printf '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n' > etc/hosts
echo 'LABEL=cloudimg-root / ext4 rw,discard,errors=remount-ro,noatime 0 1' > etc/fstab
ln -sf /run/systemd/resolve/stub-resolv.conf etc/resolv.conf
: > etc/machine-id
rm -f var/lib/dbus/machine-id etc/ssh/ssh_host_*

mkdir -p etc/cloud/cloud.cfg.d etc/initramfs-tools/conf.d
cat > etc/cloud/cloud.cfg.d/95_lab.cfg <<'END'
datasource_list: [NoCloud, ConfigDrive, None]
locale: false
ssh_genkeytypes: [ed25519]
ssh: {emit_keys_to_console: false}
no_ssh_fingerprints: true
apt_preserve_sources_list: true
cloud_init_modules: [seed_random, bootcmd, write-files, growpart, resizefs, disk_setup, mounts, set_hostname, update_hostname, update_etc_hosts, ca-certs, users-groups, ssh]
cloud_config_modules: [set-passwords, ntp, timezone, runcmd]
cloud_final_modules: [package-update-upgrade-install, scripts-vendor, scripts-per-once, scripts-per-boot, scripts-per-instance, scripts-user, phone-home, final-message, power-state-change]
END

chroot . systemctl -q enable systemd-networkd systemd-resolved
chroot . systemctl -q mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
    e2scrub_reap.service fstrim.timer systemd-pstore.service getty@tty1.service cloud-init-hotplugd.socket \
    modprobe@drm.service modprobe@fuse.service sys-kernel-debug.mount sys-kernel-tracing.mount dev-hugepages.mount \
    dev-mqueue.mount systemd-binfmt.service systemd-timesyncd.service
chroot . systemctl -q set-default multi-user.target

units=etc/systemd/system
mkdir -p $units/systemd-networkd-wait-online.service.d $units/qemu-guest-agent.service.d
cat > $units/systemd-networkd-wait-online.service.d/lab.conf <<'END'
[Service]
ExecStart=
ExecStart=/lib/systemd/systemd-networkd-wait-online --any -4 --timeout=20
END
# The agent answers long before cloud-init has ended, so that whoever waits can be told what goes on.
cat > $units/qemu-guest-agent.service.d/lab.conf <<'END'
[Unit]
DefaultDependencies=no
After=systemd-remount-fs.service systemd-tmpfiles-setup.service
Before=shutdown.target
Conflicts=shutdown.target
END

cat > etc/initramfs-tools/conf.d/lab.conf <<'END'
MODULES=list
BUSYBOX=n
COMPRESS=lz4
KEYMAP=n
FSTYPE=ext4
END
printf 'virtio_pci\nvirtio_blk\nvirtio_scsi\nsd_mod\nsr_mod\ncdrom\nisofs\nata_piix\n' > etc/initramfs-tools/modules
chroot . update-initramfs -u -k all
