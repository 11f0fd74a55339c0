package io.classcast.bench.session;

import org.apache.spark.sql.SparkSession;

/** Opens a Spark SQL session, asks it one question, and closes it: little work, and some ten thousand classes. */
public final class SqlSession {
    private SqlSession() {
    }

    /**
     * Prints {@code rows=N sum=N}.
     *
     * @param args a directory to write to
     */
    public static void main(String[] args) {
        SparkSession session = SparkSession.builder().master("local[1]").appName("session").config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "1").config("spark.sql.warehouse.dir", args[0] + "/warehouse")
                .config("spark.local.dir", args[0]).getOrCreate();
        session.range(1000).selectExpr("id % 7 AS k", "id AS v").createOrReplaceTempView("numbers");
        var rows = session.sql("SELECT k, SUM(v) AS total FROM numbers GROUP BY k ORDER BY k").collectAsList();
        long sum = 0;
        for (var row : rows) {
            sum += row.getLong(1);
        }
        session.stop();
        System.out.println("rows=" + rows.size() + " sum=" + sum);
    }
}
