package io.automationhub.activities.build;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of a build, chosen and checked before the first byte is sent. Nothing outside its folder is ever read. */
public final class BuildContext {

    /** Limits of one context. */
    public record Limits(long bytes, int files) {
        /** For ordinary projects. */
        public static final Limits DEFAULT = new Limits(4L << 30, 500_000);
    }

    /**
     * One thing in the context.
     *
     * @param name relative path with {@code /}
     * @param link where a symbolic link points, null for anything else
     * @param text what a file holds that is not on disk, null for one that is
     */
    record Entry(
            String name,
            Path path,
            boolean folder,
            @Nullable String link,
            @Nullable String text,
            long size,
            int mode,
            long modifiedMillis) {

        /** A file of this one's place and time with another name and content. */
        Entry replaced(String newName, String newText) {
            long length = newText.getBytes(StandardCharsets.UTF_8).length;
            return new Entry(newName, path, false, null, newText, length, mode, modifiedMillis);
        }
    }

    private static final String IGNORE_FILE = ".dockerignore";
    private static final String OWN_DOCKERFILE = ".automation-hub.dockerfile";
    private static final long MAX_TEXT = 1 << 20;

    private final String dockerfile;
    private final List<Entry> entries;
    private final boolean dockerfileIgnored;

    private BuildContext(String dockerfile, List<Entry> entries, boolean dockerfileIgnored) {
        this.dockerfile = dockerfile;
        this.entries = entries;
        this.dockerfileIgnored = dockerfileIgnored;
    }

    /** Path of the Dockerfile inside the context. */
    public String dockerfile() {
        return dockerfile;
    }

    /** Files, folders and links in the context. */
    public int size() {
        return entries.size();
    }

    /** Reads the files as a tar archive. */
    public TarStream open() {
        return new TarStream(entries);
    }

    /**
     * The same context built by another Dockerfile, as {@link EarlySettings} makes it. It goes along beside the files, with
     * its name in the {@code .dockerignore}, so that no {@code COPY} sees it: as the docker client does with a Dockerfile
     * from its standard input.
     *
     * @return empty where the builder has to add the labels in the end
     */
    Optional<BuildContext> withEarlySettings(@Nullable String target, Map<String, String> labels) {
        Entry original = find(dockerfile).orElseThrow();
        Optional<Entry> ignoreFile = find(IGNORE_FILE);
        if (original.size() > MAX_TEXT
                || ignoreFile.filter(file -> !isText(file)).isPresent()) {
            return Optional.empty();
        }
        String name = OWN_DOCKERFILE;
        while (find(name).isPresent()) {
            name = "." + name;
        }
        try {
            Optional<String> text = EarlySettings.in(Files.readString(original.path()), target, labels);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            String ignored =
                    ignoreFile.isPresent() ? Files.readString(ignoreFile.get().path()) : IGNORE_FILE;
            List<Entry> all = new ArrayList<>(entries);
            all.removeIf(entry -> entry.name().equals(IGNORE_FILE)
                    || (dockerfileIgnored && entry.name().equals(dockerfile)));
            all.add(ignoreFile.orElse(original).replaced(IGNORE_FILE, ignored + "\n" + name + "\n"));
            all.add(original.replaced(name, text.get()));
            return Optional.of(new BuildContext(name, List.copyOf(all), false));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ProblemException(ProblemType.INVALID, "The source cannot be read", e);
        }
    }

    private static boolean isText(Entry entry) {
        return entry.link() == null && !entry.folder() && entry.size() <= MAX_TEXT;
    }

