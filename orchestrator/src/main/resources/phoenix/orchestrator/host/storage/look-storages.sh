# Prints for each storage that Phoenix defined which guests have something on it: look-storages.sh FOLDER, that of its notes.
[ -f "$1/storages" ] || exit 0
while read -r storage; do
    grep -l -E "^[a-z]+[0-9]*: (file=)?$storage:" /etc/pve/nodes/*/lxc/*.conf /etc/pve/nodes/*/qemu-server/*.conf |
        sed "s|.*/\([0-9]*\)\.conf$|used $storage \1|"
done <"$1/storages"
