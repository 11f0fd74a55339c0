/** What the measured JVMs work on: programs, class paths and class lists. */
package io.classcast.bench.workload;
