# Prints what is staged for the node's network against what is in force, whether a run of Phoenix's staged it, and the bridges in force that
# Phoenix made, as their comment says.
folder=/etc/network
if command -v ifreload >/dev/null; then echo 'ifreload yes'; fi
[ ! -e "$folder/interfaces.phoenix-before" ] || echo "ours yes"
[ ! -e "$folder/interfaces.new" ] || diff -u "$folder/interfaces" "$folder/interfaces.new" | sed -n '3,$s/^\([-+]\)/staged \1/p'
[ ! -f "$folder/interfaces" ] || awk '/^$/ { name = "" } $1 == "iface" { name = $2 } name && /^#.*made by Phoenix/ { print "made " name }' "$folder/interfaces" | sort -u
