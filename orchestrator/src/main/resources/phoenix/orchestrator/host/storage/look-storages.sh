# Prints for each storage that Phoenix defined which guests have something on it, and for those that are named the hash of the password that
# Proxmox keeps: look-storages.sh FOLDER [STORAGE...], the folder of its notes.
notes=$1
shift
for storage; do
    kept=/etc/pve/priv/storage/$storage.pw
    [ -f "$kept" ] || continue
    hash=$(sed -n 's/^password=//p' "$kept" | sha256sum)
    echo "password $storage ${hash%% *}"
done
[ -f "$notes/storages" ] || exit 0
while read -r storage; do
    grep -l -E "^[a-z]+[0-9]*: (file=)?$storage:" /etc/pve/nodes/*/lxc/*.conf /etc/pve/nodes/*/qemu-server/*.conf |
        sed "s|.*/\([0-9]*\)\.conf$|used $storage \1|"
done <"$notes/storages"
