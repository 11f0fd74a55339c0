/** What a benchmark leaves behind: a table and a JSON file. */
package io.classcast.bench.report;
