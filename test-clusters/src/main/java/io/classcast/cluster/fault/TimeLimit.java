package io.classcast.cluster.fault;

import java.util.concurrent.TimeUnit;

/**
 * How long new cells are started.
 *
 * @param begunNanos when it began, {@link System#nanoTime}
 * @param minutes how long; {@link Integer#MAX_VALUE} for ever
 */
record TimeLimit(long begunNanos, int minutes) {
    /** Whether no further cell is to be started. */
    boolean isOver(long nowNanos) {
        // A sum of the two would overflow: conversion stops at the largest long.
        return nowNanos - begunNanos > TimeUnit.MINUTES.toNanos(minutes);
    }
}
