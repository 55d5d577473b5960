# Starts Samba's file server, now and at boot; if it will not run, says what it said.
set -eu
systemctl enable smbd >&2
if ! systemctl start smbd || ! systemctl --quiet is-active smbd; then
    journalctl --no-pager --lines=10 --unit=smbd --output=cat >&2 || true
    echo 'the server does not run' >&2
    exit 1
fi
