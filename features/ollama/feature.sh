#!/bin/sh
# Ollama, with a systemd unit. Verbs:
#   check  exit code 0 if all of it is there; changes nothing
#   apply  makes it so
#
# Settings of the service belong into a drop-in of the unit, /etc/systemd/system/ollama.service.d/*.conf.
#
# Parameters:
#   version   required, such as "0.11.10"
#   sha256    checksum of ollama-linux-ARCHITECTURE.tgz of that version; required
#   mirror    where the archives are; default https://github.com/ollama/ollama/releases/download
set -eu
. ./phoenix.sh

version=$(parameter .version)
sha256=$(parameter .sha256)
mirror=$(parameter .mirror https://github.com/ollama/ollama/releases/download)
home=/opt/ollama
unit=/etc/systemd/system/ollama.service

unit_content() {
  cat <<END
[Unit]
Description=Ollama serves language models
After=network-online.target
Wants=network-online.target

[Service]
User=ollama
Group=ollama
ExecStart=$home/current/bin/ollama serve
Restart=on-failure
RestartSec=5
NoNewPrivileges=yes
ProtectHome=yes
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
END
}

same() {
  [ -f "$1" ] && cmp -s - "$1"
}

check() {
  [ "$(readlink "$home/current" 2>/dev/null)" = "$version" ] || { log "Ollama $version is not installed"; return 1; }
  [ -x "$home/current/bin/ollama" ] || { log "$home/current/bin/ollama is missing"; return 1; }
  [ "$(readlink /usr/local/bin/ollama)" = "$home/current/bin/ollama" ] || { log "the command ollama is missing"; return 1; }
  id ollama >/dev/null 2>&1 || { log "there is no account ollama"; return 1; }
  unit_content | same "$unit" || { log "$unit differs"; return 1; }
  systemctl is-enabled --quiet ollama || { log "Ollama is not enabled"; return 1; }
  systemctl is-active --quiet ollama || { log "Ollama does not run"; return 1; }
}

install_version() {
  archive=/var/cache/phoenix/ollama-$version.tgz
  fetch_file "$mirror/v$version/ollama-linux-$(dpkg --print-architecture).tgz" \
    "$sha256" "$archive"
  # Beside the old one, which stays whole until the link is turned.
  rm -rf "$home/$version.new"
  mkdir -p "$home/$version.new"
  tar --extract --gzip --file "$archive" --directory "$home/$version.new" --no-same-owner
  rm -rf "${home:?}/$version"
  mv "$home/$version.new" "$home/$version"
  ln -sfn "$version" "$home/current"
  rm -f "$archive"
  find "$home" -mindepth 1 -maxdepth 1 -type d ! -name "$version" -exec rm -rf {} +
  log "installed Ollama $version"
}

apply() {
  if ! id ollama >/dev/null 2>&1; then
    useradd --system --home-dir /var/lib/ollama --create-home --shell /usr/sbin/nologin ollama
    log "made the account ollama"
  fi
  if [ "$(readlink "$home/current" 2>/dev/null)" != "$version" ] || [ ! -x "$home/current/bin/ollama" ]; then
    install_version
  fi
  ln -sfn "$home/current/bin/ollama" /usr/local/bin/ollama
  unit_content | write_file "$unit"
  systemctl daemon-reload
  systemctl enable --quiet ollama
  systemctl restart ollama || fail "Ollama does not start; see journalctl --unit ollama in the guest"
}

case ${1:-} in
  check) check ;;
  apply) apply ;;
  *) fail "usage: feature.sh check|apply" ;;
esac
