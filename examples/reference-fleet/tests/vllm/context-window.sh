#!/bin/sh
# The model knows its window, and a text that does not fit is refused instead of being cut.
set -eu
. ./phoenix.sh

url=http://localhost:$(parameter .port)/v1
model=$(parameter .served_model_name)
wanted=$(parameter .max_model_len)

window=$(curl --fail --silent --show-error --max-time 30 "$url/models" | jq '.data[0].max_model_len')
[ "$window" = "$wanted" ] || fail "the window is $window, not $wanted"

case $(parameter .kind) in
  chat) path=completions key=prompt ;;
  embedding) path=embeddings key=input ;;
esac
# A word is at least one token.
status=$(jq --null-input --arg model "$model" --arg key "$key" --argjson words "$((wanted + 100))" \
  '{model: $model, ($key): ([range($words) | "word"] | join(" "))}' |
  curl --silent --max-time 240 --output /dev/null --write-out '%{http_code}' --header 'Content-Type: application/json' --data @- "$url/$path")
[ "$status" = 400 ] || fail "a text of $((wanted + 100)) words got the status $status, not 400"
log "the window is $window, and too long a text is refused"
