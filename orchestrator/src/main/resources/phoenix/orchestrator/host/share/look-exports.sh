# Prints the exports of Phoenix's file, those of other files, those in force, and whether this kernel can serve NFS.
own=/etc/exports.d/phoenix.exports
[ -f "$own" ] && sed 's/^/ours /' "$own"
for file in /etc/exports /etc/exports.d/*.exports; do
    if [ -f "$file" ] && [ "$file" != "$own" ]; then
        sed 's/^/theirs /' "$file"
    fi
done
[ -f /var/lib/nfs/etab ] && sed 's/^\([^\t]*\)\t.*/inforce \1/' /var/lib/nfs/etab
if grep -qw nfsd /proc/filesystems || modinfo nfsd >/dev/null 2>&1; then echo 'kernel yes'; else echo 'kernel no'; fi
