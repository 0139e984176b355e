import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Holds PDF files to veraPDF's own validation profiles: {@code VeraCheck.java ua1,2a FILE...}.
 *
 * <p>Prints one JSON object a line for each file and flavour. Starting Java costs more than
 * validating a flyer, so one run takes all the files.
 *
 * <p>veraPDF reads its profiles with JAXB, which Java no longer has and Homebrew does not package.
 * The profiles are plain XML, so they are read here with the parser that Java does have, into
 * veraPDF's own rule objects; the rules, the engine and the verdict are veraPDF's.
 */
public final class VeraCheck {
    /** Of each rule; the number that failed is always whole. */
    private static final int FAILURES_SHOWN = 20;

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset(); // the engine's chatter; its findings are in the result
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, ValidationProfile> profiles = new LinkedHashMap<>();
        for (String id : arguments[0].split(",")) {
            profiles.put(id, ProfileFile.read(PDFAFlavour.byFlavourId(id)));
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String file : List.of(arguments).subList(1, arguments.length)) {
            for (Map.Entry<String, ValidationProfile> entry : profiles.entrySet()) {
                out.println(verdict(file, entry.getKey(), entry.getValue()));
            }
        }
    }

    private static String verdict(String file, String id, ValidationProfile profile)
            throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("path", file);
            json.writeStringField("flavour", id);
            json.writeNumberField("rules", profile.getRules().size());
            try (InputStream stream = Files.newInputStream(Path.of(file));
                    PDFAParser parser = Foundries.defaultInstance()
                            .createParser(stream, profile.getPDFAFlavour())) {
                ValidationResult result = Foundries.defaultInstance()
                        .createValidator(profile, FAILURES_SHOWN, false, true, false)
                        .validate(parser);
                write(json, result);
            } catch (Exception | StackOverflowError fault) { // not a PDF, encrypted, too deep
                json.writeStringField("error", fault.toString());
            }
            json.writeEndObject();
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, ValidationResult result) throws IOException {
        json.writeStringField("ended", result.getJobEndStatus().name());
        json.writeBooleanField("compliant", result.isCompliant());
        json.writeNumberField("checks", result.getTotalAssertions());
        json.writeNumberField("failed", result.getFailedChecks().values().stream()
                .mapToInt(Integer::intValue).sum());
        json.writeArrayFieldStart("failures");
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                json.writeStartObject();
                json.writeStringField("clause", assertion.getRuleId().getClause());
                json.writeNumberField("test", assertion.getRuleId().getTestNumber());
                json.writeStringField("message", assertion.getErrorMessage());
                json.writeStringField("context", assertion.getLocation().getContext());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    /** A validation profile out of veraPDF's jar. */
    private static final class ProfileFile {
        static ValidationProfile read(PDFAFlavour flavour) throws Exception {
            // PDFUA_1 is in PDFUA-1.xml, PDFA_2_A in PDFA-2A.xml
            String name = flavour.name().replaceFirst("_", "-").replace("_", "") + ".xml";
            Document document;
            try (InputStream stream =
                    Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name)) {
                document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
            }
            Element profile = document.getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (Element rule : children(child(profile, "rules"), "rule")) {
                rules.add(rule(rule));
            }
            Set<Variable> variables = new HashSet<>();
            for (Element variable : children(child(profile, "variables"), "variable")) {
                variables.add(Profiles.variableFromValues(
                        variable.getAttribute("name"), variable.getAttribute("object"),
                        text(variable, "defaultValue"), text(variable, "value")));
            }
            return Profiles.profileFromValues(flavour,
                    Profiles.profileDetailsFromValues(name, "", "", null), "", rules, variables);
        }

        private static Rule rule(Element rule) {
            Element id = child(rule, "id");
            RuleId ruleId = Profiles.ruleIdFromValues(
                    PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                    id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
            List<Reference> references = new ArrayList<>();
            for (Element reference : children(child(rule, "references"), "reference")) {
                references.add(Profiles.referenceFromValues(
                        reference.getAttribute("specification"), reference.getAttribute("clause")));
            }
            Boolean deferred =
                    rule.hasAttribute("deferred") ? rule.getAttribute("deferred").equals("true") : null;
            String tags = rule.hasAttribute("tags") ? rule.getAttribute("tags") : null;
            return Profiles.ruleFromValues(ruleId, rule.getAttribute("object"), deferred, tags,
                    text(rule, "description"), text(rule, "test"),
                    error(child(rule, "error")), references);
        }

        private static ErrorDetails error(Element error) {
            List<ErrorArgument> arguments = new ArrayList<>();
            for (Element argument : children(child(error, "arguments"), "argument")) {
                String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
                arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
            }
            return Profiles.errorFromValues(text(error, "message"), arguments);
        }

        private static List<Element> children(Element parent, String name) {
            List<Element> found = new ArrayList<>();
            for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node.getNodeName().equals(name)) {
                    found.add((Element) node);
                }
            }
            return found;
        }

        private static Element child(Element parent, String name) {
            return children(parent, name).get(0);
        }

        private static String text(Element parent, String name) {
            return child(parent, name).getTextContent();
        }
    }
}
