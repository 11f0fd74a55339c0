/** How long a whole job takes to start and run, on simulated hosts. */
package io.classcast.bench.start;
