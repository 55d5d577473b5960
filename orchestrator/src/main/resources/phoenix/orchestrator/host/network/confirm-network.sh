# Says that the new network is well: whoever started it reaches the node, and the gateway answers if one did before.
set -eu
folder=/etc/network
if [ ! -e "$folder/interfaces.phoenix-before" ]; then
    echo "the network was taken back, because nobody reached the node within a minute" >&2
    exit 1
fi
answered() {
    [ -s /run/phoenix-network-answered ] || return 0
    for gateway in $(ip -4 route show default | sed -n 's/.* via \([0-9.]*\).*/\1/p'); do
        if ping -c 1 -W 2 "$gateway" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}
tries=0
until answered; do
    tries=$((tries + 1))
    if [ "$tries" -ge 10 ]; then
        echo "no gateway answers any more; the node takes the change back by itself within a minute" >&2
        exit 1
    fi
    sleep 1
done
systemctl stop phoenix-network-guard.timer
rm -f "$folder/interfaces.phoenix-before" /run/phoenix-network-answered
