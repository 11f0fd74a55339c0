package io.classcast.compat.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBContextFactory;
import jakarta.xml.bind.Marshaller;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Locale;
import java.util.ResourceBundle;

/** Objects to JSON and XML and back; texts in two languages. */
public final class DataProgram {
    private DataProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws Exception any
     */
    public static void main(String[] arguments) throws Exception {
        Measurement measurement = new Measurement();
        measurement.host = "node1";
        measurement.values.add(3);
        measurement.values.add(5);
        ObjectMapper json = new ObjectMapper().findAndRegisterModules().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        String text = json.writeValueAsString(measurement);
        Report.say("json " + text + " " + json.readValue(text, Measurement.class).values);

        JAXBContext context = JAXBContext.newInstance(Measurement.class);
        Marshaller marshaller = context.createMarshaller();
        marshaller.setProperty(Marshaller.JAXB_FRAGMENT, true);
        StringWriter xml = new StringWriter();
        marshaller.marshal(measurement, xml);
        Measurement again = (Measurement) context.createUnmarshaller().unmarshal(new StringReader(xml.toString()));
        Report.say("xml " + xml + " " + again.values);

        for (Locale locale : new Locale[] {Locale.ROOT, Locale.GERMANY, Locale.FRENCH}) {
            ResourceBundle bundle = ResourceBundle.getBundle("io.classcast.compat.data.Texts", locale,
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
            Report.say("text " + locale + " " + bundle.getString("greeting") + ", " + bundle.getString("only.root"));
        }
        Identity.ofClasses(ObjectMapper.class, JAXBContext.class, context.getClass());
        Identity.ofResources("META-INF/services/jakarta.xml.bind.JAXBContextFactory",
                "io/classcast/compat/data/Texts.properties", "io/classcast/compat/data/Texts_fr.properties");
        Identity.ofServices(JAXBContextFactory.class);
        Report.end();
    }
}
