# The file by which Phoenix brought an AppArmor profile to the node. Parameters: "look" to print its path, or "remove" to take it
# out of the kernel and off the disk; the profile's name; the folder of profiles; the folder that a kernel with AppArmor shows.
# Nothing is printed, and nothing done, where there is no such file.
verb=$1 name=$2 folder=$3 kernel=$4
for file in "$folder"/phoenix-*; do
  [ -f "$file" ] || continue
  # The line that declares it: profile NAME ... {
  # shellcheck disable=SC2034 # what follows the name is of no interest
  grep -E '^[[:space:]]*profile[[:space:]]' "$file" | tr -d '"{' | while read -r word declared rest; do
    if [ "$declared" = "$name" ]; then
      echo found
    fi
  done | grep -q found || continue
  if [ "$verb" = look ]; then
    echo "$file"
  else
    if [ -d "$kernel" ] && command -v apparmor_parser >/dev/null; then
      apparmor_parser --remove "$file" || exit 1
    fi
    rm "$file"
  fi
done
exit 0
