package phoenix.orchestrator.actual;

import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** One guest's configuration, and where it lies. */
record ConfigFile(String node, GuestKind kind, VmId id, GuestConfig config) {}
