# Prints whether the package lists are fresh, and what an upgrade would bring.
find /var/lib/apt/lists -maxdepth 0 -mmin -1440 | sed 's/.*/lists fresh/'
apt-get -s -o Debug::NoLocking=1 dist-upgrade | sed -n 's/^Inst \([^ ]*\) \[\([^]]*\)\] (\([^ ]*\) .*/upgradable \1 \2 \3/p'
