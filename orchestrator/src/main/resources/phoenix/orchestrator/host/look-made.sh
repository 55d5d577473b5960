# Prints what Phoenix noted that it made, kind and name with a tab between; of paths only those that are still there: look-made.sh FOLDER
for file in "$1"/*; do
    case $file in *.new) continue ;; esac
    [ -f "$file" ] || continue
    while IFS= read -r name; do
        case $name in /*) [ -e "$name" ] || continue ;; esac
        printf '%s\t%s\n' "${file##*/}" "$name"
    done <"$file"
done
