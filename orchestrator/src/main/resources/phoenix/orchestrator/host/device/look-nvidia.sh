# Prints NVIDIA's devices, the installed kernels with their headers and their module of NVIDIA's, what is loaded, and what nvidia-smi sees.
lspci -D -n -d 10de: | sed -n 's/^\([^ ]*\) 03[0-9a-f]*: .*/device \1/p'
for folder in /lib/modules/*/; do
    [ -d "$folder/kernel" ] || continue
    kernel=$(basename "$folder")
    [ -e "$folder/build" ] && headers=yes || headers=no
    echo "kernel $kernel $headers $(modinfo -k "$kernel" -F version nvidia)"
done
echo "loaded $(cat /sys/module/nvidia/version)"
[ ! -d /sys/module/nouveau ] || echo "nouveau loaded"
dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 'nvidia-kernel-*' | sed -n 's/^ii *\(.*\)/packaged \1/p'
dkms status -m nvidia | sed -n 's,^nvidia[/, ]*\([0-9][0-9.]*\).*,dkms \1,p' | sort -u
echo "unit $(systemctl is-enabled phoenix-nvidia.service)"
nvidia-smi --query-gpu=index,pci.bus_id,name,driver_version,persistence_mode --format=csv,noheader | sed -n 's/^[0-9]*, /gpu &/p'
for node in nvidiactl nvidia-uvm; do [ ! -e "/dev/$node" ] || echo "node /dev/$node"; done
find /dev -maxdepth 1 -name 'nvidia[0-9]*' | sort | sed 's/^/node /'
nvidia-smi --query-compute-apps=gpu_bus_id,pid --format=csv,noheader | while IFS=', ' read -r bus pid; do
    guest=$(sed -n 's,.*/lxc[./]*\([1-9][0-9]*\).*,container \1,p; s,.*/\([1-9][0-9]*\)\.scope.*,VM \1,p' "/proc/$pid/cgroup" | head -n 1)
    echo "user $bus ${guest:-process $pid of the node}"
done
