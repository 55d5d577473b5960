#!/bin/sh
# Serves one model with vLLM. The feature vllm has brought the program and the unit; here it is told which model.
set -eu
. ./phoenix.sh

port=$(parameter .port)
models=$(parameter .models_folder)
user=$(systemctl show --property User --value vllm.service)
[ -n "$user" ] || fail "there is no unit vllm.service; the feature vllm of this guest's template brings it"

arguments() {
  # shellcheck disable=SC2016  # the dollar sign is jq's
  jq --raw-output '
    .parameters
    | .model,
      "--served-model-name", .served_model_name,
      "--port", .port,
      "--download-dir", .models_folder,
      "--max-model-len", .max_model_len,
      "--gpu-memory-utilization", .gpu_memory_utilization,
      (if .kind == "embedding" then "--runner", "pooling" else empty end),
      .arguments[]
    | tostring' "$PHOENIX_CONFIG"
}

[ -d "$models" ] || fail "$models is not there; it is a shared volume of the node"
runuser --user "$user" -- test -w "$models" || fail "$user may not write to $models; give the node's folder to the guest's user"

wanted=$(arguments) || fail "the parameters of the model are incomplete"
printf '%s\n' "$wanted" | write_file /etc/vllm.args
printf 'HF_HOME=%s/huggingface\n' "$models" | write_file /etc/vllm.env

systemctl enable --quiet vllm
systemctl restart vllm
log "vLLM loads $(parameter .model); it answers on port $port once that is done"
