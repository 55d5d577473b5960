# shellcheck shell=sh
# Shell functions for features and application scripts. Phoenix copies this file beside every script that it runs in a guest;
# a script takes it in with:  . ./phoenix.sh
#
#   log TEXT...              a line for the run's log
#   fail TEXT...             a line for the run's log, and the script ends with exit code 1
#   setting FILTER           a value of this guest's part of the configuration, by a filter of jq: setting .network_config.ip
#   parameter FILTER [DEFAULT]
#                            the same of this feature's or script's own parameters, else of the guest's 'parameters', else DEFAULT
#   is_installed PACKAGE...  exit code 0 if every package is installed
#   apt_refresh              fetches the package lists, unless that was done within the last day
#   apt_install PACKAGE...   installs what is missing of the packages
#   write_file PATH [MODE]   makes standard input the content of a file
#   fetch_file URL SHA256 PATH
#                            downloads a file unless it is there, and keeps it only if its checksum is the one given
#
# Every function may be called again and then finds its work done. None of them tells whether it had something to do: a script
# that restarts a service only after a change leaves it with the old configuration if it is killed between the two.
# Plain POSIX sh, so that it runs in any guest.

# How long to wait for a package manager that somebody else is running, in seconds.
phoenix_apt_wait=${phoenix_apt_wait:-300}
phoenix_apt_stamp=/var/lib/phoenix/apt-lists-fetched

log() {
  printf '%s\n' "$*"
}

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

setting() {
  phoenix_value=$(jq --raw-output "$1" "$PHOENIX_CONFIG")
  [ "$phoenix_value" != null ] || fail "this guest's configuration has no $1"
  printf '%s\n' "$phoenix_value"
}

parameter() {
  phoenix_own=${PHOENIX_DIR:-.}/parameters.json
  [ -f "$phoenix_own" ] || phoenix_own=/dev/null
  phoenix_value=$(jq --null-input --raw-output --slurpfile own "$phoenix_own" --slurpfile guest "$PHOENIX_CONFIG" \
    "(\$guest[0].parameters // {}) + (\$own[0] // {}) | $1")
  if [ "$phoenix_value" = null ]; then
    [ $# -gt 1 ] || fail "the parameter $1 is missing; write it under 'parameters'"
    phoenix_value=$2
  fi
  printf '%s\n' "$phoenix_value"
}

is_installed() {
  for phoenix_package in "$@"; do
    # shellcheck disable=SC2016  # the dollar sign is dpkg-query's
    phoenix_status=$(dpkg-query --show --showformat='${db:Status-Status}' "$phoenix_package" 2>/dev/null) || return 1
    [ "$phoenix_status" = installed ] || return 1
  done
}

# apt-get waits for dpkg's lock by itself; a configuration file that somebody has changed stays as it is.
phoenix_apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get --quiet --quiet --yes \
    --option DPkg::Lock::Timeout="$phoenix_apt_wait" \
    --option Dpkg::Use-Pty=0 \
    --option Dpkg::Options::=--force-confdef \
    --option Dpkg::Options::=--force-confold \
    --option Acquire::Retries=3 \
    --option APT::Update::Error-Mode=any \
    "$@"
}

apt_refresh() {
  if [ -n "$(find "$phoenix_apt_stamp" -mmin -1440 2>/dev/null)" ]; then
    return 0
  fi
  phoenix_apt_fetch
}

# The lists have a lock of their own that apt-get does not wait for: hence the tries. A mirror in the middle of an update is over
# it after a while, too.
phoenix_apt_fetch() {
  log "fetching the package lists"
  phoenix_deadline=$(($(date +%s) + phoenix_apt_wait))
  phoenix_tries=0
  until phoenix_said=$(phoenix_apt_get update 2>&1); do
    phoenix_tries=$((phoenix_tries + 1))
    case $phoenix_said in
      *"lists/lock"*) ;;
      *) [ "$phoenix_tries" -lt 3 ] || fail "cannot fetch the package lists: $phoenix_said" ;;
    esac
    [ "$(date +%s)" -lt "$phoenix_deadline" ] || fail "cannot fetch the package lists: $phoenix_said"
    sleep 2
  done
  mkdir -p "${phoenix_apt_stamp%/*}"
  : >"$phoenix_apt_stamp"
}

apt_install() {
  if is_installed "$@"; then
    log "already installed: $*"
    return 0
  fi
  apt_refresh
  log "installing: $*"
  if phoenix_apt_get --no-install-recommends install "$@"; then
    return 0
  fi
  # What an earlier, killed run has left half done is finished first. Lists of some hours ago may name files that the mirror has
  # replaced: fetched anew, they are right.
  log "trying once more"
  DEBIAN_FRONTEND=noninteractive dpkg --force-confdef --force-confold --configure --pending
  phoenix_apt_fetch
  phoenix_apt_get --no-install-recommends install "$@" || fail "cannot install: $*"
}

write_file() {
  phoenix_path=$1
  phoenix_mode=${2:-0644}
  mkdir -p "$(dirname "$phoenix_path")"
  phoenix_new=$(mktemp "$phoenix_path.XXXXXX")
  cat >"$phoenix_new"
  if [ -f "$phoenix_path" ] && cmp -s "$phoenix_new" "$phoenix_path"; then
    rm -f "$phoenix_new"
    chmod "$phoenix_mode" "$phoenix_path"
    return 0
  fi
  chmod "$phoenix_mode" "$phoenix_new"
  mv -f "$phoenix_new" "$phoenix_path"
  log "wrote $phoenix_path"
}

fetch_file() {
  phoenix_path=$3
  if [ -f "$phoenix_path" ] && phoenix_sum_is "$phoenix_path" "$2"; then
    return 0
  fi
  mkdir -p "$(dirname "$phoenix_path")"
  phoenix_new=$(mktemp "$phoenix_path.XXXXXX")
  log "downloading $1"
  if ! curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$phoenix_new" "$1"; then
    rm -f "$phoenix_new"
    fail "cannot download $1"
  fi
  if ! phoenix_sum_is "$phoenix_new" "$2"; then
    phoenix_sum=$(sha256sum "$phoenix_new" | cut -d ' ' -f 1)
    rm -f "$phoenix_new"
    fail "$1 has the checksum $phoenix_sum, not $2: compare it with the publisher's before you write it down"
  fi
  mv -f "$phoenix_new" "$phoenix_path"
}

phoenix_sum_is() {
  [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ]
}
