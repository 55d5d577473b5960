# Prints from which address we came in (nothing if we are on the node itself), the firewall of the cluster and that of the named node; and if
# Phoenix made groups or sets in it, the files of all who may use them: look-session.sh NODE
[ -z "${SSH_CONNECTION:-}" ] || echo "from ${SSH_CONNECTION%% *}"
cluster=/etc/pve/firewall/cluster.fw node=/etc/pve/nodes/$1/host.fw
[ ! -f "$cluster" ] || sed 's/^/fw /' "$cluster"
[ ! -f "$node" ] || sed 's/^/own /' "$node"
grep -q '^\[.*\][[:space:]]*#[[:space:]]*made by Phoenix' "$cluster" || exit 0
for file in /etc/pve/firewall/*.fw /etc/pve/nodes/*/host.fw /etc/pve/sdn/firewall/*.fw; do
    case $file in "$cluster" | "$node") continue ;; esac
    [ ! -f "$file" ] || sed "s|^|other $file |" "$file"
done
