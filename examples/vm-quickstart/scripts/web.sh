#!/bin/sh
# A page that says who serves it, served by what the image has already.
set -eu
. "$PHOENIX_DIR/phoenix.sh"

mkdir -p /srv/web
echo "<h1>Hello from $PHOENIX_GUEST_NAME</h1>" >/srv/web/index.html
cat >/etc/systemd/system/web.service <<'UNIT'
[Unit]
Description=A page of one line
After=network.target

[Service]
ExecStart=/usr/bin/python3 -m http.server 8080 --directory /srv/web
DynamicUser=yes

[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable web.service
systemctl restart web.service
