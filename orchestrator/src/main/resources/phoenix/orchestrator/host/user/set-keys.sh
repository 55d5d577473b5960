# Lets the keys that it reads log in as a user, and leaves the keys that others put there: set-keys.sh USER
set -eu
home=$(getent passwd "$1" | cut -d: -f6)
group=$(id -gn "$1")
folder=$home/.ssh
file=$folder/authorized_keys
new=$file.phoenix-new
umask 077
mkdir -p "$folder"
chown "$1:$group" "$folder"
if [ -f "$file" ]; then sed '/^# Phoenix: begin/,/^# Phoenix: end/d' "$file"; fi >"$new"
keys=$(cat)
if [ -n "$keys" ]; then
    printf '# Phoenix: begin (changes made by hand between these lines do not last)\n%s\n# Phoenix: end\n' "$keys" >>"$new"
fi
chown "$1:$group" "$new"
mv "$new" "$file"
