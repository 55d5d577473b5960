#!/bin/sh
# vLLM in a virtual environment, and a unit that waits for its settings. Verbs:
#   check  exit code 0 if all of it is there; changes nothing
#   apply  makes it so
#
# The unit is not enabled here: which model it serves is written to /etc/vllm.args, one argument a line, by an application script.
#
# Parameters:
#   index_url      where Python's packages are; default pip's own choice
#   version        of vLLM; default 0.10.2
#   service_user   the account that it runs as; default apiservice, which the feature python_api_service makes
set -eu
. ./phoenix.sh

# pip takes its index from here.
PIP_INDEX_URL=$(parameter .index_url "")
if [ -n "$PIP_INDEX_URL" ]; then export PIP_INDEX_URL; else unset PIP_INDEX_URL; fi

version=$(parameter .version 0.10.2)
user=$(parameter .service_user apiservice)
venv=/opt/vllm
unit=/etc/systemd/system/vllm.service
start=/usr/local/lib/vllm-start

installed() {
  [ -x "$venv/bin/pip" ] || return 0
  "$venv/bin/pip" --disable-pip-version-check show vllm 2>/dev/null | sed -n 's/^Version: //p'
}

unit_content() {
  cat <<END
[Unit]
Description=vLLM serves a language model
After=network-online.target
Wants=network-online.target
ConditionPathExists=/etc/vllm.args

[Service]
User=$user
ExecStart=$start
EnvironmentFile=-/etc/vllm.env
Restart=on-failure
RestartSec=10
NoNewPrivileges=yes
ProtectHome=yes
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
END
}

# One argument a line, so that blanks in arguments stay what they are.
start_content() {
  cat <<END
#!/bin/sh
set --
while IFS= read -r argument; do
  set -- "\$@" "\$argument"
done </etc/vllm.args
exec $venv/bin/vllm serve "\$@"
END
}

same() {
  [ -f "$1" ] && cmp -s - "$1"
}

check() {
  [ "$(installed)" = "$version" ] || { log "vLLM $version is not installed in $venv"; return 1; }
  "$venv/bin/pip" --disable-pip-version-check check >/dev/null || { log "packages in $venv do not fit each other"; return 1; }
  unit_content | same "$unit" || { log "$unit differs"; return 1; }
  start_content | same "$start" || { log "$start differs"; return 1; }
}

apply() {
  # Parts of vLLM are compiled when it starts: for that it wants a compiler and Python's headers.
  apt_install gcc g++ python3-dev
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  if [ "$(installed)" != "$version" ]; then
    log "installing vLLM $version; this takes a while"
    "$venv/bin/pip" --disable-pip-version-check --quiet --no-cache-dir install "vllm==$version" || fail "cannot install vLLM $version"
  fi
  start_content | write_file "$start" 0755
  unit_content | write_file "$unit"
  systemctl daemon-reload
}

case ${1:-} in
  check) check ;;
  apply) apply ;;
  *) fail "usage: feature.sh check|apply" ;;
esac
