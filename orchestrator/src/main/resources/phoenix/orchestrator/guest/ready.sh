# Says whether a guest is ready for work. Parameters: an interface, an address that it must have (or "dhcp" for any), a gateway (or
# "none"). Exit code 0 when it is; else 3, and one line that says what is missing.
interface=$1 address=$2 gateway=$3
missing() {
  echo "$1"
  exit 3
}
if command -v systemctl >/dev/null; then
  state=$(systemctl is-system-running 2>/dev/null)
  case $state in
    running | degraded) ;;
    *) missing "init is ${state:-not answering}" ;;
  esac
fi
addresses=$(ip -o addr show dev "$interface" scope global 2>/dev/null)
if [ "$address" = dhcp ]; then
  [ -n "$addresses" ] || missing "$interface has no address"
else
  case "$addresses" in
    *" $address "*) ;;
    *) missing "$interface does not have the address $address" ;;
  esac
fi
if [ "$gateway" != none ]; then
  ip route show default | grep -q "via $gateway " || missing "there is no route by the gateway $gateway"
fi
grep -q '^nameserver' /etc/resolv.conf 2>/dev/null || missing "no name server is set"
