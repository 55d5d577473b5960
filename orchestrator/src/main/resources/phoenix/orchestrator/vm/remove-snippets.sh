# Lists, or removes, a VM's cloud-init documents that no VM's configuration names any more: neither as it is, nor pending, nor in a
# snapshot. Parameters: list or remove, the folder, the VM's ID.
set -eu
what=$1 folder=$2 id=$3
for file in "$folder"/phoenix-"$id"-*.yaml; do
  [ -e "$file" ] || continue
  grep -qsF -- "${file##*/}" /etc/pve/nodes/*/qemu-server/*.conf && continue
  case $what in
    list) echo "$file" ;;
    remove) rm -f -- "$file" ;;
  esac
done
