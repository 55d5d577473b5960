#!/usr/bin/python3
"""pct, qm, pvesh, pvesm and pveam of the lab's node: Proxmox's commands, carried out by the lab's API as root@pam.

One program with five names. It speaks HTTP over a UNIX socket, runs tasks in the foreground and prints their logs.
What the API does not offer (exec, enter, push, pull, unlock, path) is done here, on the node.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from urllib.parse import quote, urlencode

SOCKET = "/run/pve-lab/api.sock"
NODE = "pve"
POLL_SECONDS = 0.1
FOLDERS = {"lxc": "lxc", "qemu": "qemu-server"}
CONTENT_FOLDERS = {"vztmpl": "template/cache", "iso": "template/iso", "snippets": "snippets", "backup": "dump", "import": "import"}


class Failure(Exception):
    """Ends the program: the text goes to standard error."""

    def __init__(self, text, code=255):
        super().__init__(text)
        self.code = code


class Api(http.client.HTTPConnection):
    """The lab's API as root@pam, over its socket, which only root may open."""

    def __init__(self, kind):
        super().__init__("localhost", timeout=1800)
        self.kind = kind

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        try:
            self.sock.connect(SOCKET)
        except OSError as e:
            raise Failure(
                "nobody serves the lab's API on this node (%s: %s): start it outside with 'phoenix lab serve'"
                % (SOCKET, e.strerror)
            ) from e

    def call(self, method, path, parameters=None):
        """The answer's data; a Failure that reads like Proxmox's own for any error."""
        headers = {}
        target = "/api2/json" + quote(path, safe="/:@!-._~")
        form = urlencode(parameters or {}, doseq=True)
        body = None
        if method in ("GET", "DELETE"):
            target += "?" + form if form else ""
        else:
            body = form
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.request(method, target, body, headers)
        response = self.getresponse()
        text = response.read().decode("utf-8", "replace")
        self.close()
        try:
            answer = json.loads(text) if text else {}
        except ValueError:
            answer = {}
        if response.status >= 400:
            raise Failure(error_text(response, answer))
        return answer.get("data")

    def node(self, method, path, parameters=None):
        return self.call(method, "/nodes/" + NODE + path, parameters)

    def guest(self, method, path, parameters=None):
        return self.node(method, "/" + self.kind + path, parameters)


def error_text(response, answer):
    """Proxmox prints the status before the message unless it is the plain 500."""
    message = (answer.get("message") or response.reason or "").strip()
    lines = [message if response.status == 500 else "%d %s" % (response.status, message)]
    lines += ["%s: %s" % (name, str(text).strip()) for name, text in sorted((answer.get("errors") or {}).items())]
    return "\n".join(lines)


def is_upid(value):
    return isinstance(value, str) and value.startswith("UPID:")


def follow(api, upid):
    """Prints a task's log until it ends; returns its exit status."""
    path = "/tasks/" + upid
    start = 0
    while True:
        status = api.node("GET", path + "/status")
        for line in api.node("GET", path + "/log", {"start": start, "limit": 0}):
            start = line["n"]
            if line["t"] not in ("no content", "TASK OK") and not line["t"].startswith(("TASK ERROR: ", "TASK WARNINGS: ")):
                print(line["t"], flush=True)
        if status.get("status") == "stopped":
            return status.get("exitstatus", "")
        time.sleep(POLL_SECONDS)


def run_task(api, upid):
    """Runs what a call returned to its end; a Failure if the task fails."""
    if is_upid(upid):
        status = follow(api, upid)
        if status != "OK" and not status.startswith("WARNINGS"):
            raise Failure(status)


def parse(words, names=()):
    """Splits Proxmox's command lines: positional words, then options as --name value, --name=value or --flag."""
    given, options, rest = [], {}, list(words)
    while rest:
        word = rest.pop(0)
        match = re.fullmatch(r"--?([A-Za-z][A-Za-z0-9_-]*)(?:=(.*))?", word, re.DOTALL)
        if not match:
            given.append(word)
            continue
        name, value = match.groups()
        if value is None:
            value = rest.pop(0) if rest and not re.match(r"--?[A-Za-z]", rest[0]) else "1"
        options[name] = value
    if len(given) != len(names):
        missing = " ".join("<%s>" % name for name in names) or "none"
        raise Failure("400 wrong arguments: expected %s, got %s" % (missing, " ".join(given) or "none"))
    return given + [options]


# pct ------------------------------------------------------------------------------------------------------------------


