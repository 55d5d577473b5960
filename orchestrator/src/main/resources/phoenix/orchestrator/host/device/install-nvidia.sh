# Installs NVIDIA's driver for all kernels that are installed: install-nvidia.sh VERSION [URL [SHA256]]. Without a URL from the
# distribution's packages. DKMS builds it anew for every kernel that comes later. Nothing is loaded or unloaded that guests use.
set -eu
version=$1 url=${2-} checksum=${3-}
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
install() {
    apt-get -y -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold --no-install-recommends install "$@"
}
# It waits for one who is still at work, such as an interrupted run's apt-get; dpkg itself does not.
apt-get -qq -o DPkg::Lock::Timeout=120 check >/dev/null 2>&1 || true
dpkg --force-confold --configure -a
headers=
for folder in /lib/modules/*/; do
    kernel=$(basename "$folder")
    if [ -d "$folder/kernel" ] && [ ! -e "$folder/build" ]; then
        for package in "proxmox-headers-$kernel" "pve-headers-$kernel" "linux-headers-$kernel" missing; do
            [ "$package" = missing ] || [ -n "$(apt-cache madison "$package")" ] || continue
            break
        done
        if [ "$package" = missing ]; then
            echo "no package brings the headers of kernel $kernel, without which the driver cannot be built for it" >&2
            exit 1
        fi
        headers="$headers $package"
    fi
done
# shellcheck disable=SC2086 # names of packages, which have no blanks
[ -z "$headers" ] || install $headers
if [ -z "$url" ]; then
    found=$(apt-cache madison nvidia-kernel-dkms | awk -F ' *[|] *' -v want="$version" 'index($2, want "-") == 1 || $2 == want { print $2; exit }')
    if [ -z "$found" ]; then
        offered=$(apt-cache madison nvidia-kernel-dkms | awk -F ' *[|] *' '{ print $2 }' | sort -u | tr '\n' ' ')
        echo "the package sources offer ${offered:-no nvidia-kernel-dkms at all; Debian has it in its component non-free}, and not $version" >&2
        exit 1
    fi
    install "nvidia-kernel-dkms=$found" nvidia-smi nvidia-modprobe nvidia-persistenced
    exit 0
fi
mkdir -p /var/cache/phoenix
file=/var/cache/phoenix/nvidia-$version.run
right() {
    [ -f "$1" ] && { [ -z "$checksum" ] || echo "$checksum  $1" | sha256sum --check --status; }
}
if ! right "$file"; then
    rm -f "$file"
    curl --fail --silent --show-error --location --retry 3 --output "$file.part" "$url"
    if ! right "$file.part"; then
        got=$(sha256sum "$file.part" | cut -d ' ' -f 1)
        rm -f "$file.part"
        echo "what $url holds has the checksum $got, and the file says $checksum; it is not run" >&2
        exit 1
    fi
    mv "$file.part" "$file"
fi
if ! sh "$file" --silent --dkms --no-x-check --no-cc-version-check >&2; then
    tail -n 15 /var/log/nvidia-installer.log >&2 || true
    echo "NVIDIA's installer failed; its log is /var/log/nvidia-installer.log" >&2
    exit 1
fi
for folder in /lib/modules/*/; do
    [ ! -d "$folder/kernel" ] || dkms install "nvidia/$version" -k "$(basename "$folder")" >&2
done
