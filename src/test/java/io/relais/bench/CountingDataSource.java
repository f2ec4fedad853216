package io.relais.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts what is asked of the database, while it is told to; else it only passes the pool's connections on. */
class CountingDataSource extends DelegatingDataSource implements AutoCloseable {

    private final Map<String, Integer> statements = new TreeMap<>();
    private volatile boolean counting;

    CountingDataSource(HikariDataSource pool) {
        super(pool);
    }

    /** How often each statement ran, and each commit, while {@code work} was done. A batch counts once. */
    Map<String, Integer> counted(Runnable work) {
        statements.clear();
        counting = true;
        try {
            work.run();
        } finally {
            counting = false;
        }
        return new TreeMap<>(statements);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return counting ? counting(Connection.class, connection, null) : connection;
    }

    @Override
    public void close() {
        ((HikariDataSource) getTargetDataSource()).close();
    }

    private <T> T counting(Class<T> type, T target, String sql) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String called = method.getName();
                    if (called.startsWith("execute") || called.equals("commit") || called.equals("rollback")) {
                        String what = sql != null ? sql : arguments != null ? (String) arguments[0] : called;
                        synchronized (statements) {
                            statements.merge(what.strip().replaceAll("\\s+", " "), 1, Integer::sum);
                        }
                    }
                    try {
                        Object answer = method.invoke(target, arguments);
                        String text = arguments != null && arguments[0] instanceof String given ? given : null;
                        if (answer instanceof CallableStatement call) {
                            return counting(CallableStatement.class, call, text);
                        }
                        if (answer instanceof PreparedStatement prepared) {
                            return counting(PreparedStatement.class, prepared, text);
                        }
                        return answer instanceof Statement plain && target instanceof Connection
                                ? counting(Statement.class, plain, null)
                                : answer;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }
}
