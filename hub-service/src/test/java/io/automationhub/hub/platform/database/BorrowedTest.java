package io.automationhub.hub.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.ConnectionFactory;
import org.junit.jupiter.api.Test;

class BorrowedTest {

    private final AtomicInteger out = new AtomicInteger();

    /** Lends connections that fail to commit and do nothing else. */
    private final ConnectionFactory lender = new ConnectionFactory() {
        @Override
        public Connection openConnection() {
            out.incrementAndGet();
            return (Connection) Proxy.newProxyInstance(
                    BorrowedTest.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (self, method, arguments) -> {
                        if (method.getName().equals("commit")) {
                            throw new SQLException("away", "08006");
                        }
                        throw new UnsupportedOperationException(method.getName());
                    });
        }

        @Override
        public void closeConnection(Connection connection) {
            out.decrementAndGet();
        }
    };

    @Test
    void aConnectionIsGivenBackOnceHoweverOftenItIsClosed() throws SQLException {
        Connection first = Borrowed.from(lender);
        Connection second = Borrowed.from(lender);
        assertThat(out).hasValue(2);
        first.close();
        first.close();
        assertThat(out).hasValue(1);
        second.close();
        assertThat(out).hasValue(0);
    }

    @Test
    void whatGoesWrongIsToldAsItIs() throws SQLException {
        try (Connection connection = Borrowed.from(lender)) {
            assertThatThrownBy(connection::commit)
                    .isInstanceOf(SQLException.class)
                    .hasMessage("away");
        }
    }
}