def pct_list(api, words):
    parse(words)
    guests = api.guest("GET", "")
    if guests:
        print("%-10s %-10s %-12s %-20s" % ("VMID", "Status", "Lock", "Name"))
    for guest in sorted(guests, key=lambda guest: int(guest["vmid"])):
        print("%-10s %-10s %-12s %-20s" % (guest["vmid"], guest["status"], guest.get("lock", ""), guest.get("name", "")))


def pct_status(api, words):
    vmid, options = parse(words, ["vmid"])
    status = api.guest("GET", "/%s/status/current" % vmid)
    if options.get("verbose", "0") == "0":
        print("status: " + status["status"])
        return
    for key in sorted(status):
        print("%s: %s" % (key, plain(status[key])))


def pct_config(api, words):
    vmid, options = parse(words, ["vmid"])
    config = api.guest("GET", "/%s/config" % vmid, options)
    for key in sorted(config):
        if key == "description":
            print("description: " + quote(config[key], safe=" !\"#$&'()*+,-./;<=>?@[\\]^_`{|}~"))
        elif key == "lxc":
            for name, value in config[key]:
                print("%s: %s" % (name, value))
        elif key != "digest":
            print("%s: %s" % (key, plain(config[key])))


def pct_pending(api, words):
    vmid, _ = parse(words, ["vmid"])
    for item in api.guest("GET", "/%s/pending" % vmid):
        if item["key"] == "digest":
            continue
        if "value" in item:
            print(("del" if item.get("delete") else "cur") + " %s: %s" % (item["key"], plain(item["value"])))
        if "pending" in item:
            print("new %s: %s" % (item["key"], plain(item["pending"])))


def pct_create(api, words):
    vmid, template, options = parse(words, ["vmid", "ostemplate"])
    if "ssh-public-keys" in options:
        with open(options["ssh-public-keys"], encoding="utf-8") as keys:
            options["ssh-public-keys"] = keys.read()
    run_task(api, api.guest("POST", "", {"vmid": vmid, "ostemplate": template, **options}))


def pct_clone(api, words):
    vmid, newid, options = parse(words, ["vmid", "newid"])
    run_task(api, api.guest("POST", "/%s/clone" % vmid, {"newid": newid, **options}))


def pct_set(api, words):
    vmid, options = parse(words, ["vmid"])
    api.guest("PUT", "/%s/config" % vmid, options)


def pct_power(action):
    def run(api, words):
        vmid, options = parse(words, ["vmid"])
        run_task(api, api.guest("POST", "/%s/status/%s" % (vmid, action), options))

    return run


def pct_destroy(api, words):
    vmid, options = parse(words, ["vmid"])
    run_task(api, api.guest("DELETE", "/" + vmid, options))


def pct_template(api, words):
    vmid, _ = parse(words, ["vmid"])
    api.guest("POST", "/%s/template" % vmid)
    # The call answers before its worker has ended, and names no task to wait for.
    deadline = time.monotonic() + 120
    while str(api.guest("GET", "/%s/config" % vmid).get("template", "0")) != "1":
        if time.monotonic() > deadline:
            raise Failure("container %s has not become a template within two minutes; look at its tasks" % vmid)
        time.sleep(POLL_SECONDS)


def pct_resize(api, words):
    vmid, disk, size, options = parse(words, ["vmid", "disk", "size"])
    run_task(api, api.guest("PUT", "/%s/resize" % vmid, {"disk": disk, "size": size, **options}))


def pct_snapshot(api, words):
    vmid, name, options = parse(words, ["vmid", "snapname"])
    run_task(api, api.guest("POST", "/%s/snapshot" % vmid, {"snapname": name, **options}))


def pct_delsnapshot(api, words):
    vmid, name, options = parse(words, ["vmid", "snapname"])
    run_task(api, api.guest("DELETE", "/%s/snapshot/%s" % (vmid, name), options))


def pct_rollback(api, words):
    vmid, name, options = parse(words, ["vmid", "snapname"])
    run_task(api, api.guest("POST", "/%s/snapshot/%s/rollback" % (vmid, name), options))


