# Makes a user of Samba: make-samba-user.sh USER. Standard input: the password, twice; nothing for none. One who cannot log in to the node
# is enough.
set -eu
getent passwd "$1" >/dev/null || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin -- "$1"
password=$(cat)
[ -z "$password" ] || printf '%s\n' "$password" | smbpasswd -s -a "$1" >/dev/null
