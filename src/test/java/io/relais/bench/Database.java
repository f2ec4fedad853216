package io.relais.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** An empty database for one side. */
record Database(String url, String user, String password) {

    static Database inMemory() {
        return new Database("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    /** Makes an empty database on the server of {@code server}, which may create some. */
    static Database on(Database server, String name) throws SQLException {
        server.execute("drop database if exists " + name);
        server.execute("create database " + name);
        return new Database(server.url.replaceFirst("(//[^/]+/)[^?]*", "$1" + name), server.user, server.password);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
