# Prints which of the named users, and of those that Phoenix let in, have an account, and what Samba keeps of their passwords:
# look-samba-users.sh FOLDER USER..., FOLDER being that of the notes.
notes=$1
shift
# shellcheck disable=SC2046 # names of users hold no blanks
for user in "$@" $(cat "$notes/samba-users"); do
    getent passwd "$user" >/dev/null && echo "account $user"
    pdbedit -L -w -u "$user" 2>/dev/null | awk -F: -v user="$user" '$1 == user { print "hash", user, $4 }'
done
