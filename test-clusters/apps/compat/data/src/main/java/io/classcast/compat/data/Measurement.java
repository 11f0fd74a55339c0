package io.classcast.compat.data;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import java.util.ArrayList;
import java.util.List;

/** What is written. */
@XmlRootElement
public class Measurement {
    /** Where it was measured. */
    @XmlAttribute
    public String host;
    /** What was measured. */
    @XmlElement(name = "value")
    public List<Integer> values = new ArrayList<>();

    /** For the libraries. */
    public Measurement() {
    }
}