def pct_listsnapshot(api, words):
    vmid, _ = parse(words, ["vmid"])
    children = {}
    for snapshot in api.guest("GET", "/%s/snapshot" % vmid):
        children.setdefault(snapshot.get("parent", ""), []).append(snapshot)

    def show(parent, depth):
        for snapshot in sorted(children.get(parent, []), key=lambda s: s.get("snaptime", 1 << 62)):
            label = "  " * depth + "`-> " + snapshot["name"]
            taken = snapshot.get("snaptime")
            when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(int(taken))) if taken else ""
            description = (snapshot.get("description") or "no-description").strip().split("\n")[0]
            print("%-28s %-22s %s" % (label, when, description))
            show(snapshot["name"], depth + 1)

    show("", 0)


def running(api, vmid):
    if api.guest("GET", "/%s/status/current" % vmid)["status"] != "running":
        raise Failure("container '%s' not running!" % vmid)


def attach(vmid, command, keep=True):
    return ["lxc-attach", "-n", vmid] + ([] if keep else ["--clear-env"]) + (["--"] + command if command else [])


def pct_exec(api, words):
    vmid, head, command = words[0] if words else "", [], list(words[1:])
    while command and command[0].startswith("-") and command[0] != "--":
        head.append(command.pop(0))
        if head[-1] in ("--keep-env", "-keep-env") and command and command[0] in ("0", "1"):
            head[-1] += "=" + command.pop(0)
    command = command[1:] if command[:1] == ["--"] else command
    if not vmid.isdigit() or not command:
        raise Failure("400 not enough arguments\npct exec <vmid> [--keep-env <boolean>] -- <command> [<argument> ...]")
    running(api, vmid)
    argv = attach(vmid, command, parse(head)[0].get("keep-env", "1") != "0")
    os.execvp(argv[0], argv)


def pct_enter(api, words):
    vmid, options = parse(words, ["vmid"])
    running(api, vmid)
    argv = attach(vmid, [], options.get("keep-env", "1") != "0")
    os.execvp(argv[0], argv)


def in_guest(vmid, command, **files):
    done = subprocess.run(attach(vmid, command, False), stderr=subprocess.PIPE, text=not files, check=False, **files)
    if done.returncode != 0:
        words = done.stderr if isinstance(done.stderr, str) else done.stderr.decode("utf-8", "replace")
        raise Failure("command '%s' in container %s failed: %s" % (" ".join(command), vmid, words.strip()))


def pct_push(api, words):
    vmid, source, target, options = parse(words, ["vmid", "file", "destination"])
    running(api, vmid)
    with open(source, "rb") as content:
        in_guest(vmid, ["dd", "status=none", "of=" + target], stdin=content)
    if "perms" in options:
        in_guest(vmid, ["chmod", options["perms"], "--", target])
    owner = options.get("user", "") + (":" + options["group"] if "group" in options else "")
    if owner:
        in_guest(vmid, ["chown", owner, "--", target])


def pct_pull(api, words):
    vmid, source, target, options = parse(words, ["vmid", "path", "destination"])
    running(api, vmid)
    with open(target, "wb") as content:
        in_guest(vmid, ["dd", "status=none", "if=" + source], stdout=content)
    if "perms" in options:
        os.chmod(target, int(options["perms"], 8))


def pct_unlock(api, words):
    vmid, _ = parse(words, ["vmid"])
    api.guest("GET", "/%s/config" % vmid)
    path = "/etc/pve/nodes/%s/%s/%s.conf" % (NODE, FOLDERS[api.kind], vmid)
    with open(path, encoding="utf-8") as config:
        text = config.read()
    head, mark, rest = re.fullmatch(r"(.*?)((?:^\[)|\Z)(.*)", text, re.DOTALL | re.MULTILINE).groups()
    unlocked = re.sub(r"(?m)^lock:.*\n?", "", head) + mark + rest
    with open(path + ".unlocked", "w", encoding="utf-8") as config:
        config.write(unlocked)
    os.replace(path + ".unlocked", path)


def pct_rescan(api, words):
    """Has the configuration say the sizes that the volumes have; snapshots keep theirs."""
    (options,) = parse(words)
    print("rescan volumes...")
    for guest in [{"vmid": options["vmid"]}] if "vmid" in options else api.guest("GET", ""):
        path = "/etc/pve/nodes/%s/%s/%s.conf" % (NODE, FOLDERS[api.kind], guest["vmid"])
        with open(path, encoding="utf-8") as config:
            lines = config.read().split("\n")
        end = next((number for number, line in enumerate(lines) if line.startswith("[")), len(lines))
        for number in range(end):
            volume = re.fullmatch(r"((?:rootfs|mp\d+): )([^/,:]+)(:[^,]+)(,.*)", lines[number])
            if not volume:
                continue
            volid = volume.group(2) + volume.group(3)
            size = int(api.node("GET", "/storage/%s/content/%s" % (volume.group(2), volid))["size"])
            unit = next((u for u in "TGMK" if size % (1 << 10 * (" KMGT".index(u))) == 0), "")
            shown = "%d%s" % (size >> 10 * " KMGT".index(unit or " "), unit)
            sized = re.sub(r",size=[^,]*", ",size=" + shown, lines[number])
            if sized != lines[number]:
                print("CT %s: updated volume size of '%s' in config." % (guest["vmid"], volid))
                lines[number] = sized
        with open(path + ".rescanned", "w", encoding="utf-8") as config:
            config.write("\n".join(lines))
        os.replace(path + ".rescanned", path)


