/** The fault matrix: what can break on a cluster, on every engine, and what is left of the job and after it. */
package io.classcast.cluster.fault;
