# Upgrades all packages, as Proxmox wants it: with dist-upgrade.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
dpkg --force-confold --configure -a
apt-get -o DPkg::Lock::Timeout=120 update
touch /var/lib/apt/lists
apt-get -y -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold dist-upgrade
