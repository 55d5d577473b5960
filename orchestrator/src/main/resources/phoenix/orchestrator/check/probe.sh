# shellcheck disable=SC2317 # the kinds are functions that are called by their names
# Looks at one thing, and says in what it is not as expected. Parameters: a kind, what to look at, and three for each expectation: a
# fact, a rule, a value. The rule "given" is no expectation but says how to look. Prints each fact as "fact: value", then a line
# "not as expected: ..." for each expectation that does not hold. Exit code 0 if all hold, 1 if not, 2 if nothing could be looked at.
set -u
kind=$1 of=$2
shift 2
facts=' '

fact() {
  eval "fact_$1=\$2"
  facts="$facts$1 "
}

# How to look: the value of a parameter with the rule "given", else what is said here. Called with all parameters behind it.
given() {
  wanted=$1 otherwise=$2
  shift 2
  while [ $# -ge 3 ]; do
    if [ "$1" = "$wanted" ] && [ "$2" = given ]; then
      printf '%s\n' "$3"
      return
    fi
    shift 3
  done
  printf '%s\n' "$otherwise"
}

unable() {
  echo "cannot look: $1"
  exit 2
}

need() {
  command -v "$1" >/dev/null 2>&1 || unable "there is no program $1 here"
}

# Whether a rule holds of a value.
holds() {
  found=$1 rule=$2 value=$3
  case $rule in
    is) [ "$found" = "$value" ] ;;
    isnot) [ "$found" != "$value" ] ;;
    like)
      # shellcheck disable=SC2254  # it is a pattern
      case $found in $value) ;; *) return 1 ;; esac
      ;;
    matches) printf '%s\n' "$found" | grep -E -q -e "$value" ;;
    atleast) [ "$found" -ge "$value" ] 2>/dev/null ;;
    between) [ "$found" -ge "${value%%-*}" ] 2>/dev/null && [ "$found" -le "${value##*-}" ] ;;
    has) case " $found " in *" $value "*) ;; *) return 1 ;; esac ;;
    *) unable "there is no rule $rule" ;;
  esac
}

in_words() {
  case $1 in
    is) echo "not '$2'" ;;
    isnot) echo "which it must not be" ;;
    like) echo "which is not like '$2'" ;;
    matches) echo "which does not match '$2'" ;;
    atleast) echo "which is not $2 or more" ;;
    between) echo "which is not from ${2%%-*} to ${2##*-}" ;;
    has) echo "which has no '$2'" ;;
  esac
}

look_at_command() {
  said=$(/bin/sh -c "$of" 2>&1)
  fact exit_code $?
  fact output "$said"
}

look_at_http() {
  need curl
  body=$(mktemp) || unable "no file can be made in /tmp"
  trap 'rm -f "$body"' EXIT
  insecure=
  [ "$(given tls verify "$@")" != any ] || insecure=--insecure
  # shellcheck disable=SC2086  # one word or none
  status=$(curl --silent --show-error --max-time 10 $insecure --output "$body" --write-out '%{http_code}' -- "$of" 2>"$body.said")
  code=$?
  said=$(cat "$body.said" 2>/dev/null)
  rm -f "$body.said"
  [ "$code" -eq 0 ] || fact error "$said"
  fact status "$status"
  fact body "$(head -c 65536 "$body" | tr -d '\000')"
  case " $* " in *" certificate_days "*) ;; *) return ;; esac
  need openssl
  host=${of#*://} && host=${host%%/*}
  case $host in *:*) at=$host ;; *) at=$host:443 ;; esac
  ends=$(openssl s_client -connect "$at" -servername "${host%%:*}" </dev/null 2>/dev/null | openssl x509 -noout -enddate 2>/dev/null)
  if [ -n "$ends" ]; then
    fact certificate_days $((($(date -d "${ends#notAfter=}" +%s) - $(date +%s)) / 86400))
  else
    fact certificate_days none
  fi
}

