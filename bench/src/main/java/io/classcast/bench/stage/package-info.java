/** Staging to node-local disk, against what it consists of and what else does it. */
package io.classcast.bench.stage;
