#!/bin/sh
# Lets Ollama answer other guests, keep its models in the shared folder, and have the models that 'models' names.
set -eu
. ./phoenix.sh

port=$(parameter .port)
models=$(parameter .models_folder)

[ -d "$models" ] || fail "$models is not there; it is a shared volume of the node"
runuser --user ollama -- test -w "$models" || fail "ollama may not write to $models; give the node's folder to the guest's user"

write_file /etc/systemd/system/ollama.service.d/phoenix.conf <<END
[Service]
Environment=OLLAMA_HOST=0.0.0.0:$port
Environment=OLLAMA_MODELS=$models
END
systemctl daemon-reload
systemctl restart ollama

export OLLAMA_HOST="127.0.0.1:$port"
tries=0
until ollama list >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || fail "Ollama does not answer on port $port; see journalctl --unit ollama in the guest"
  sleep 2
done

parameter '.models[]' | while read -r model; do
  if ! ollama show "$model" >/dev/null 2>&1; then
    log "fetching $model"
    ollama pull "$model" >/dev/null 2>&1 || fail "cannot fetch the model $model"
  fi
done