look_at_tcp() {
  host=${of%:*} port=${of##*:}
  open=no
  if command -v bash >/dev/null 2>&1; then
    # shellcheck disable=SC2016  # the inner shell's
    timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$host" "$port" 2>/dev/null && open=yes
  else
    need nc
    nc -z -w 5 "$host" "$port" >/dev/null 2>&1 && open=yes
  fi
  fact open "$open"
}

look_at_dns() {
  server=$(given server '' "$@")
  if [ -z "$server" ]; then
    need getent
    fact addresses "$(getent ahosts "$of" | cut -d ' ' -f 1 | sort -u | tr '\n' ' ' | sed 's/ $//')"
  elif command -v dig >/dev/null 2>&1; then
    fact addresses "$( (
      dig +short +time=3 +tries=1 "@$server" "$of" A
      dig +short +time=3 +tries=1 "@$server" "$of" AAAA
    ) 2>/dev/null | grep -E '^[0-9a-fA-F:.]+$' | tr '\n' ' ' | sed 's/ $//')"
  else
    need nslookup
    fact addresses "$(nslookup "$of" "$server" 2>/dev/null | sed -n '/^Name:/,$s/^Address[ 0-9]*: *//p' | tr '\n' ' ' | sed 's/ $//')"
  fi
}

look_at_systemd() {
  need systemctl
  shown=$(systemctl show --property=LoadState --property=ActiveState --property=SubState --property=UnitFileState -- "$of" 2>/dev/null)
  fact loaded "$(printf '%s\n' "$shown" | sed -n 's/^LoadState=//p')"
  fact state "$(printf '%s\n' "$shown" | sed -n 's/^ActiveState=//p')"
  fact sub_state "$(printf '%s\n' "$shown" | sed -n 's/^SubState=//p')"
  fact enabled "$(printf '%s\n' "$shown" | sed -n 's/^UnitFileState=//p')"
}

# The same where a unit that does not exist is no fault.
look_at_service() {
  if ! command -v systemctl >/dev/null 2>&1; then
    fact state absent
    return
  fi
  look_at_systemd
  # shellcheck disable=SC2154  # set by fact
  # shellcheck disable=SC2034 # read by its name
  [ "$fact_loaded" = loaded ] || fact_state=absent
}

# By the program's name, or by the beginning of its command line.
look_at_process() {
  count=0 users=
  for process in /proc/[0-9]*; do
    [ "$process" != "/proc/$$" ] || continue
    name=$(cat "$process/comm" 2>/dev/null) || continue
    line=$(tr '\000' ' ' 2>/dev/null <"$process/cmdline") || line=
    case $line in "$of" | "$of "* | */"$of" | */"$of "*) ;; *) [ "$name" = "$of" ] || continue ;; esac
    count=$((count + 1))
    user=$(stat -c %U "$process" 2>/dev/null)
    case " $users " in *" $user "*) ;; *) users="${users:+$users }$user" ;; esac
  done
  fact count "$count"
  fact users "$users"
}

look_at_file() {
  type=absent
  if [ -d "$of" ]; then
    type=directory
  elif [ -f "$of" ]; then
    type='file'
  elif [ -S "$of" ]; then
    type=socket
  elif [ -e "$of" ] || [ -L "$of" ]; then
    type=other
  fi
  fact type "$type"
  [ "$type" != absent ] || return 0
  fact mode "$(stat -L -c %04a "$of" 2>/dev/null)"
  fact owner "$(stat -L -c %U "$of" 2>/dev/null)"
  fact group "$(stat -L -c %G "$of" 2>/dev/null)"
  fact size "$(stat -L -c %s "$of" 2>/dev/null)"
  [ "$type" != file ] || fact content "$(head -c 65536 "$of" 2>/dev/null | tr -d '\000')"
}

look_at_mount() {
  mounted=no
  while read -r source target fstype options rest; do
    target=$(printf '%b' "$target")
    if [ "$target" = "$of" ]; then
      mounted=yes
      fact source "$source"
      fact fstype "$fstype"
      fact options "$(printf '%s' "$options" | tr ',' ' ')"
    fi
  done </proc/self/mounts
  fact mounted "$mounted"
  [ "$mounted" = no ] || fact free_percent "$(df -P "$of" 2>/dev/null | awk 'NR == 2 && $2 > 0 {print int($4 * 100 / $2)}')"
}

