/**
 * Staging: rank 0 reads files once and sends them as one stream of records; one rank a node writes them below a directory, each
 * verified before it gets its name. {@link io.classcast.stage.Stage} is the protocol; {@link io.classcast.stage.RecordOutput} and
 * {@link io.classcast.stage.RecordInput} are the two ends of the stream; {@link io.classcast.stage.StageDirectory} is what a node
 * has.
 */
package io.classcast.stage;