# qm -------------------------------------------------------------------------------------------------------------------


def qm_list(api, words):
    parse(words)
    guests = api.guest("GET", "")
    if guests:
        print("%10s %-20s %-10s %-10s %12s %-10s" % ("VMID", "NAME", "STATUS", "MEM(MB)", "BOOTDISK(GB)", "PID"))
    for guest in sorted(guests, key=lambda guest: int(guest["vmid"])):
        figures = (int(guest["maxmem"]) >> 20, int(guest["maxdisk"]) / (1 << 30), guest.get("pid", 0))
        print("%10s %-20s %-10s %-10s %12.2f %-10s" % ((guest["vmid"], guest["name"], guest["status"]) + figures))


def qm_create(api, words):
    vmid, options = parse(words, ["vmid"])
    run_task(api, api.guest("POST", "", {"vmid": vmid, **vm_options(options)}))


def qm_set(api, words):
    vmid, options = parse(words, ["vmid"])
    run_task(api, api.guest("POST", "/%s/config" % vmid, vm_options(options)))


def vm_options(options):
    if "sshkeys" in options:
        with open(options["sshkeys"], encoding="utf-8") as keys:
            options["sshkeys"] = quote(keys.read().strip(), safe="-_.!~*'()")
    return options


def qm_template(api, words):
    vmid, options = parse(words, ["vmid"])
    run_task(api, api.guest("POST", "/%s/template" % vmid, options))


def qm_disk(api, words):
    if words[:1] != ["resize"]:
        raise Failure("ERROR: unknown command 'qm disk %s'" % " ".join(words[:1]))
    pct_resize(api, words[1:])


def qm_agent(api, words):
    vmid, command, _ = parse(words, ["vmid", "command"])
    answer = api.guest("POST", "/%s/agent" % vmid, {"command": command})["result"]
    if answer != {}:
        print(json.dumps(answer, sort_keys=True, indent=3))


def qm_guest(api, words):
    commands = {"cmd": qm_agent, "exec": qm_guest_exec, "exec-status": qm_guest_status, "passwd": qm_guest_passwd}
    if words[:1] and words[0] in commands:
        commands[words[0]](api, words[1:])
    else:
        raise Failure("ERROR: unknown command 'qm guest %s'" % " ".join(words[:1]))


def qm_guest_exec(api, words):
    mark = words.index("--") if "--" in words else None
    head, command = (words[:mark], words[mark + 1 :]) if mark is not None else (words[:1], words[1:])
    vmid, options = parse(head, ["vmid"])
    form = {"command": command}
    if options.get("pass-stdin", "0") == "1":
        form["input-data"] = sys.stdin.read()
    pid = api.guest("POST", "/%s/agent/exec" % vmid, form)["pid"]
    if options.get("synchronous", "1") == "0":
        print(json.dumps({"pid": pid}, indent=3))
        return
    limit = int(options.get("timeout", "30"))
    deadline = time.monotonic() + limit if limit else None
    status = api.guest("GET", "/%s/agent/exec-status" % vmid, {"pid": pid})
    while not status.get("exited") and (deadline is None or time.monotonic() < deadline):
        time.sleep(POLL_SECONDS)
        status = api.guest("GET", "/%s/agent/exec-status" % vmid, {"pid": pid})
    print(json.dumps(status if status.get("exited") else {"pid": pid, **status}, sort_keys=True, indent=3))


def qm_guest_status(api, words):
    vmid, pid, _ = parse(words, ["vmid", "pid"])
    print(json.dumps(api.guest("GET", "/%s/agent/exec-status" % vmid, {"pid": pid}), sort_keys=True, indent=3))


