/**
 * The job: who reads, who leads a node, who joins; the one place where scan, image, broadcast and store meet.
 */
package io.classcast.job;
