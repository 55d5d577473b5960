# Prints the storages that Phoenix defined, and for each which guests have something on it.
[ -f /var/lib/phoenix/storages ] || exit 0
while read -r storage; do
    echo "ours $storage"
    grep -l -E "^[a-z]+[0-9]*: (file=)?$storage:" /etc/pve/nodes/*/lxc/*.conf /etc/pve/nodes/*/qemu-server/*.conf |
        sed "s|.*/\([0-9]*\)\.conf$|used $storage \1|"
done </var/lib/phoenix/storages
