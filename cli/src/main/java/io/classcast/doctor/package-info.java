/**
 * What is wrong, or slow, around a job: each rank looks at its own surroundings, rank 0 collects the findings and compares the
 * ranks. The checks are pure functions of {@link io.classcast.doctor.Surroundings} or of {@link io.classcast.doctor.Job};
 * {@link io.classcast.doctor.SurroundingsReader} alone looks at the machine.
 */
package io.classcast.doctor;
