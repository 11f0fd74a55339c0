/** Runs JVMs and measures them. */
package io.classcast.bench.measure;
