"""Mounts a folder of the node into a running guest: PID SOURCE TARGET OPTIONS, these joined by commas: ro, nosuid, nodev, noexec, mapped.

"mapped" shows the folder's owners through the guest's ID mapping. See open_tree(2), mount_setattr(2), move_mount(2).
"""

import ctypes
import os
import sys

OPEN_TREE, MOVE_MOUNT, MOUNT_SETATTR = 428, 429, 442
AT_FDCWD, AT_EMPTY_PATH, AT_RECURSIVE = -100, 0x1000, 0x8000
OPEN_TREE_CLONE, MOVE_MOUNT_F_EMPTY_PATH, CLONE_NEWNS = 1, 4, 0x20000
ATTRIBUTES = {"ro": 1, "nosuid": 2, "nodev": 4, "noexec": 8, "mapped": 0x100000}

libc = ctypes.CDLL(None, use_errno=True)


class MountAttr(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("attr_set", "attr_clr", "propagation", "userns_fd")]


def call(what, number, *arguments):
    result = libc.syscall(number, *arguments)
    if result < 0:
        sys.exit(f"cannot {what}: {os.strerror(ctypes.get_errno())}")
    return result


def main(pid, source, target, options):
    wanted = [option for option in options.split(",") if option]
    tree = call("open " + source, OPEN_TREE, AT_FDCWD, source.encode(), OPEN_TREE_CLONE | os.O_CLOEXEC | AT_RECURSIVE)
    users = os.open(f"/proc/{pid}/ns/user", os.O_RDONLY)
    attributes = MountAttr(attr_set=sum(ATTRIBUTES[option] for option in wanted), userns_fd=users)
    if wanted:
        call(
            "set the options of " + source,
            MOUNT_SETATTR,
            tree,
            b"",
            AT_EMPTY_PATH | AT_RECURSIVE,
            ctypes.byref(attributes),
            ctypes.sizeof(attributes),
        )
    mounts = os.open(f"/proc/{pid}/ns/mnt", os.O_RDONLY)
    if libc.setns(mounts, CLONE_NEWNS) < 0:
        sys.exit(f"cannot enter the guest: {os.strerror(ctypes.get_errno())}")
    call("mount at " + target, MOVE_MOUNT, tree, b"", AT_FDCWD, target.encode(), MOVE_MOUNT_F_EMPTY_PATH)


main(*sys.argv[1:])
