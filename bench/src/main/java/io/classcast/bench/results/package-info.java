/** What {@code startup-bench run} measured, as the records of its JSON file; written by the runner, read by the report and the model. */
package io.classcast.bench.results;