look_at_package() {
  installed=no version=
  if command -v dpkg-query >/dev/null 2>&1; then
    # shellcheck disable=SC2016  # dpkg-query's own
    shown=$(dpkg-query --show --showformat='${db:Status-Status} ${Version}' -- "$of" 2>/dev/null)
    case $shown in "installed "*) installed=yes version=${shown#installed } ;; esac
  elif command -v rpm >/dev/null 2>&1; then
    version=$(rpm -q --queryformat '%{VERSION}-%{RELEASE}' -- "$of" 2>/dev/null) && installed=yes
  else
    need apk
    apk info -e "$of" >/dev/null 2>&1 && installed=yes && version=$(apk list -I "$of" 2>/dev/null | sed -n '1s/ .*//p')
  fi
  fact installed "$installed"
  fact version "$version"
}

look_at_user() {
  need getent
  entry=$(getent passwd "$of")
  if [ -z "$entry" ]; then
    fact exists no
    return
  fi
  fact exists yes
  fact uid "$(printf '%s' "$entry" | cut -d : -f 3)"
  fact home "$(printf '%s' "$entry" | cut -d : -f 6)"
  fact shell "$(printf '%s' "$entry" | cut -d : -f 7)"
  fact groups "$(id -Gn "$of" 2>/dev/null)"
}

look_at_docker() {
  need docker
  engine=$(timeout 10 docker version --format '{{.Server.Version}}' 2>&1) || engine="does not answer: $engine"
  fact engine "$engine"
  [ -n "$of" ] || return 0
  if shown=$(timeout 10 docker inspect --format '{{.State.Status}}|{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}|{{.Config.Image}}' -- "$of" 2>/dev/null); then
    fact state "${shown%%|*}"
    shown=${shown#*|}
    fact health "${shown%%|*}"
    fact image "${shown#*|}"
  else
    fact state absent
  fi
}

look_at_gpu() {
  need nvidia-smi
  shown=$(timeout 10 nvidia-smi --query-gpu=driver_version,name --format=csv,noheader 2>&1) || unable "nvidia-smi: $shown"
  fact count "$(printf '%s\n' "$shown" | grep -c .)"
  fact driver "$(printf '%s\n' "$shown" | cut -d , -f 1 | sort -u | tr '\n' ' ' | sed 's/ $//')"
  fact models "$(printf '%s\n' "$shown" | cut -d , -f 2- | sed 's/^ //')"
}

look_at_pool() {
  need zpool
  fact health "$(zpool list -H -o health -- "$of" 2>/dev/null || echo absent)"
}

look_at_profile() {
  [ -r /sys/kernel/security/apparmor/profiles ] || unable "this kernel has no AppArmor"
  loaded=no
  grep -q -F -e "$of (" /sys/kernel/security/apparmor/profiles && loaded=yes
  fact loaded "$loaded"
}

case $kind in
  command | http | tcp | dns | systemd | process | file | mount | package | user | docker | gpu | service | pool | profile) "look_at_$kind" "$@" ;;
  *) unable "there is no kind $kind" ;;
esac

# What may be long or private is shown only if something is expected of it.
for name in $facts; do
  case $name in
    body | content | output) case " $* " in *" $name "*) ;; *) continue ;; esac ;;
  esac
  eval "found=\$fact_$name"
  printf '%s: %s\n' "$name" "$(printf '%s' "$found" | head -c 2000)"
done
code=0
while [ $# -ge 3 ]; do
  if [ "$2" != given ]; then
    case $1 in *[!a-z_]*) unable "there is no fact $1" ;; esac
    eval "found=\${fact_$1-}"
    if ! holds "$found" "$2" "$3"; then
      case $facts in *" $1 "*) there="$1 is '$(printf '%s' "$found" | head -c 300 | tr '\n' ' ')'" ;; *) there="there is no $1" ;; esac
      printf 'not as expected: %s, %s\n' "$there" "$(in_words "$2" "$3")"
      code=1
    fi
  fi
  shift 3
done
exit "$code"
