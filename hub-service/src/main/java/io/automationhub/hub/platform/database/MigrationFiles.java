package io.automationhub.hub.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Finds the migration files, in folders and in jars, and tells one set of them from another. */
final class MigrationFiles {

    private static final String FOLDER = "db/migrations";

    private MigrationFiles() {}

    /** Name to content of every migration on the class path. */
    static SortedMap<String, byte[]> read(ClassLoader loader) throws IOException {
        SortedMap<String, byte[]> found = new TreeMap<>();
        for (URL place : Collections.list(loader.getResources(FOLDER))) {
            if (place.openConnection() instanceof JarURLConnection inJar) {
                readJar(inJar, found);
            } else {
                readFolder(Path.of(uri(place)), found);
            }
        }
        if (found.isEmpty()) {
            throw new IOException("There are no migrations on the class path");
        }
        return found;
    }

    /** SHA-256 over names and contents, in hexadecimal. */
    static String fingerprint(ClassLoader loader) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, byte[]> file : read(loader).entrySet()) {
                digest.update((file.getKey() + " " + file.getValue().length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(file.getValue());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void readJar(JarURLConnection connection, Map<String, byte[]> into) throws IOException {
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (isMigration(entry.getName())) {
                    try (InputStream content = jar.getInputStream(entry)) {
                        into.put(entry.getName().substring(FOLDER.length() + 1), content.readAllBytes());
                    }
                }
            }
        }
    }

    private static void readFolder(Path folder, Map<String, byte[]> into) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (isMigration(FOLDER + "/" + name)) {
                    into.put(name, Files.readAllBytes(file));
                }
            }
        }
    }

    private static boolean isMigration(String path) {
        return path.startsWith(FOLDER + "/") && path.endsWith(".sql");
    }

    private static URI uri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
