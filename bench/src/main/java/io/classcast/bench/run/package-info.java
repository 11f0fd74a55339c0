/**
 * {@code startup-bench run}: a workload, started in every way that is known, somewhere. {@link io.classcast.bench.run.Site} is where,
 * {@link io.classcast.bench.run.Way} is how, {@link io.classcast.bench.run.TrialRunner} runs one job, {@link io.classcast.bench.run.RunPlan} all of
 * them.
 */
package io.classcast.bench.run;
