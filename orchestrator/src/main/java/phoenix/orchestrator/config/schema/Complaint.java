package phoenix.orchestrator.config.schema;

import phoenix.orchestrator.desired.Place;

/**
 * What is said about one finding.
 *
 * @param about what sets it apart from others at the same place: the key that is missing; else empty
 */
record Complaint(Place place, String about, String what, String hint) {}
