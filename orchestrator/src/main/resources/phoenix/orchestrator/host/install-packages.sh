# Installs packages. What an interrupted run left half done is finished first.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
dpkg --force-confold --configure -a
apt-get -o DPkg::Lock::Timeout=120 update
apt-get -y -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold --no-install-recommends install "$@"
