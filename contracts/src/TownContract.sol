// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

/// Addresses of one deployment, known before its contracts are created.
struct Deployment {
    address forwarder;
    address registry;
    address skillWallet;
    address gigs;
    /// Implementation that the communities are clones of.
    address community;
}

/// @title What the singletons share: who is who, and where a community is
/// @dev A community's address follows from its id, so that no look-up costs storage and nobody can claim to be one.
abstract contract TownContract is ERC2771Context {
    address internal immutable REGISTRY;
    address internal immutable SKILL_WALLET;
    address internal immutable GIGS;
    address internal immutable COMMUNITY;

    constructor(Deployment memory deployment) ERC2771Context(deployment.forwarder) {
        REGISTRY = deployment.registry;
        SKILL_WALLET = deployment.skillWallet;
        GIGS = deployment.gigs;
        COMMUNITY = deployment.community;
    }

    function _communityAddress(uint32 communityId) internal view returns (address) {
        return Clones.predictDeterministicAddress(COMMUNITY, bytes32(uint256(communityId)), REGISTRY);
    }
}
