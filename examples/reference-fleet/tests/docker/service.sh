#!/bin/sh
# Docker runs, will run after the next start, and answers.
set -eu
. ./phoenix.sh

systemctl is-active --quiet docker || fail "Docker does not run"
systemctl is-enabled --quiet docker || fail "Docker is not started with the guest"
log "Docker $(docker version --format '{{.Server.Version}}') answers"
