package io.classcast.compat.sqlite;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.sqlite.JDBC;
import org.sqlite.core.NativeDB;

/** A database in memory, in native code that the driver takes out of its jar. */
public final class SqliteProgram {
    private SqliteProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws Exception any
     */
    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("create table rank(number integer, node text)");
            for (int i = 0; i < 4; i++) {
                statement.executeUpdate("insert into rank values(" + i + ", 'node" + i / 2 + "')");
            }
            try (ResultSet rows = statement.executeQuery(
                    "select node, count(*), sum(number), sqlite_version() from rank group by node order by node")) {
                while (rows.next()) {
                    Report.say(rows.getString(1) + " " + rows.getInt(2) + " " + rows.getInt(3) + " " + rows.getString(4));
                }
            }
        }
        Identity.ofClasses(JDBC.class, NativeDB.class);
        Identity.ofResources("org/sqlite/native/Linux/x86_64/libsqlitejdbc.so", "META-INF/services/java.sql.Driver",
                "sqlite-jdbc.properties");
        Identity.ofServices(Driver.class);
        Report.end();
    }
}
