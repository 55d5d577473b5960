# Runs a command at the far end of an SSH connection.
#
#   $1   a mark that nothing else prints
#   $2   after how many seconds the command is ended, should nobody be left to end it
#   ...  the command
#
# Standard error carries, beside the command's own, "<mark> <pid>" when it has started, so that it can be ended from
# another connection, and "<mark> <code>" when it has ended: ssh keeps a code for its own failures that a command may end with
# too, and now and then loses the code of a command over a shared connection.
mark=$1
limit=$2
shift 2
exec 3<&0
# The mark goes out before the command can say a word: whoever has heard of the command can end it.
(
  echo "$mark $(exec sh -c 'echo $PPID')" >&2
  exec timeout -k 5 "$limit" "$@"
) <&3 3<&- &
pid=$!
exec 3<&-
wait "$pid"
code=$?
echo "$mark $code" >&2
exit "$code"
