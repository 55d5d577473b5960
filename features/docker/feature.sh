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
#   mirror           with source=docker: where Docker's repository is; default https://download.docker.com/linux
#   nvidia_mirror    where the repository of NVIDIA's container toolkit is; default https://nvidia.github.io/libnvidia-container
#   nvidia_version   of that toolkit; default the newest
#
# A guest with GPUs gets NVIDIA's runtime too: docker run --runtime nvidia, or --gpus all.
set -eu
. ./phoenix.sh

key_fingerprint=9DC858229FC7DD38854AE2D88D81803C0EBFCD88
keyring=/etc/apt/keyrings/docker.asc
sources=/etc/apt/sources.list.d/docker.list
pin=/etc/apt/preferences.d/docker
settings=/etc/docker/daemon.json
nvidia_fingerprint=C95B321B61E88C1809C4F759DDCAE044F796ECB0
nvidia_keyring=/etc/apt/keyrings/nvidia-container-toolkit.asc
nvidia_sources=/etc/apt/sources.list.d/nvidia-container-toolkit.list

source=$(parameter .source distribution)
version=$(parameter .version "")
storage_driver=$(parameter .storage_driver "")
log_max_size=$(parameter .log_max_size 10m)
mirror=$(parameter .mirror https://download.docker.com/linux)
nvidia_mirror=$(parameter .nvidia_mirror https://nvidia.github.io/libnvidia-container)
nvidia_version=$(parameter .nvidia_version "")

has_gpu() {
  [ -e /dev/nvidiactl ]
}

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
  gpu=false
  if has_gpu; then gpu=true; fi
  jq --null-input --arg size "$log_max_size" --arg driver "$storage_driver" --argjson gpu "$gpu" \
    '{"log-driver": "json-file", "log-opts": {"max-size": $size, "max-file": "3"}, "live-restore": true}
     + if $driver == "" then {} else {"storage-driver": $driver} end
     + if $gpu then {"runtimes": {"nvidia": {"path": "nvidia-container-runtime", "args": []}}} else {} end'
}

sources_content() {
  distribution | while read -r id codename; do
    echo "deb [arch=$(dpkg --print-architecture) signed-by=$keyring] $mirror/$id $codename stable"
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

# Nothing of a repository is believed before its key is the right one. Parameters: the key's file, its fingerprint.
key_is_right() {
  [ -f "$1" ] && [ "$(gpg --show-keys --with-colons "$1" 2>/dev/null | awk -F: '$1 == "fpr" { print $10; exit }')" = "$2" ]
}

# Parameters: the key's address, its fingerprint, its place.
add_key() {
  apt_install gnupg
  key_is_right "$3" "$2" && return
  key=$(mktemp)
  curl --fail --silent --show-error --location --proto '=https' --output "$key" "$1" || fail "cannot download the key $1"
  key_is_right "$key" "$2" || fail "the key $1 has another fingerprint than $2"
  write_file "$3" <"$key"
  rm -f "$key"
}

add_repository() {
  add_key "$mirror/$(distribution | cut -d ' ' -f 1)/gpg" "$key_fingerprint" "$keyring"
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

nvidia_sources_content() {
  echo "deb [signed-by=$nvidia_keyring] $nvidia_mirror/stable/deb/$(dpkg --print-architecture) /"
}

nvidia_is_right() {
  is_installed nvidia-container-toolkit || return 1
  # shellcheck disable=SC2016  # the dollar sign is dpkg-query's
  [ -z "$nvidia_version" ] ||
    [ "$(dpkg-query --show --showformat='${Version}' nvidia-container-toolkit)" = "$nvidia_version" ]
}

# In an unprivileged container the runtime must leave the control groups alone: the guest's devices are given to it already.
add_nvidia_runtime() {
  add_key "$nvidia_mirror/gpgkey" "$nvidia_fingerprint" "$nvidia_keyring"
  if ! nvidia_sources_content | same "$nvidia_sources"; then
    nvidia_sources_content | write_file "$nvidia_sources"
    phoenix_apt_fetch
  fi
  if ! nvidia_is_right; then
    phoenix_apt_get --no-install-recommends --allow-downgrades install \
      "nvidia-container-toolkit${nvidia_version:+=$nvidia_version}" || fail "cannot install NVIDIA's container toolkit"
  fi
  nvidia-ctk config --in-place --set nvidia-container-cli.no-cgroups=true || fail "cannot set up NVIDIA's container runtime"
}

check() {
  # shellcheck disable=SC2046  # a list of words
  is_installed $(packages) || { log "packages are missing"; return 1; }
  if [ "$source" = docker ] && [ -n "$version" ]; then
    # shellcheck disable=SC2016  # the dollar sign is dpkg-query's
    [ "$(dpkg-query --show --showformat='${Version}' docker-ce)" = "$version" ] || { log "docker-ce is not $version"; return 1; }
  fi
  if has_gpu; then
    nvidia_is_right || { log "NVIDIA's container toolkit is missing"; return 1; }
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
  if has_gpu; then
    add_nvidia_runtime
  fi
  # Older versions cannot say beforehand whether they accept their settings.
  if dockerd --help 2>/dev/null | grep -q -e '--validate'; then
    dockerd --validate --config-file "$settings" >/dev/null || fail "Docker does not accept $settings"
  fi
  systemctl enable --quiet docker
  # A daemon that runs already may have been started with other settings.
  systemctl restart docker || fail "Docker does not start; see journalctl --unit docker in the guest"
}

case ${1:-} in
  check) check ;;
  apply) apply ;;
  *) fail "usage: feature.sh check|apply" ;;
esac
