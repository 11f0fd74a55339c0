/** Roots of other Debians: what is in them, and the cache where they are made and kept. */
package io.classcast.cluster.debian;
