# Sets a user's password to the hash that it reads: set-hash.sh USER
set -eu
read -r hash
printf '%s:%s\n' "$1" "$hash" | chpasswd -e
