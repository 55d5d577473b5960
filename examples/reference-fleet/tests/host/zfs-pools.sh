#!/bin/sh
# Every ZFS pool of the node is healthy.
set -eu

said=$(zpool status -x)
printf '%s\n' "$said"
[ "$said" = "all pools are healthy" ]