    private Optional<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /**
     * Chooses the files.
     *
     * @param checkout folder nothing outside of which may be reached
     * @param context folder of the context, relative to the checkout
     * @param dockerfile relative to the context
     * @throws ProblemException {@code invalid} for paths and links that lead out of the context or to nothing,
     *     {@code too_large}
     */
    public static BuildContext of(Path checkout, String context, String dockerfile, Limits limits) {
        try {
            Path root = checkout.toRealPath();
            Path folder = inside(root, context, "/context");
            if (!Files.isDirectory(folder)) {
                throw ProblemException.invalid("/context", "There is no such folder in the source");
            }
            Path file = inside(folder, dockerfile, "/dockerfile");
            if (!Files.isRegularFile(file)) {
                throw ProblemException.invalid("/dockerfile", "There is no such file in the context");
            }
            String name = folder.relativize(file).toString();
            Walk walk = new Walk(folder, name, limits);
            return new BuildContext(name, walk.run(), walk.ignore.ignores(name));
        } catch (IOException e) {
            throw new ProblemException(ProblemType.INVALID, "The source cannot be read", e);
        }
    }

    /** Resolves a relative path; its real place must be below the root's real place. */
    private static Path inside(Path root, String path, String pointer) throws IOException {
        try {
            Path relative = Path.of(path);
            boolean clean = !relative.isAbsolute() && !path.startsWith("-") && path.length() <= 1024;
            for (Path part : relative) {
                clean &= !part.toString().equals("..");
            }
            clean &= path.chars().noneMatch(Character::isISOControl);
            if (clean) {
                Path real = root.resolve(relative).normalize().toRealPath();
                if (real.startsWith(root)) {
                    return real;
                }
            }
        } catch (InvalidPathException | FileSystemException e) {
            throw ProblemException.invalid(pointer, "There is nothing at this path");
        }
        throw ProblemException.invalid(pointer, "The path leads out of the source");
    }

    /** Walks the folder without following links. */
    private static final class Walk {

        private final Path root;
        private final String dockerfile;
        private final Limits limits;
        private final IgnoreRules ignore;
        private final List<Entry> entries = new ArrayList<>();
        private long bytes;

        Walk(Path root, String dockerfile, Limits limits) throws IOException {
            this.root = root;
            this.dockerfile = dockerfile;
            this.limits = limits;
            this.ignore = IgnoreRules.of(root);
        }

        List<Entry> run() throws IOException {
            visit(root, "");
            return List.copyOf(entries);
        }

        private void visit(Path folder, String prefix) throws IOException {
            List<Path> children = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(children::add);
            }
            children.sort(Comparator.comparing(child -> child.getFileName().toString()));
            for (Path child : children) {
                String name = prefix + child.getFileName();
                if (name.equals(".git")) {
                    continue;
                }
                boolean left = ignore.ignores(name) && !name.equals(dockerfile) && !name.equals(IGNORE_FILE);
                PosixFileAttributes attributes =
                        Files.readAttributes(child, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!left) {
                    add(child, name, attributes);
                }
                if (attributes.isDirectory() && (!left || ignore.mayBringBack() || dockerfile.startsWith(name + "/"))) {
                    visit(child, name + "/");
                }
            }
        }

        private void add(Path path, String name, PosixFileAttributes attributes) throws IOException {
            if (attributes.isOther()) {
                return; // sockets and devices, as the docker client leaves them out
            }
            String link = attributes.isSymbolicLink() ? link(path, name) : null;
            long size = attributes.isRegularFile() ? attributes.size() : 0;
            bytes += size;
            if (bytes > limits.bytes() || entries.size() >= limits.files()) {
                throw new ProblemException(
                        ProblemType.TOO_LARGE, "The build context is too large; a .dockerignore can leave files out");
            }
            entries.add(new Entry(
                    name,
                    path,
                    attributes.isDirectory(),
                    link,
                    null,
                    size,
                    mode(attributes.permissions()),
                    attributes.lastModifiedTime().toMillis()));
        }

        private String link(Path path, String name) throws IOException {
            Path target = Files.readSymbolicLink(path);
            Path parent = path.getParent();
            boolean inside = parent != null
                    && !target.isAbsolute()
                    && parent.resolve(target).normalize().startsWith(root);
            if (!inside) {
                throw ProblemException.invalid("/context", "The link '" + name + "' leads out of the build context");
            }
            return target.toString();
        }

        private static int mode(Set<PosixFilePermission> permissions) {
            int mode = 0;
            for (PosixFilePermission permission : PosixFilePermission.values()) {
                mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
            }
            return mode;
        }
    }
}
