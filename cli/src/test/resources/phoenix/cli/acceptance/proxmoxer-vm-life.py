"""The life of a VM without a system, driven by proxmoxer: a client that we did not write. Arguments: two IDs.
The API is named by the variables that 'phoenix lab env' prints."""

import os
import sys
import time
from urllib.parse import urlsplit

from proxmoxer import ProxmoxAPI
from proxmoxer.core import ResourceException

vmid, copy = sys.argv[1:]
endpoint = urlsplit(os.environ["PROXMOX_VE_ENDPOINT"])
lab = ProxmoxAPI(
    endpoint.hostname,
    port=endpoint.port,
    user=os.environ["PROXMOX_VE_USERNAME"],
    password=os.environ["PROXMOX_VE_PASSWORD"],
    verify_ssl=os.environ["LAB_CERTIFICATE"],
)
node = lab.nodes(lab.nodes.get()[0]["node"])


def done(upid):
    """Waits for a task and insists that it went well."""
    deadline = time.time() + 120
    while time.time() < deadline:
        status = node.tasks(upid).status.get()
        if status["status"] == "stopped":
            assert status["exitstatus"] == "OK", (upid, status)
            return
        time.sleep(0.1)
    raise AssertionError("still running: " + upid)


done(
    node.qemu.post(
        vmid=vmid,
        name="foreign-vm",
        memory=64,
        scsihw="virtio-scsi-single",
        scsi0="local-zfs:1",
        net0="virtio,bridge=vmbr0",
        serial0="socket",
        agent="enabled=1",
    )
)
assert vmid in [str(guest["vmid"]) for guest in node.qemu.get()]
guest = node.qemu(vmid)
assert guest.config.get()["name"] == "foreign-vm"
done(guest.status.start.post())
assert guest.status.current.get()["status"] == "running"
try:
    guest.agent.ping.post()
    raise AssertionError("there is no agent in an empty VM")
except ResourceException as refused:
    assert "agent" in str(refused), refused
done(guest.snapshot.post(snapname="one", description="by proxmoxer"))
assert "one" in [snapshot["name"] for snapshot in guest.snapshot.get()]
guest.config.put(memory=96)
assert "memory" in [option["key"] for option in guest.pending.get() if "pending" in option]
done(guest.status.stop.post())
done(guest.snapshot("one").rollback.post())
assert int(guest.config.get()["memory"]) == 64
done(guest.snapshot("one").delete())
done(guest.resize.put(disk="scsi0", size="2G"))
assert "size=2G" in guest.config.get()["scsi0"]
done(guest.template.post())
done(guest.clone.post(newid=copy, name="linked"))
assert "base-%s-disk-0/vm-%s-disk-0" % (vmid, copy) in node.qemu(copy).config.get()["scsi0"]
done(node.qemu(copy).delete())
done(guest.delete())
assert vmid not in [str(guest["vmid"]) for guest in node.qemu.get()]
print("the whole life went well")
