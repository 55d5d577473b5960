# Prints the packages that are installed, and those of the named commands (or files) that are there.
dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | sed -n 's/^ii *\(.*\)/package \1/p'
for command; do
    case $command in
    /*) [ -e "$command" ] && echo "command $command" ;;
    *) command -v "$command" >/dev/null && echo "command $command" ;;
    esac
done
