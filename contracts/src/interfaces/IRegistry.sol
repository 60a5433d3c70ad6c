// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SkillChoice} from "./ISkillWallet.sol";
import {JoinPolicy} from "../types/Enums.sol";

/// What a community is founded with. Texts are kept in the event only.
struct Charter {
    uint8 template;
    JoinPolicy policy;
    /// The community's public key, x-only secp256k1.
    bytes32 key;
    string name;
    string purpose;
    /// Coarse place, or empty.
    string place;
    /// BCP 47 tag, or empty.
    string language;
}

/// Modules of the gig rules (spec §13).
struct Release {
    address validator;
    address q2t;
    /// In force from this time on, seconds.
    uint40 from;
}

/// @title Registry: founding of communities, releases of modules (spec §3.1, §13)
interface IRegistry {
    /// @notice A community was founded.
    event CommunityFounded(
        uint32 indexed communityId,
        address indexed community,
        uint32 indexed founder,
        uint8 template,
        uint16 release,
        bytes32 key,
        string name,
        string purpose,
        string place,
        string language
    );
    /// @notice A release of modules was offered; zero addresses are unset modules.
    event ReleaseOffered(uint16 indexed release, address validator, address q2t, uint40 from);

    /// @notice Thrown when the template does not exist.
    error UnknownTemplate(uint8 template);
    /// @notice Thrown when the join policy is not built yet.
    error PolicyUnavailable(JoinPolicy policy);
    /// @notice Thrown when a text is empty that must not be, or longer than allowed, in bytes of UTF-8.
    error TextLength(uint256 length, uint256 limit);
    /// @notice Thrown when the community's key is zero.
    error EmptyKey();
    /// @notice Thrown when the release does not exist.
    error UnknownRelease(uint16 release);
    /// @notice Thrown when a module has no code.
    error NotAContract(address module);

    /// @notice Founds a community with the caller's existing wallet, which joins it.
    /// @param skills As for `ISkillWallet.join`.
    function found(Charter calldata charter, SkillChoice[] calldata skills) external returns (uint32 communityId);

    /// @notice Creates the caller's wallet and founds a community with it.
    function createAndFound(
        Charter calldata charter,
        SkillChoice[] calldata skills,
        bytes32 messagingKey,
        bytes32 profile
    ) external returns (uint32 communityId);

    /// @notice Owner only: offers a release, in force after 7 days for communities that adopt it.
    function offerRelease(address validator, address q2t) external returns (uint16 release);

    /// @notice Number of communities ever founded; their ids are 1 to this.
    function communities() external view returns (uint32);

    /// @notice Address of a community, whether or not it was founded yet.
    function communityAddress(uint32 communityId) external view returns (address);

    /// @notice A release; 0 is the one without modules.
    function modules(uint16 release) external view returns (Release memory);

    /// @notice Latest release in force.
    function latestRelease() external view returns (uint16);
}
