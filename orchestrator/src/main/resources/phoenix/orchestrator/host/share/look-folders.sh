# Prints for each path that is there: folder or other, its owner, its mode, the path.
for path; do
    if [ -d "$path" ]; then
        stat -c 'folder %U:%G %a %n' -- "$path"
    elif [ -e "$path" ]; then
        stat -c 'other %U:%G %a %n' -- "$path"
    fi
done
