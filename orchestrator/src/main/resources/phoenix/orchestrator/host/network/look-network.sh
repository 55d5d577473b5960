# Prints what is staged for the node's network against what is in force, whether a run of Phoenix's staged it, the bridges in force that
# Phoenix made, as their comment says, and what each bridge in force has, by the API's names.
folder=/etc/network
if command -v ifreload >/dev/null; then echo 'ifreload yes'; fi
[ ! -e "$folder/interfaces.phoenix-before" ] || echo "ours yes"
[ ! -e "$folder/interfaces.new" ] || diff -u "$folder/interfaces" "$folder/interfaces.new" | sed -n '3,$s/^\([-+]\)/staged \1/p'
[ ! -f "$folder/interfaces" ] || awk '/^$/ { name = "" } $1 == "iface" { name = $2 } name && /^#.*made by Phoenix/ { print "made " name }' "$folder/interfaces" | sort -u
[ ! -f "$folder/interfaces" ] || awk '
    $1 ~ /^(auto|allow-.*|mapping|source|source-directory)$/ { name = ""; next }
    $1 == "iface" { name = $2; family = $3; next }
    {
        option = $1
        gsub("-", "_", option)
        value = $0
        sub(/^[ \t]*[^ \t]+[ \t]*/, "", value)
        if (option == "bridge_ports") { there[name]; if (value == "none") value = "" }
        if (option == "bridge_vlan_aware") value = value == "yes" ? 1 : 0
        if (option == "address") option = "cidr"
        if (option ~ /^(cidr|gateway)$/ && family != "inet") next
        if (option ~ /^(bridge_ports|bridge_vlan_aware|mtu|cidr|gateway)$/) lines[name] = lines[name] "bridge " name " " option " " value "\n"
    }
    END { for (name in there) printf "%s", lines[name] }
' "$folder/interfaces"
