#!/bin/sh
# Python with virtual environments under /opt, and an account that services run as. Verbs:
#   check  exit code 0 if all of it is there; changes nothing
#   apply  makes it so
#
# Parameters:
#   index_url      where Python's packages are; default pip's own choice
#   service_user   the account; default apiservice
#   packages       for a virtual environment /opt/api: a list of packages, each pinned: ["fastapi==0.116.1"]; default none
set -eu
. ./phoenix.sh

# pip takes its index from here.
PIP_INDEX_URL=$(parameter .index_url "")
if [ -n "$PIP_INDEX_URL" ]; then export PIP_INDEX_URL; else unset PIP_INDEX_URL; fi

user=$(parameter .service_user apiservice)
wanted=$(parameter '(.packages // []) | join("\n")')
venv=/opt/api
# What is there was installed for this list.
stamp=$venv/.phoenix-packages

pinned() {
  printf '%s\n' "$wanted" | while read -r package; do
    case $package in
      *==*) ;;
      *) fail "the parameter .packages names '$package' without a version; write NAME==VERSION" ;;
    esac
  done
}

check() {
  is_installed python3 python3-venv python3-pip || { log "packages are missing"; return 1; }
  id "$user" >/dev/null 2>&1 || { log "there is no account $user"; return 1; }
  [ -n "$wanted" ] || return 0
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] || { log "$venv does not hold the packages wanted"; return 1; }
  "$venv/bin/pip" --disable-pip-version-check check >/dev/null || { log "packages in $venv do not fit each other"; return 1; }
}

apply() {
  apt_install python3 python3-venv python3-pip
  if ! id "$user" >/dev/null 2>&1; then
    useradd --system --home-dir "/var/lib/$user" --create-home --shell /usr/sbin/nologin "$user"
    log "made the account $user"
  fi
  [ -n "$wanted" ] || return 0
  pinned
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  printf '%s\n' "$wanted" | "$venv/bin/pip" --disable-pip-version-check --quiet install --requirement /dev/stdin ||
    fail "cannot install the packages into $venv"
  printf '%s\n' "$wanted" | write_file "$stamp"
}

case ${1:-} in
  check) check ;;
  apply) apply ;;
  *) fail "usage: feature.sh check|apply" ;;
esac
