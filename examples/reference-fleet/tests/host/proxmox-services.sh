#!/bin/sh
# The services that make the node a Proxmox VE run.
set -eu

failed=0
for service in pve-cluster pvedaemon pveproxy pvestatd pve-firewall; do
  if ! systemctl is-active --quiet "$service"; then
    echo "$service does not run" >&2
    failed=1
  fi
done
exit "$failed"
