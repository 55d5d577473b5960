#!/usr/bin/python3
"""Makes a disk that boots by itself of a tree: GPT, GRUB for BIOS, ext4; without mounting anything.

cloud-disk.py TREE RAW QCOW2 MEBIBYTES [own]

With "own" the tree's own /boot/grub/grub.cfg says what is started.
"""

import os
import struct
import subprocess
import sys

GRUB = "/usr/lib/grub/i386-pc"
SECTOR = 512
GRUB_AT = 2048  # sectors
ROOT_AT = 4096
TAIL = 2048

# Under software emulation on a busy machine the kernel may see too few ticks in the moment in which it checks its timer, and panics:
# the check is left out. Whatever else keeps it from starting, a second attempt is better than a machine that stands still.
CONFIG = """\
search --no-floppy --label cloudimg-root --set=root
linux /vmlinuz root=LABEL=cloudimg-root rw console=tty0 console=ttyS0 quiet loglevel=3 mitigations=off no_timer_check panic=5
initrd /initrd.img
boot
"""

OWN = """\
search --no-floppy --label cloudimg-root --set=root
set prefix=($root)/boot/grub
normal
"""


def run(*argv, **more):
    subprocess.run(argv, check=True, **more)


def main(tree, raw, target, mebibytes, menu="ours"):
    with open(raw, "wb") as disk:
        disk.truncate(int(mebibytes) << 20)
    table = "label: gpt\nstart=%d,size=%d,type=21686148-6449-6E6F-744E-656564454649\nstart=%d,type=0FC63DAF-8483-4772-8E79-3D69D8477DE4\n"
    run("sfdisk", "-q", raw, input=(table % (GRUB_AT, ROOT_AT - GRUB_AT, ROOT_AT)).encode())
    kibibytes = ((int(mebibytes) << 11) - ROOT_AT - TAIL) // 2 // 4 * 4
    run(
        "mkfs.ext4", "-q", "-F", "-L", "cloudimg-root", "-O", "^metadata_csum_seed", "-m", "0",
        "-E", "offset=%d,lazy_itable_init=0,lazy_journal_init=0" % (ROOT_AT * SECTOR),
        "-d", tree, raw, "%dk" % kibibytes,
    )  # fmt: skip
    config, core = raw + ".cfg", raw + ".core"
    with open(config, "w", encoding="ascii") as early:
        early.write(OWN if menu == "own" else CONFIG)
    run(
        "grub-mkimage", "-O", "i386-pc", "-d", GRUB, "-o", core, "-p", "(hd0,gpt2)/boot/grub", "-c", config,
        "biosdisk", "part_gpt", "ext2", "search", "search_label", "search_fs_file", "linux", "normal", "configfile",
    )  # fmt: skip
    with open(core, "rb") as file:
        image = bytearray(file.read())
    with open(GRUB + "/boot.img", "rb") as file:
        boot = bytearray(file.read())
    struct.pack_into("<Q", image, 500, GRUB_AT + 1)  # where the rest of the core lies
    struct.pack_into("<Q", boot, 0x5C, GRUB_AT)  # where the core begins
    boot[0x66:0x68] = b"\x90\x90"
    with open(raw, "r+b") as disk:
        first = bytearray(disk.read(SECTOR))
        first[:440] = boot[:440]
        disk.seek(0)
        disk.write(first)
        disk.seek(GRUB_AT * SECTOR)
        disk.write(image)
    run("qemu-img", "convert", "-c", "-O", "qcow2", "-o", "compression_type=zstd", raw, target)
    for file in (raw, config, core):
        os.unlink(file)


if __name__ == "__main__":
    main(*sys.argv[1:])
