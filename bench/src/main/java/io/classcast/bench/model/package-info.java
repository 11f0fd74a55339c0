/**
 * The scale model: recorded traces of one rank's file-system operations, replayed by many modelled ranks on a modelled machine. What it
 * gives is modelled, not measured, and is labelled so wherever it appears. See docs/scale-model.md.
 */
package io.classcast.bench.model;
