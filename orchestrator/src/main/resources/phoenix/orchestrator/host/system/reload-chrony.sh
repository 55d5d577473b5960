# Tells chrony of changed servers, if it runs; it reads them when it starts anyway.
set -eu
if systemctl is-active --quiet chrony; then chronyc reload sources; fi
