package phoenix.orchestrator.config;

import phoenix.pve.VmId;

/** A guest's object with what it inherits. */
record EffectiveGuest(VmId id, Fields fields) {}
