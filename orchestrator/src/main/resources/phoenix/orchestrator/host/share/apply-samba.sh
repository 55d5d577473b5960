# Makes what it reads Phoenix's part of Samba's configuration; nothing to read takes it away. testparm judges the whole before any of it
# counts. A server that runs is told to read it again; no connection is cut.
set -eu
main=/etc/samba/smb.conf own=/etc/samba/phoenix.conf
work=$(mktemp -d)
trap 'rm -rf "$work" "$main.phoenix-new" "$own.phoenix-new"' EXIT
mkdir -p /etc/samba
cat >"$work/own"
[ -f "$main" ] || printf '[global]\n' >"$main"
grep -vE '^[[:space:]]*include[[:space:]]*=[[:space:]]*/etc/samba/phoenix\.conf[[:space:]]*$' "$main" >"$work/main" || true
if [ -s "$work/own" ]; then
    { cat "$work/main"; echo "   include = $work/own"; } >"$work/whole"
else
    cp "$work/main" "$work/whole"
fi
if ! testparm --suppress-prompt "$work/whole" >"$work/said" 2>&1 || grep -q 'Unknown parameter\|Ignoring unknown\|Ignoring badly formed' "$work/said"; then
    cat "$work/said" >&2
    grep -m1 -i 'unknown\|ignoring\|error\|fail' "$work/said" >&2 || true
    exit 1
fi
if [ -s "$work/own" ]; then
    install -m 0644 "$work/own" "$own.phoenix-new"
    mv "$own.phoenix-new" "$own"
    echo '   include = /etc/samba/phoenix.conf' >>"$work/main"
fi
if ! cmp -s "$work/main" "$main"; then
    cp -p "$main" "$main.phoenix-new"
    cat "$work/main" >"$main.phoenix-new"
    mv "$main.phoenix-new" "$main"
fi
[ -s "$work/own" ] || rm -f "$own"
if systemctl --quiet is-active smbd; then
    smbcontrol all reload-config >&2
fi
