package io.classcast.compat.h2;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/** A database in memory, in Java. */
public final class H2Program {
    private H2Program() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws Exception any
     */
    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:compat");
                Statement statement = connection.createStatement()) {
            statement.execute("create table rank(number int primary key, node varchar(10))");
            statement.execute("insert into rank select x, 'node' || (x / 2) from system_range(0, 9)");
            try (ResultSet rows = statement.executeQuery(
                    "select node, count(*), sum(number) from rank group by node order by node")) {
                while (rows.next()) {
                    Report.say(rows.getString(1) + " " + rows.getInt(2) + " " + rows.getInt(3));
                }
            }
            // The texts of HELP come from a resource inside of a resource.
            try (ResultSet rows = statement.executeQuery("help select")) {
                Report.say("help " + rows.next() + " " + rows.getString("TOPIC"));
            }
            Report.say(connection.getMetaData().getDatabaseProductVersion());
        }
        Identity.ofClasses(org.h2.Driver.class, org.h2.engine.SessionLocal.class);
        Identity.ofResources("META-INF/services/java.sql.Driver", "org/h2/util/data.zip");
        Identity.ofServices(Driver.class);
        Report.end();
    }
}
