# Prints the packages that are installed, those of the named commands (or files) that are there, and what an upgrade would bring.
dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | sed -n 's/^ii *\(.*\)/package \1/p'
for command; do
    case $command in
    /*) [ -e "$command" ] && echo "command $command" ;;
    *) command -v "$command" >/dev/null && echo "command $command" ;;
    esac
done
find /var/lib/apt/lists -maxdepth 0 -mmin -1440 | sed 's/.*/lists fresh/'
apt-get -s -o Debug::NoLocking=1 dist-upgrade | sed -n 's/^Inst \([^ ]*\) \[\([^]]*\)\] (\([^ ]*\) .*/upgradable \1 \2 \3/p'
