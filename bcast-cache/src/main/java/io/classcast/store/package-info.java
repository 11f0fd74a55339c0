/**
 * The node store: one private directory per job on node-local storage, holding the jars as real files and the index, mapped
 * read-only by every rank of the node, and removed by the last of them.
 */
package io.classcast.store;
