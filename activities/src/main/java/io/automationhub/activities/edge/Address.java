package io.automationhub.activities.edge;

import com.google.re2j.Pattern;
import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.problem.ProblemException;
import java.util.List;

/** Where an instance listens, in the form the proxy takes. */
final class Address {

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    private Address() {}

    /** Address and port of an instance. */
    static String checked(InstanceInfo instance) {
        if (!IPV4.matches(instance.address()) || instance.port() < 1 || instance.port() > 65535) {
            throw ProblemException.invalid("/instances", "An instance has an IPv4 address and a port");
        }
        return instance.address() + ":" + instance.port();
    }

    static void check(List<InstanceInfo> instances) {
        instances.forEach(Address::checked);
    }
}
