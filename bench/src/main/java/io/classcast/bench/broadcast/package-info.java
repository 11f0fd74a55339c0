/** How fast bytes get from rank 0 into every node's store, on simulated hosts. */
package io.classcast.bench.broadcast;
