#!/bin/sh
# Makes the guest a gateway to the service. It may run any number of times.
set -eu
. ./phoenix.sh

apt_install nginx-light

upstream=$(parameter .upstream)
sed "s|@UPSTREAM@|$upstream|g" site.conf | write_file /etc/nginx/sites-available/gateway
ln -sfn ../sites-available/gateway /etc/nginx/sites-enabled/gateway
rm -f /etc/nginx/sites-enabled/default

nginx -t -q || fail "nginx does not accept its configuration"
systemctl enable --quiet nginx
systemctl reload-or-restart nginx
log "passes requests on to $upstream"
