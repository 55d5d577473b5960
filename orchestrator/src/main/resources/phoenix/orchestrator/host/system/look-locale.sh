# Prints the locales that there are, and the one of log-ins.
locale -a | sed 's/^/locale /'
sed -n 's/^LANG="\{0,1\}\([^"]*\)"\{0,1\}$/default \1/p' /etc/default/locale
