# Prints the host name without its domain.
echo "name $(hostname -s)"
