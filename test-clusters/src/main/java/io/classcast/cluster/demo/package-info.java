/** The demo: a real application on simulated hosts, plain and with Classcast, counted at the shared file system. */
package io.classcast.cluster.demo;
