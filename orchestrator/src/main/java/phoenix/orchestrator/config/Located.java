package phoenix.orchestrator.config;

import phoenix.orchestrator.desired.Place;

/** A value that was read, and where it stands, so that a check made later can still point at it. */
record Located<T>(T value, Place place) {}
