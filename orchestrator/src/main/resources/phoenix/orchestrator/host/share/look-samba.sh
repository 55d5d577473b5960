# Prints Phoenix's part of Samba's configuration, whether it is included, the shares of others, and whether the server runs.
[ -f /etc/samba/phoenix.conf ] && sed 's/^/ours /' /etc/samba/phoenix.conf
if [ -f /etc/samba/smb.conf ]; then
    grep -qE '^[[:space:]]*include[[:space:]]*=[[:space:]]*/etc/samba/phoenix\.conf[[:space:]]*$' /etc/samba/smb.conf && echo 'included yes'
    sed -n 's/^[[:space:]]*\[\(.*\)\][[:space:]]*$/theirs \1/p' /etc/samba/smb.conf
fi
echo "server $(systemctl is-active smbd)"
echo "boot $(systemctl is-enabled smbd)"
