# Gives the lab's node disks that are loop devices, and a stand-in for lsblk's serial numbers, which loop devices have not.
set -e
mkdir -p /var/lib/lab-disks
[ -e /dev/loop-control ] || mknod /dev/loop-control c 10 237
for disk in a b c; do
    file=/var/lib/lab-disks/$disk.img
    [ -f $file ] || truncate -s 200M $file
    device=$(losetup -j $file | cut -d: -f1)
    if [ -z "$device" ]; then
        device=$(losetup -f)
        [ -e "$device" ] || mknod "$device" b 7 "${device#/dev/loop}"
        losetup "$device" $file
    fi
    ln -sfn "$device" /dev/lab-disk-$disk
done
cat >/usr/local/sbin/lsblk <<'X'
#!/bin/sh
# Stand-in for lsblk's serial numbers of loop devices; all else is lsblk's.
case "$*" in
*SERIAL*/dev/loop*) for last; do :; done; file=$(losetup -nO BACK-FILE "$last"); file=${file##*/}; echo "LAB-${file%.img}" ;;
*) exec /usr/bin/lsblk "$@" ;;
esac
X
chmod 755 /usr/local/sbin/lsblk
