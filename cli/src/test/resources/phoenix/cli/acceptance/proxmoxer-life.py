"""The life of a container, driven by proxmoxer: a client that we did not write. Arguments: an ID, an address with prefix, a gateway.
The API is named by the variables that 'phoenix lab env' prints."""

import os
import sys
import time
from urllib.parse import urlsplit

from proxmoxer import ProxmoxAPI

vmid, address, gateway = sys.argv[1:]
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


template = next(v["volid"] for v in node.storage("local").content.get(content="vztmpl"))
done(
    node.lxc.post(
        vmid=vmid,
        ostemplate=template,
        hostname="foreign",
        rootfs="local-zfs:1",
        memory=128,
        unprivileged=1,
        net0="name=eth0,bridge=vmbr0,ip=%s,gw=%s" % (address, gateway),
    )
)
assert vmid in [str(guest["vmid"]) for guest in node.lxc.get()]
guest = node.lxc(vmid)
assert guest.config.get()["hostname"] == "foreign"
done(guest.status.start.post())
assert guest.status.current.get()["status"] == "running"
done(guest.snapshot.post(snapname="one", description="by proxmoxer"))
assert "one" in [snapshot["name"] for snapshot in guest.snapshot.get()]
guest.config.put(memory=160)
assert int(guest.config.get()["memory"]) == 160
done(guest.status.stop.post())
done(guest.snapshot("one").rollback.post())
assert int(guest.config.get()["memory"]) == 128
done(guest.delete())
assert vmid not in [str(guest["vmid"]) for guest in node.lxc.get()]
print("the whole life went well")
