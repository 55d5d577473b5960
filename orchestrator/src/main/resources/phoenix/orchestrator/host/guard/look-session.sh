# Prints from which address we came in (nothing if we are on the node itself), and the firewall of the cluster.
[ -z "${SSH_CONNECTION:-}" ] || echo "from ${SSH_CONNECTION%% *}"
[ ! -f /etc/pve/firewall/cluster.fw ] || sed 's/^/fw /' /etc/pve/firewall/cluster.fw
