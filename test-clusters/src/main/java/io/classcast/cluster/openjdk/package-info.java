/**
 * OpenJDK's own tests as a check. Its sources come from Debian's source package and are never part of this repository;
 * jtreg runs each test plainly, with an agent that does nothing, and with Classcast in each of its ways.
 */
package io.classcast.cluster.openjdk;
