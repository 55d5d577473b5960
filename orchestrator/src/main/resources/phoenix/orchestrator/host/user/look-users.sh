# Prints, of the users that are named, of those that Phoenix made, and of those that have keys of ours: that there is an account, whether it is
# locked, a digest of the password's hash, the keys of ours.
ours=$(getent passwd | awk -F: '$5 ~ /^made by Phoenix/ { print $1 }')
for user in $ours; do printf 'ours\t%s\n' "$user"; done
keepers=$(getent passwd | while IFS=: read -r user _ _ _ _ home _; do
    [ ! -f "$home/.ssh/authorized_keys" ] || ! grep -q '^# Phoenix: begin' "$home/.ssh/authorized_keys" || echo "$user"
done)
for user in $keepers; do printf 'keeper\t%s\n' "$user"; done
today=$(($(date +%s) / 86400))
# shellcheck disable=SC2086 # names of users hold no blanks
for user in $(printf '%s\n' "$@" $ours $keepers | sort -u); do
    home=$(getent passwd "$user" | cut -d: -f6)
    [ -n "$home" ] || continue
    printf 'account\t%s\t%s\n' "$user" "$home"
    printf 'hash\t%s\t%s\n' "$user" "$(getent shadow "$user" | cut -d: -f2 | tr -d '\n' | sha256sum | cut -d' ' -f1)"
    expiry=$(getent shadow "$user" | cut -d: -f8)
    [ -n "$expiry" ] && [ "$expiry" -le "$today" ] && printf 'expired\t%s\tyes\n' "$user"
    [ -f "$home/.ssh/authorized_keys" ] &&
        sed -n '/^# Phoenix: begin/,/^# Phoenix: end/{/^# Phoenix:/!p}' "$home/.ssh/authorized_keys" |
        sed "s/^/key	$user	/"
done
exit 0
