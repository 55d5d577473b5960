# Runs a command and keeps its exit code in a file, also when Ctrl-C was pressed: tmux itself loses it now and then.
# Parameters: the file, the command, its arguments.
file=$1
shift
trap : INT
"$@"
echo "$?" >"$file.new"
mv "$file.new" "$file"
