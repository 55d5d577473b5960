# Prints for each path that is named, and each of which Phoenix noted that it set owner or mode, if it is there: folder or other, its owner, its
# mode, the path: look-folders.sh FOLDER PATH..., FOLDER being that of the notes.
show() {
    if [ -d "$1" ]; then
        stat -c 'folder %U:%G %a %n' -- "$1"
    elif [ -e "$1" ]; then
        stat -c 'other %U:%G %a %n' -- "$1"
    fi
}
notes=$1
shift
for path; do show "$path"; done
[ -f "$notes/values" ] || exit 0
sed -n 's/^\(owner\|mode\) of folder \(.*\)\t[^\t]*$/\2/p' "$notes/values" | sort -u |
    while IFS= read -r path; do show "$path"; done
