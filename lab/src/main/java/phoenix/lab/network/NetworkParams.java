package phoenix.lab.network;

import java.util.List;
import phoenix.lab.schema.Param;

/** The parameters of an interface, as Proxmox 8.4 has them. */
final class NetworkParams {
    static final List<Param> ALL = List.of(
            Param.string("address").optional().format("ipv4").requires("netmask"),
            Param.string("address6").optional().format("ipv6").requires("netmask6"),
            Param.bool("autostart").optional(),
            Param.string("bond-primary").optional().format("pve-iface"),
            Param.string("bond_mode")
                    .optional()
                    .oneOf(
                            "balance-rr",
                            "active-backup",
                            "balance-xor",
                            "broadcast",
                            "802.3ad",
                            "balance-tlb",
                            "balance-alb",
                            "balance-slb",
                            "lacp-balance-slb",
                            "lacp-balance-tcp"),
            Param.string("bond_xmit_hash_policy").optional().oneOf("layer2", "layer2+3", "layer3+4"),
            Param.string("bridge_ports").optional().format("pve-iface-list"),
            Param.string("bridge_vids").optional().format("pve-vlan-id-or-range-list"),
            Param.bool("bridge_vlan_aware").optional(),
            Param.string("cidr").optional().format("CIDRv4"),
            Param.string("cidr6").optional().format("CIDRv6"),
            Param.string("comments").optional(),
            Param.string("comments6").optional(),
            Param.string("gateway").optional().format("ipv4"),
            Param.string("gateway6").optional().format("ipv6"),
            Param.integer("mtu").optional().minimum(1280).maximum(65520),
            Param.string("netmask").optional().format("ipv4mask").requires("address"),
            Param.integer("netmask6").optional().minimum(0).maximum(128).requires("address6"),
            Param.string("ovs_bonds").optional().format("pve-iface-list"),
            Param.string("ovs_bridge").optional().format("pve-iface"),
            Param.string("ovs_options").optional().maxLength(1024),
            Param.string("ovs_ports").optional().format("pve-iface-list"),
            Param.integer("ovs_tag").optional().minimum(1).maximum(4094),
            Param.string("slaves").optional().format("pve-iface-list"),
            Param.string("type")
                    .oneOf(
                            "bridge",
                            "bond",
                            "eth",
                            "alias",
                            "vlan",
                            "OVSBridge",
                            "OVSBond",
                            "OVSPort",
                            "OVSIntPort",
                            "vnet",
                            "unknown"),
            Param.integer("vlan-id").optional().minimum(1).maximum(4094),
            Param.string("vlan-raw-device").optional().format("pve-iface"));

    private NetworkParams() {}

    static Param iface() {
        return Param.string("iface").format("pve-iface").minLength(2).maxLength(20);
    }
}
