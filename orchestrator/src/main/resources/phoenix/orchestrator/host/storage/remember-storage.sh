# Keeps in mind that a storage is Phoenix's, or not any more: remember-storage.sh add|drop STORAGE.
set -eu
mkdir -p /var/lib/phoenix
exec 9>/var/lib/phoenix/.storages-lock
flock 9
touch /var/lib/phoenix/storages
if [ "$1" = add ]; then
    { cat /var/lib/phoenix/storages; echo "$2"; } | sort -u >/var/lib/phoenix/storages.new
else
    grep -v -x -F "$2" /var/lib/phoenix/storages >/var/lib/phoenix/storages.new || true
fi
mv /var/lib/phoenix/storages.new /var/lib/phoenix/storages
