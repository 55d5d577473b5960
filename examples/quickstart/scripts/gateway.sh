#!/bin/sh
# Makes the guest a web server with one page that says which guest it is. It may run any number of times.
set -eu
. ./phoenix.sh

apt_install nginx

address=$(setting .network_config.ip)
system=$(. /etc/os-release && echo "$PRETTY_NAME")

sed -e "s|@ID@|$PHOENIX_GUEST_ID|g" \
  -e "s|@NAME@|$PHOENIX_GUEST_NAME|g" \
  -e "s|@ADDRESS@|${address%/*}|g" \
  -e "s|@SYSTEM@|$system|g" \
  index.html | write_file /var/www/gateway/index.html

write_file /etc/nginx/sites-available/gateway <site.conf
ln -sfn ../sites-available/gateway /etc/nginx/sites-enabled/gateway
rm -f /etc/nginx/sites-enabled/default

nginx -t -q || fail "nginx does not accept its configuration"
systemctl enable --quiet nginx
systemctl reload-or-restart nginx
log "nginx serves the page on http://${address%/*}/"
