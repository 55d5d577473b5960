#!/bin/sh
# The model answers one question.
set -eu
. ./phoenix.sh

url=http://localhost:$(parameter .port)/v1
model=$(parameter .served_model_name)
ask() {
  jq --null-input --arg model "$model" "$2" |
    curl --fail --silent --show-error --max-time 120 --header 'Content-Type: application/json' --data @- "$url/$1"
}

case $(parameter .kind) in
  chat)
    # shellcheck disable=SC2016  # the dollar signs are jq's
    answer=$(ask chat/completions '{model: $model, max_tokens: 16, messages: [{role: "user", content: "Say hello."}]}')
    echo "$answer" | jq --exit-status '.choices[0].message.content | length > 0' >/dev/null || fail "the answer is empty: $answer"
    ;;
  embedding)
    # shellcheck disable=SC2016  # the dollar signs are jq's
    answer=$(ask embeddings '{model: $model, input: "hello"}')
    echo "$answer" | jq --exit-status '.data[0].embedding | length > 0' >/dev/null || fail "the answer has no numbers"
    ;;
esac
log "$model answers"
