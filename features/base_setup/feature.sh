#!/bin/sh
# What every guest should have. Verbs:
#   check  exit code 0 if all of it is there; changes nothing
#   apply  makes it so
set -eu
. ./phoenix.sh

packages="ca-certificates curl jq"
locale_file=/etc/default/locale
apt_file=/etc/apt/apt.conf.d/80phoenix

# C.UTF-8 is part of Debian's C library, so nothing has to be generated. The time zone stays as the template has it.
locale_content() {
  echo 'LANG=C.UTF-8'
}

# A timer that takes dpkg's lock in the middle of a script is the usual reason for a failed installation.
apt_content() {
  cat <<'END'
// The guest is kept up to date by whoever runs it; nothing is downloaded or installed by a timer.
APT::Periodic::Enable "0";
// No progress bars in logs.
Dpkg::Use-Pty "0";
END
}

has_lists() {
  [ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -print -quit)" ]
}

same() {
  [ -f "$1" ] && cmp -s - "$1"
}

check() {
  # shellcheck disable=SC2086  # a list of words
  is_installed $packages || { log "packages are missing"; return 1; }
  has_lists || { log "there are no package lists"; return 1; }
  locale_content | same "$locale_file" || { log "$locale_file differs"; return 1; }
  apt_content | same "$apt_file" || { log "$apt_file differs"; return 1; }
}

apply() {
  apt_content | write_file "$apt_file"
  locale_content | write_file "$locale_file"
  has_lists || phoenix_apt_fetch
  # shellcheck disable=SC2086  # a list of words
  apt_install $packages
}

case ${1:-} in
  check) check ;;
  apply) apply ;;
  *) fail "usage: feature.sh check|apply" ;;
esac
