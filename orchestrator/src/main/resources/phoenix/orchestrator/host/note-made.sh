# Keeps in mind what Phoenix made, or that it is gone: note-made.sh FOLDER KIND +NAME|-NAME...
set -eu
file=$1/$2
folder=$1
shift 2
mkdir -p "$folder"
exec 9>"$folder/.lock"
flock 9
touch "$file"
for word; do
    {
        grep -vxF -e "${word#?}" "$file" || true
        case $word in +*) printf '%s\n' "${word#?}" ;; esac
    } >"$file.new"
    mv "$file.new" "$file"
done
[ -s "$file" ] || rm "$file"
