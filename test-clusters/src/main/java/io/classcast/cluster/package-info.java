/**
 * Simulated clusters on one machine: hosts in namespaces, a shared file system that counts, and MPJ Express jobs on them. Needs
 * root. Whatever is made here goes away when the harness ends, however it ends.
 */
package io.classcast.cluster;
