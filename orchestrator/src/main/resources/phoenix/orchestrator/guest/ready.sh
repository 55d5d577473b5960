# Says whether a guest is ready for work. Parameters, five for each network: an interface, an IPv4 address that it must have ("dhcp" for
# any, "none" if it need not have one), an IPv4 gateway or "none", an IPv6 address or "none", an IPv6 gateway or "none".
# Exit code 0 when it is; else 3, and a line for each thing that is missing.
ready=0
missing() {
  echo "$1"
  ready=3
}
if command -v systemctl >/dev/null; then
  state=$(systemctl is-system-running 2>/dev/null)
  case $state in
    running | degraded) ;;
    *) missing "init is ${state:-not answering}" ;;
  esac
fi
addressed=no
while [ $# -ge 5 ]; do
  interface=$1 address=$2 gateway=$3 address6=$4 gateway6=$5
  shift 5
  case $address in
    none) ;;
    dhcp)
      addressed=yes
      [ -n "$(ip -o -4 addr show dev "$interface" scope global 2>/dev/null)" ] ||
        missing "$interface has no address by DHCP"
      ;;
    *)
      addressed=yes
      ip -o -4 addr show dev "$interface" 2>/dev/null | grep -qF " $address " ||
        missing "$interface does not have the address $address"
      ;;
  esac
  if [ "$address6" != none ]; then
    addressed=yes
    # An IPv6 address has many spellings: ip itself compares.
    [ -n "$(ip -o -6 addr show dev "$interface" to "${address6%/*}/128" 2>/dev/null)" ] ||
      missing "$interface does not have the address $address6"
  fi
  [ "$gateway" = none ] || [ -n "$(ip -4 route show default via "$gateway" 2>/dev/null)" ] ||
    missing "there is no route by the gateway $gateway"
  [ "$gateway6" = none ] || [ -n "$(ip -6 route show default via "$gateway6" 2>/dev/null)" ] ||
    missing "there is no route by the gateway $gateway6"
done
if [ $addressed = yes ]; then
  grep -q '^nameserver' /etc/resolv.conf 2>/dev/null || missing "no name server is set"
fi
exit $ready
