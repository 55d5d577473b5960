package phoenix.lab.host;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import phoenix.pve.VmId;

/** The program that {@link LabLeftoversTest} kills: opens a lab, starts a guest in it and waits for its end. */
final class OpenLab {
    private OpenLab() {}

    public static void main(String[] args) throws InterruptedException {
        RealLab lab = RealLab.at(LabPlace.of(new LabName(args[0])), System.out::println);
        System.out.println("up");
        VmId id = new VmId(100);
        lab.create(id, lab.config(id), Map.of());
        lab.node().containers().start(id, lab.config(id));
        System.out.println("guest started");
        new CountDownLatch(1).await();
    }
}
