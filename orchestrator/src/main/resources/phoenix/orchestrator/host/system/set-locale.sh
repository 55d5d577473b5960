# Makes a locale and gives it to log-ins: set-locale.sh LOCALE
set -eu
case $1 in
*.UTF-8 | *.utf8) line="$1 UTF-8" ;;
*) line="$1 ISO-8859-1" ;;
esac
touch /etc/locale.gen
grep -qxF "$line" /etc/locale.gen || printf '%s\n' "$line" >>/etc/locale.gen
[ "$1" = C.UTF-8 ] || locale-gen
update-locale LANG="$1"
