# Prints Phoenix's files of AppArmor in base64, the profiles in force, and whether this kernel has AppArmor.
for file in /etc/apparmor.d/phoenix-host-*; do
    case $file in *'*' | *.phoenix-new) continue ;; esac
    echo "file ${file#/etc/apparmor.d/phoenix-host-} $(base64 -w0 "$file")"
done
[ -f /etc/apparmor.d/tunables/phoenix ] && echo "file variables $(base64 -w0 /etc/apparmor.d/tunables/phoenix)"
if [ -r /sys/kernel/security/apparmor/profiles ]; then
    echo 'kernel yes'
    sed -n 's/ ([a-z]*)$//; s/^/loaded /p' /sys/kernel/security/apparmor/profiles
fi
