package io.automationhub.hub.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {

    @Test
    void readsAUrl() {
        assertThat(DatabaseSettings.parse("postgres://hub:p%40ss+word@db.example:5433/hub?sslmode=verify-full", 7))
                .isEqualTo(new DatabaseSettings(
                        "db.example", 5433, "hub", "hub", "p@ss+word", Map.of("sslmode", "verify-full"), 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://hub:x@db/hub", "jdbc:postgresql://db/hub?user=hub&password=x"})
    void readsTheOtherForms(String url) {
        assertThat(DatabaseSettings.parse(url, 10)).isEqualTo(DatabaseSettings.of("db", 5432, "hub", "hub", "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://hub:canary@db/hub",
                "postgres://hub:canary@db",
                "postgres://db/hub?password=canary",
                "not a url canary",
                "postgres://hub:canary@db/hub?socketFactory=org.springframework.context.support.ClassPathXmlApplicationContext",
                "postgres://hub:canary@db/hub?loggerFile=/etc/passwd",
                "postgres://hub:canary@db/hub?novalue"
            })
    void refusesTheRestWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> DatabaseSettings.parse(url, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("canary");
    }

    @Test
    void doesNotShowThePassword() {
        assertThat(DatabaseSettings.of("db", 5432, "hub", "hub", "canary")).hasToString("postgres://hub@db:5432/hub");
    }
}
