# Grows the root file system to the end of its disk. Parameter: check (whether there is nothing left to do), or apply.
set -eu
what=$1
root=$(readlink -f "$(findmnt -n -o SOURCE /)")
name=${root##*/}
kind=$(findmnt -n -o FSTYPE /)

# The partition's number and its disk; a file system on the whole disk has neither.
part=
disk=$name
if [ -r "/sys/class/block/$name/partition" ]; then
  part=$(cat "/sys/class/block/$name/partition")
  disk=$(basename "$(dirname "$(readlink -f "/sys/class/block/$name")")")
fi

# In sectors of 512 bytes. A partition ends up to 2 MiB before the disk does: there is the second table.
left() {
  [ -n "$part" ] || { echo 0; return; }
  end=$(($(cat "/sys/class/block/$name/start") + $(cat "/sys/class/block/$name/size")))
  echo $(($(cat "/sys/class/block/$disk/size") - end))
}

# Whether the file system is smaller than what it lies on by more than a tenth and 64 MiB: its own tables are less.
is_small() {
  blocks=$(stat -f -c %b /)
  bytes=$(stat -f -c %S /)
  have=$((blocks * bytes / 512))
  of=$(cat "/sys/class/block/$name/size")
  [ $((of - have)) -gt $((of / 10 + 131072)) ]
}

if [ "$what" = check ]; then
  [ "$(left)" -le 4096 ] && ! is_small
  exit
fi
if [ "$(left)" -gt 4096 ]; then
  growpart "/dev/$disk" "$part"
fi
case $kind in
  ext2 | ext3 | ext4) resize2fs "$root" ;;
  xfs) xfs_growfs / ;;
  btrfs) btrfs filesystem resize max / ;;
  *) echo "nothing here can grow a $kind" >&2; exit 1 ;;
esac
