#!/bin/sh
# nginx as the fleet's only door: for every name in 'sites' a server NAME.DOMAIN with TLS that passes on to its address.
set -eu
. ./phoenix.sh

apt_install nginx openssl

domain=$(parameter .domain)
certificates=$(parameter .certificates)
more_sites=$(parameter .more_sites)
logs=$(parameter .logs)

certificate=$certificates/gateway.crt
key=$certificates/gateway.key

# A certificate that somebody has put there stays. Else one of our own, until there is a better one.
if [ ! -s "$certificate" ] || [ ! -s "$key" ]; then
  log "making a certificate of our own for *.$domain"
  mkdir -p "$certificates"
  (
    umask 077
    openssl req -x509 -newkey rsa:3072 -noenc -days 825 -subj "/CN=*.$domain" -addext "subjectAltName=DNS:*.$domain,DNS:$domain" \
      -keyout "$key" -out "$certificate" 2>/dev/null
  ) || fail "cannot make a certificate in $certificates"
fi

site() {
  cat <<END
server {
    listen 443 ssl;
    server_name $1.$domain;
    include /etc/nginx/proxy.conf;
    location / {
        proxy_pass $2;
    }
}

END
}

sites() {
  cat <<END
ssl_certificate $certificate;
ssl_certificate_key $key;
access_log $logs/access.log;
error_log $logs/error.log;

map \$http_upgrade \$connection_upgrade {
    default upgrade;
    ''      close;
}

server {
    listen 80 default_server;
    server_name _;
    location = /healthz {
        access_log off;
        return 200 "well\n";
    }
    location / {
        return 301 https://\$host\$request_uri;
    }
}

END
  parameter '.sites | to_entries[] | "\(.key) \(.value)"' | while read -r name address; do
    site "$name" "$address"
  done
  echo "include $more_sites/*.conf;"
}

mkdir -p "$logs" "$more_sites"
write_file /etc/nginx/proxy.conf <proxy.conf
sites | write_file /etc/nginx/sites-available/gateway
ln -sfn ../sites-available/gateway /etc/nginx/sites-enabled/gateway
rm -f /etc/nginx/sites-enabled/default

nginx -t -q || fail "nginx does not accept its configuration"
systemctl enable --quiet nginx
systemctl reload-or-restart nginx
log "nginx passes on: $(parameter '.sites | keys | join(" ")')"
