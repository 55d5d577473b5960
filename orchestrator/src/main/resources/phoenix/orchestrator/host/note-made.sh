# Keeps in mind what Phoenix made, or that it is gone: note-made.sh FOLDER KIND +NAME|-NAME... Behind a name may stand a tab and a value, which
# takes the place of the one before.
set -eu
umask 077
file=$1/$2
folder=$1
shift 2
mkdir -p "$folder"
exec 9>"$folder/.lock"
flock 9
touch "$file"
tab=$(printf '\t')
for word; do
    name=${word#?}
    {
        name=${name%%"$tab"*} awk -F '\t' '$1 "" != ENVIRON["name"] ""' "$file"
        case $word in +*) printf '%s\n' "${word#?}" ;; esac
    } >"$file.new"
    mv "$file.new" "$file"
done
[ -s "$file" ] || rm "$file"
