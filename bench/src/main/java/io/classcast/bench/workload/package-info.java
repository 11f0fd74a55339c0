/** What the measured JVMs work on: class paths and class lists. */
package io.classcast.bench.workload;
