/** Compatibility: programs with well-known libraries on simulated hosts print with Classcast what they print without it. */
package io.classcast.cluster.compat;
