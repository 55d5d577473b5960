# Installs packages. What an interrupted run left half done is finished first.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
# It waits for one who is still at work, such as an interrupted run's apt-get; dpkg itself does not.
apt-get -qq -o DPkg::Lock::Timeout=120 check >/dev/null 2>&1 || true
dpkg --force-confold --configure -a
apt-get -o DPkg::Lock::Timeout=120 update
apt-get -y -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold --no-install-recommends install "$@"
