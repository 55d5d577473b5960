# Prints the name of the release of Debian.
. /etc/os-release
echo "release $VERSION_CODENAME"
