# Runs a program inside a VM for the guest agent. Parameters: a directory of ours, how many pieces of input are in it, the program and its
# arguments. While it is at work its output can be read from the file "output"; at the end all of it is printed, and the directory is gone.
set -u
umask 077
dir=$1 pieces=$2
shift 2
trap 'rm -rf "$dir"' EXIT
piece=0
while [ "$piece" -lt "$pieces" ]; do
  cat "$dir/$piece" >>"$dir/input" || exit 125
  rm -f "$dir/$piece"
  piece=$((piece + 1))
done
: >>"$dir/input"
# The program makes files as any other does: only what is ours is for root alone.
(umask 022 && exec "$@") <"$dir/input" >"$dir/output" 2>"$dir/errors"
code=$?
cat "$dir/output"
cat "$dir/errors" >&2
exit "$code"
