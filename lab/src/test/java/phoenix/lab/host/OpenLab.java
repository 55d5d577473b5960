package phoenix.lab.host;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import phoenix.pve.VmId;

/**
 * The program that {@link LabLeftoversTest} kills: opens a lab, starts a guest in it and waits for its end. Arguments: the lab's
 * name and, if it is not the usual one, the cache.
 */
final class OpenLab {
    private OpenLab() {}

    public static void main(String[] args) throws InterruptedException {
        LabPlace usual = LabPlace.of(new LabName(args[0]));
        LabPlace place = args.length == 1 ? usual : new LabPlace(usual.name(), usual.base(), Path.of(args[1]));
        RealLab lab = RealLab.at(place, System.out::println);
        System.out.println("up");
        VmId id = new VmId(100);
        lab.create(id, lab.config(id), Map.of());
        lab.node().containers().start(id, lab.config(id));
        System.out.println("guest started");
        new CountDownLatch(1).await();
    }
}