def qm_guest_passwd(api, words):
    vmid, user, options = parse(words, ["vmid", "username"])
    form = {"username": user, "password": sys.stdin.readline().rstrip("\n"), **options}
    api.guest("POST", "/%s/agent/set-user-password" % vmid, form)


def qm_cloudinit(api, words):
    if words[:1] == ["dump"]:
        vmid, kind, _ = parse(words[1:], ["vmid", "type"])
        print(api.guest("GET", "/%s/cloudinit/dump" % vmid, {"type": kind}))
    elif words[:1] == ["update"]:
        vmid, _ = parse(words[1:], ["vmid"])
        api.guest("PUT", "/%s/cloudinit" % vmid)
    elif words[:1] == ["pending"]:
        vmid, _ = parse(words[1:], ["vmid"])
        for item in api.guest("GET", "/%s/cloudinit" % vmid):
            if "value" in item:
                print(("del" if item.get("delete") else "cur") + " %s: %s" % (item["key"], item["value"]))
            if "pending" in item:
                print("new %s: %s" % (item["key"], item["pending"]))
    else:
        raise Failure("ERROR: unknown command 'qm cloudinit %s'" % " ".join(words[:1]))


# pvesm, pveam ---------------------------------------------------------------------------------------------------------


def pvesm_status(api, words):
    (options,) = parse(words)
    print("%-15s %10s %10s %15s %15s %15s %8s" % ("Name", "Type", "Status", "Total", "Used", "Available", "%"))
    for storage in sorted(api.node("GET", "/storage", options), key=lambda storage: storage["storage"]):
        total, used, free = (int(storage.get(key, 0)) for key in ("total", "used", "avail"))
        share = 100.0 * used / total if total else 0.0
        state = "active" if storage.get("active") else "inactive"
        figures = (total // 1024, used // 1024, free // 1024, share)
        print("%-15s %10s %10s %15d %15d %15d %7.2f%%" % ((storage["storage"], storage["type"], state) + figures))


def pvesm_list(api, words):
    storage, options = parse(words, ["storage"])
    volumes = sorted(api.node("GET", "/storage/%s/content" % storage, options), key=lambda volume: volume["volid"])
    width = max([5] + [len(volume["volid"]) for volume in volumes])
    print("%-*s %-7s %-9s %15s %s" % (width, "Volid", "Format", "Type", "Size", "VMID"))
    for volume in volumes:
        cells = (volume["volid"], volume["format"], volume["content"], volume["size"], volume.get("vmid", ""))
        print(("%-*s %-7s %-9s %15s %s" % ((width,) + cells)).rstrip())


def pvesm_free(api, words):
    volid, options = parse(words, ["volume"])
    run_task(api, api.node("DELETE", "/storage/%s/content/%s" % (volid.split(":")[0], volid), options))


def pvesm_path(api, words):
    (volid, _) = parse(words, ["volume"])
    storage, _, name = volid.partition(":")
    if not name:
        raise Failure("unable to parse volume ID '%s'" % volid)
    config = api.call("GET", "/storage/" + storage)
    content, _, file = name.partition("/")
    if config["type"] == "zfspool":
        print("/%s/%s" % (config["pool"], name.split("/")[-1]))
    elif content in CONTENT_FOLDERS:
        print("%s/%s/%s" % (config["path"], CONTENT_FOLDERS[content], file))
    else:
        print("%s/images/%s" % (config["path"], name))


def pveam_available(api, words):
    (options,) = parse(words)
    for entry in sorted(api.node("GET", "/aplinfo"), key=lambda entry: (entry["section"], entry["template"])):
        if options.get("section", entry["section"]) == entry["section"]:
            print("%-15s %s" % (entry["section"], entry["template"]))


def pveam_list(api, words):
    storage, _ = parse(words, ["storage"])
    print("%-60s %-6s" % ("NAME", "SIZE"))
    for volume in api.node("GET", "/storage/%s/content" % storage, {"content": "vztmpl"}):
        print("%-60s %.2fMB" % (volume["volid"], int(volume["size"]) / (1024 * 1024)))


def pveam_download(api, words):
    storage, template, _ = parse(words, ["storage", "template"])
    run_task(api, api.node("POST", "/aplinfo", {"storage": storage, "template": template}))


def pveam_remove(api, words):
    pvesm_free(api, words)


def pveam_update(api, words):
    parse(words)
    api.node("GET", "/aplinfo")
    print("update successful")


# pvesh ----------------------------------------------------------------------------------------------------------------


def plain(value):
    if isinstance(value, bool):
        return "1" if value else "0"
    return json.dumps(value, sort_keys=True) if isinstance(value, (dict, list)) else str(value)


def show(data, form):
    if form == "json":
        print(json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    elif form == "json-pretty":
        print(json.dumps(data, sort_keys=True, indent=3, ensure_ascii=False))
    elif isinstance(data, dict):
        width = max([0] + [len(key) for key in data])
        for key in sorted(data):
            print("%-*s  %s" % (width, key, plain(data[key])))
    elif isinstance(data, list) and all(isinstance(row, dict) for row in data):
        columns = sorted({key for row in data for key in row})
        rows = [columns] + [[plain(row.get(key, "")) for key in columns] for row in data]
        widths = [max(len(row[i]) for row in rows) for i in range(len(columns))]
        for row in rows if data else []:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    elif data is not None:
        print(plain(data))


def pvesh(method):
    def run(api, words):
        path, options = parse(words, ["api_path"])
        form = options.pop("output-format", "text")
        quiet = any([options.pop(name, None) for name in ("noborder", "noheader", "human-readable", "quiet")])
        data = api.call(method, "/" + path.strip("/"), options)
        if is_upid(data):
            # Like Proxmox's: the log, then the task's name, and success whatever became of the task.
            status = follow(api, data)
            if status != "OK" and not status.startswith("WARNINGS"):
                print(status, file=sys.stderr)
        if data is not None or not quiet:
            if data is not None:
                show(data, form)

    return run


COMMANDS = {
    "pct": {
        "list": pct_list, "config": pct_config, "status": pct_status, "pending": pct_pending, "create": pct_create,
        "clone": pct_clone, "set": pct_set, "start": pct_power("start"), "stop": pct_power("stop"),
        "shutdown": pct_power("shutdown"), "reboot": pct_power("reboot"), "suspend": pct_power("suspend"),
        "resume": pct_power("resume"), "destroy": pct_destroy, "snapshot": pct_snapshot,
        "listsnapshot": pct_listsnapshot, "rollback": pct_rollback, "delsnapshot": pct_delsnapshot,
        "resize": pct_resize, "template": pct_template, "exec": pct_exec, "enter": pct_enter, "push": pct_push,
        "pull": pct_pull, "unlock": pct_unlock, "rescan": pct_rescan,
    },
    "qm": {
        "list": qm_list, "config": pct_config, "status": pct_status, "pending": pct_pending, "create": qm_create,
        "clone": pct_clone, "set": qm_set, "start": pct_power("start"), "stop": pct_power("stop"),
        "shutdown": pct_power("shutdown"), "reboot": pct_power("reboot"), "reset": pct_power("reset"),
        "suspend": pct_power("suspend"), "resume": pct_power("resume"), "destroy": pct_destroy,
        "snapshot": pct_snapshot, "listsnapshot": pct_listsnapshot, "rollback": pct_rollback,
        "delsnapshot": pct_delsnapshot, "resize": pct_resize, "disk": qm_disk, "template": qm_template,
        "unlock": pct_unlock, "agent": qm_agent, "guest": qm_guest, "cloudinit": qm_cloudinit,
    },
    "pvesh": {"get": pvesh("GET"), "create": pvesh("POST"), "set": pvesh("PUT"), "delete": pvesh("DELETE")},
    "pvesm": {"status": pvesm_status, "list": pvesm_list, "free": pvesm_free, "path": pvesm_path},
    "pveam": {
        "available": pveam_available, "list": pveam_list, "download": pveam_download, "remove": pveam_remove,
        "update": pveam_update,
    },
}  # fmt: skip


def main(program, words):
    commands = COMMANDS[program]
    if not words or words[0] not in commands:
        what = "no command specified" if not words else "unknown command '%s %s'" % (program, words[0])
        print("ERROR: %s\nUSAGE: %s <COMMAND> [ARGS] [OPTIONS]" % (what, program), file=sys.stderr)
        print("       %s %s" % (program, "|".join(sorted(commands))), file=sys.stderr)
        return 255
    try:
        commands[words[0]](Api("qemu" if program == "qm" else "lxc"), words[1:])
    except Failure as failure:
        print(failure, file=sys.stderr)
        return failure.code
    except (OSError, http.client.HTTPException) as e:
        print("the lab's API did not answer: %s" % (e or type(e).__name__), file=sys.stderr)
        return 255
    return 0


if __name__ == "__main__":
    sys.exit(main(os.path.basename(sys.argv[0]), sys.argv[1:]))
