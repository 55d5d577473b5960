# Runs one script inside a guest. Parameters: seconds that it may run, its name, its arguments. Standard input: a tar archive
# with the script and its files. The exit code is the script's; 124 when it ran too long, 125 when it could not be begun.
set -u
umask 077
limit=$1 script=$2
shift 2

# One at a time: a script whose sender was killed may still be at work.
exec 9>/run/phoenix.lock
if ! flock --timeout "$limit" 9; then
  echo "another script of Phoenix still runs in this guest; waited $limit s for it" >&2
  exit 125
fi
find /tmp -maxdepth 1 -name 'phoenix.??????????' -user root -exec rm -rf {} +

dir=$(mktemp -d /tmp/phoenix.XXXXXXXXXX) || exit 125
trap 'rm -rf "$dir"' EXIT
tar --extract --file=- --directory="$dir" --no-same-owner || exit 125
cd "$dir" || exit 125
umask 022

begun=$(date +%s)
# The output goes to a file and is shown from there, so that the script does not end when nobody is left to read it.
: >.output
timeout=$(command -v timeout)
(
  # shellcheck source=/dev/null
  if [ -f .phoenix-environment ]; then
    . ./.phoenix-environment
    /bin/rm .phoenix-environment # the guest's own PATH may lead elsewhere by now
  fi
  export PHOENIX_DIR="$dir" PHOENIX_CONFIG="$dir/guest.json"
  exec "$timeout" --kill-after=10 "$limit" "./$script" "$@"
) >.output 2>&1 </dev/null 9>&- &
pid=$!
tail --lines=+1 --follow --sleep-interval=0.1 --pid="$pid" .output 9>&- &
shown=$!
wait "$pid"
code=$?
wait "$shown"
# A script that does not heed the polite signal is killed, and then timeout answers 137 instead of 124.
[ "$code" -ne 137 ] || [ $(($(date +%s) - begun)) -lt "$limit" ] || code=124
# 125 says that nothing was begun, and timeout itself says it too when it cannot begin.
if [ "$code" -eq 125 ]; then
  echo "the script ended with exit code 125"
  code=1
fi
exit "$code"
