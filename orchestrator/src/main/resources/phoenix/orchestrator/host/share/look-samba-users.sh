# Prints which of the named users have an account, and what Samba keeps of their passwords.
for user; do
    getent passwd "$user" >/dev/null && echo "account $user"
    pdbedit -L -w -u "$user" 2>/dev/null | awk -F: -v user="$user" '$1 == user { print "hash", user, $4 }'
done
