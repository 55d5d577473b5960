#!/bin/sh
# The Docker engine with Compose. Verbs:
#   check  exit code 0 if all of it is there; changes nothing
#   apply  makes it so
#
# Parameters:
#   source           "distribution" (default): docker.io and Compose of Debian or Ubuntu;
#                    "docker": Docker's own packages, from a repository whose key must have the fingerprint known here
#   version          with source=docker: the version to pin, such as 5:28.4.0-1~ubuntu.24.04~noble; default the newest
#   storage_driver   default: what Docker chooses
#   log_max_size     of one log file of a container; default 10m
set -eu
. ./phoenix.sh

key_fingerprint=9DC858229FC7DD38854AE2D88D81803C0EBFCD88
keyring=/etc/apt/keyrings/docker.asc
sources=/etc/apt/sources.list.d/docker.list
pin=/etc/apt/preferences.d/docker
settings=/etc/docker/daemon.json

source=$(parameter .source distribution)
version=$(parameter .version "")
storage_driver=$(parameter .storage_driver "")
log_max_size=$(parameter .log_max_size 10m)

distribution() {
  # shellcheck disable=SC1091  # of the guest
  (. /etc/os-release && printf '%s %s\n' "$ID" "$VERSION_CODENAME")
}

# Ubuntu calls Compose docker-compose-v2; what Debian calls docker-compose is the same from Debian 13 on.
compose_package() {
  for candidate in docker-compose-v2 docker-compose; do
    if [ -n "$(apt-cache --names-only --quiet=2 search "^$candidate\$")" ]; then
      echo "$candidate"
      return
    fi
  done
}

packages() {
  case $source in
    distribution) echo docker.io iptables "$(compose_package)" ;;
    docker) echo docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin ;;
    *) fail "the parameter .source is '$source'; write \"distribution\" or \"docker\"" ;;
  esac
}

settings_content() {
  jq --null-input --arg size "$log_max_size" --arg driver "$storage_driver" \
    '{"log-driver": "json-file", "log-opts": {"max-size": $size, "max-file": "3"}, "live-restore": true}
     + if $driver == "" then {} else {"storage-driver": $driver} end'
}

sources_content() {
  distribution | while read -r id codename; do
    echo "deb [arch=$(dpkg --print-architecture) signed-by=$keyring] https://download.docker.com/linux/$id $codename stable"
  done
}

pin_content() {
  cat <<END
Package: docker-ce docker-ce-cli
Pin: version $version
Pin-Priority: 1001
END
}

same() {
  [ -f "$1" ] && cmp -s - "$1"
}

# Nothing of the repository is believed before its key is the right one.
key_is_right() {
  [ -f "$1" ] && [ "$(gpg --show-keys --with-colons "$1" 2>/dev/null | awk -F: '$1 == "fpr" { print $10; exit }')" = "$key_fingerprint" ]
}

add_repository() {
  apt_install gnupg
  if ! key_is_right "$keyring"; then
    key=$(mktemp)
    id=$(distribution | cut -d ' ' -f 1)
    curl --fail --silent --show-error --location --proto '=https' --output "$key" "https://download.docker.com/linux/$id/gpg" ||
      fail "cannot download the key of Docker's repository"
    key_is_right "$key" || fail "the key of Docker's repository has another fingerprint than $key_fingerprint"
    write_file "$keyring" <"$key"
    rm -f "$key"
  fi
  if [ -n "$version" ]; then
    pin_content | write_file "$pin"
  else
    rm -f "$pin"
  fi
  if ! sources_content | same "$sources"; then
    sources_content | write_file "$sources"
    phoenix_apt_fetch
  fi
}

check() {
  # shellcheck disable=SC2046  # a list of words
  is_installed $(packages) || { log "packages are missing"; return 1; }
  if [ "$source" = docker ] && [ -n "$version" ]; then
    # shellcheck disable=SC2016  # the dollar sign is dpkg-query's
    [ "$(dpkg-query --show --showformat='${Version}' docker-ce)" = "$version" ] || { log "docker-ce is not $version"; return 1; }
  fi
  settings_content | same "$settings" || { log "$settings differs"; return 1; }
  systemctl is-enabled --quiet docker || { log "Docker is not enabled"; return 1; }
  docker info >/dev/null 2>&1 || { log "Docker does not answer"; return 1; }
  if [ -n "$storage_driver" ]; then
    [ "$(docker info --format '{{.Driver}}')" = "$storage_driver" ] || { log "the storage driver is not $storage_driver"; return 1; }
  fi
}

apply() {
  settings_content | write_file "$settings"
  [ "$source" != docker ] || add_repository
  if [ "$storage_driver" = fuse-overlayfs ]; then
    apt_install fuse-overlayfs
  fi
  # shellcheck disable=SC2046  # a list of words
  apt_install $(packages)
  if [ "$source" = docker ] && [ -n "$version" ]; then
    phoenix_apt_get --no-install-recommends --allow-downgrades install "docker-ce=$version" "docker-ce-cli=$version" ||
      fail "cannot install Docker $version"
  fi
  dockerd --validate --config-file "$settings" >/dev/null || fail "Docker does not accept $settings"
  systemctl enable --quiet docker
  # A daemon that runs already may have been started with other settings.
  systemctl restart docker || fail "Docker does not start; see journalctl --unit docker in the guest"
}

case ${1:-} in
  check) check ;;
  apply) apply ;;
  *) fail "usage: feature.sh check|apply" ;;
esac
