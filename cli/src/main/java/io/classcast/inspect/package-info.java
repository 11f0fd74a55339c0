/**
 * What is on a class path, and what it costs a rank to search it: first a model, made from the scan of the class path, then two
 * renderings of it, text and JSON.
 */
package io.classcast.inspect;
