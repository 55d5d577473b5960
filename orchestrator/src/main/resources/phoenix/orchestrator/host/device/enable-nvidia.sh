# Makes NVIDIA's devices at every boot, and now where the driver of the named version can run: enable-nvidia.sh UNIT VERSION.
set -eu
systemctl daemon-reload
systemctl enable "$1"
loaded=$(cat /sys/module/nvidia/version 2>/dev/null || nvidia-smi --query-gpu=driver_version --format=csv,noheader | head -n 1)
if [ "$loaded" = "$2" ] || { [ -z "$loaded" ] && [ ! -d /sys/module/nouveau ] && modprobe nvidia; }; then
    systemctl restart "$1"
fi
