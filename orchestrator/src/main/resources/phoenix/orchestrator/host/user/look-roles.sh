# Prints Proxmox's roles and who has them where, as its file says, if Phoenix made or set any: look-roles.sh FOLDER, that of its notes.
[ -f "$1/roles" ] || [ -f "$1/values" ] || exit 0
sed -n '/^role:/p; /^acl:/p' /etc/pve/user.cfg
