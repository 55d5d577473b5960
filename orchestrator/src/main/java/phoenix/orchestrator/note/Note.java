package phoenix.orchestrator.note;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import phoenix.pve.Tags;
import phoenix.pve.VmId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The machine-readable line in a guest's notes: what has been done to it so far, by digest.
 *
 * <p>It is ASCII, because {@code pct} garbles anything else in notes, and an HTML comment, because Proxmox's web interface shows notes
 * as Markdown. It names its guest: a clone made by hand carries its source's notes, and is still nobody's.
 *
 * @param guest whose note it is
 * @param base what the guest was made from: a template's name, or {@code 900@pre-configured#1f2e3d4c}; {@code adopted} if that is not known
 * @param features the digest of each feature that has been applied, inherited ones included
 * @param application the digest of the application script that has run; null if none has
 * @param health the digest of the health check that has been passed since; null if none has
 * @param managed the names of the options that Phoenix manages on the guest: one that the file drops is removed
 * @param restart whether something was changed that takes effect at the next restart, and Proxmox need not show it as pending
 */
public record Note(
        VmId guest,
        String base,
        SortedMap<String, String> features,
        @Nullable String application,
        @Nullable String health,
        SortedSet<String> managed,
        boolean restart) {
    private static final int VERSION = 1;
    private static final Pattern LINE = Pattern.compile("(?m)^<!-- phoenix (\\{.*\\}) -->\\s*$");
    private static final String TAG_PREFIX = "phoenix-";
    private static final String ADOPTED = "adopted";
    private static final String HALF_MADE = "half-made";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Note {
        features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
        managed = Collections.unmodifiableSortedSet(new TreeSet<>(managed));
    }

    /** The note of a guest that somebody else made and Phoenix was told to take over: nothing that it knows of has been done to it. */
    public static Note adopted(VmId guest) {
        return made(guest, ADOPTED, Map.of());
    }

    /** The note of a guest that was never finished, and is being removed. */
    public static Note halfMade(VmId guest) {
        return made(guest, HALF_MADE, Map.of());
    }

    /** Whether the guest was never finished, and is only there to be removed. */
    public boolean isHalfMade() {
        return base.equals(HALF_MADE);
    }

    /** Whether the guest was taken over, so that nobody knows what it was made from. */
    public boolean isAdopted() {
        return base.equals(ADOPTED);
    }

    /** Whether nothing has been done inside the guest that Phoenix knows of. */
    public boolean hasNoWork() {
        return features.isEmpty() && application == null && health == null;
    }

    /** The note of a guest that has just been made. */
    public static Note made(VmId guest, String base, Map<String, String> inheritedFeatures) {
        return new Note(guest, base, new TreeMap<>(inheritedFeatures), null, null, new TreeSet<>(), false);
    }

    /** This after a feature was applied; what was built on the features before it counts no more. */
    public Note withFeature(String name, String digest) {
        SortedMap<String, String> more = new TreeMap<>(features);
        more.put(name, digest);
        return new Note(guest, base, more, null, null, managed, restart);
    }

    /** This after the application script has run. */
    public Note withApplication(String digest) {
        return new Note(guest, base, features, digest, null, managed, restart);
    }

    /** This after the health check was passed. */
    public Note withHealth(String digest) {
        return new Note(guest, base, features, application, digest, managed, restart);
    }

    /** This with the names of the options that Phoenix manages from now on. */
    public Note managing(Set<String> options) {
        return new Note(guest, base, features, application, health, new TreeSet<>(options), restart);
    }

    /** This while a restart is needed, or once it is not any more. */
    public Note waitingForRestart(boolean waits) {
        return new Note(guest, base, features, application, health, managed, waits);
    }

    /** This once the guest has everything that a newer state of what it was made from has. */
    public Note basedOn(String newer) {
        return new Note(guest, newer, features, application, health, managed, restart);
    }

    /** This with nothing done inside the guest that counts. */
    public Note forgettingItsWork() {
        return new Note(guest, base, new TreeMap<>(), null, null, managed, restart);
    }

    public boolean hasFeature(String name, String digest) {
        return digest.equals(features.get(name));
    }

    /**
     * The digest that tells this state of a guest from any other. Which options are managed, and what waits for a restart, is no part of
     * it: a changed option makes no snapshot old.
     */
    public String digest() {
        return new Digest().add("note", JSON.writeValueAsString(state(health))).hex();
    }

    /** The digest of what a clone gets of this guest: all of its state but whether it was well. */
    public String layer() {
        return new Digest().add("note", JSON.writeValueAsString(state(null))).hex();
    }

    /** The tag that stands beside this note, {@code phoenix-1f2e3d4c}. Tags follow a rollback, notes do not. */
    public String tag() {
        return TAG_PREFIX + digest();
    }

    /** Whether a tag is of Phoenix's own. */
    public static boolean isOurTag(String tag) {
        return tag.matches(TAG_PREFIX + "[0-9a-f]{8}");
    }

    /** Tags without Phoenix's own. */
    public static Tags userTags(String tags) {
        TreeSet<String> users = new TreeSet<>(Tags.parse(tags).values());
        users.removeIf(Note::isOurTag);
        return new Tags(users);
    }

    /** The note in a description; empty if there is none, or none that can be read. */
    public static Optional<Note> find(String description) {
        Matcher line = LINE.matcher(description);
        return line.find() ? read(line.group(1)) : Optional.empty();
    }

    /** A description with this note in place of the one it holds, and everything else of this guest as it is. */
    public String placedIn(String description) {
        String others = withoutLine(description);
        return GreenTests.of(guest.toString(), description)
                .placedIn(others.isEmpty() ? line() : others + "\n" + line());
    }

    /** A description without what Phoenix notes in it: what is written there for people. */
    public static String withoutLine(String description) {
        return GreenTests.withoutLine(LINE.matcher(description).replaceAll("").strip());
    }

    /** The note as a line of its own. */
    public String line() {
        return "<!-- phoenix " + json() + " -->";
    }

    private String json() {
        ObjectNode json = state(health);
        if (!managed.isEmpty()) {
            json.put("set", String.join(" ", managed));
        }
        if (restart) {
            json.put("restart", true);
        }
        return JSON.writeValueAsString(json);
    }

    private ObjectNode state(@Nullable String shownHealth) {
        ObjectNode json = JSON.createObjectNode();
        json.put("v", VERSION);
        json.put("id", guest.value());
        json.put("base", base);
        ObjectNode digests = json.putObject("features");
        features.forEach(digests::put);
        if (application != null) {
            json.put("application", application);
        }
        if (shownHealth != null) {
            json.put("health", shownHealth);
        }
        return json;
    }

    private static Optional<Note> read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.path("v").asInt(0) != VERSION) {
                return Optional.empty();
            }
            SortedMap<String, String> features = new TreeMap<>();
            json.path("features")
                    .properties()
                    .forEach(e -> features.put(e.getKey(), e.getValue().asString("")));
            return Optional.of(new Note(
                    new VmId(json.path("id").asInt(0)),
                    json.path("base").asString(""),
                    features,
                    json.path("application").asString(null),
                    json.path("health").asString(null),
                    names(json.path("set").asString("")),
                    json.path("restart").asBoolean(false)));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional
                    .empty(); // a memory that cannot be read is no memory; what it told is checked and applied again
        }
    }

    private static SortedSet<String> names(String separatedByBlanks) {
        SortedSet<String> names = new TreeSet<>(List.of(separatedByBlanks.split(" ")));
        names.remove("");
        return names;
    }
}
