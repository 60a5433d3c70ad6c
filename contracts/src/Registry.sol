// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {ICommunity} from "./interfaces/ICommunity.sol";
import {Charter, IRegistry, Release} from "./interfaces/IRegistry.sol";
import {ISkillWallet, SkillChoice} from "./interfaces/ISkillWallet.sol";
import {Constants} from "./libraries/Constants.sol";
import {Deployment, TownContract} from "./TownContract.sol";
import {JoinPolicy} from "./types/Enums.sol";

/// @title Registry: see IRegistry
contract Registry is IRegistry, TownContract, Ownable2Step {
    /// @inheritdoc IRegistry
    uint32 public communities;
    uint16 private _releases;
    mapping(uint16 release => Release) private _modules;

    constructor(Deployment memory deployment, address owner) TownContract(deployment) Ownable(owner) {}

    /// @inheritdoc IRegistry
    function found(Charter calldata charter, SkillChoice[] calldata skills) external returns (uint32 communityId) {
        address founder = _msgSender();
        require(ISkillWallet(SKILL_WALLET).walletOf(founder) != 0, ISkillWallet.NoWallet(founder));
        return _found(founder, charter, skills, 0, 0);
    }

    /// @inheritdoc IRegistry
    function createAndFound(
        Charter calldata charter,
        SkillChoice[] calldata skills,
        bytes32 messagingKey,
        bytes32 profile
    ) external returns (uint32 communityId) {
        address founder = _msgSender();
        uint32 walletId = ISkillWallet(SKILL_WALLET).walletOf(founder);
        require(walletId == 0, ISkillWallet.WalletExists(walletId));
        return _found(founder, charter, skills, messagingKey, profile);
    }

    /// @inheritdoc IRegistry
    function offerRelease(address validator, address q2t) external onlyOwner returns (uint16 release) {
        require(validator == address(0) || validator.code.length != 0, NotAContract(validator));
        require(q2t == address(0) || q2t.code.length != 0, NotAContract(q2t));
        release = ++_releases;
        uint40 from = uint40(block.timestamp) + Constants.RELEASE_NOTICE;
        _modules[release] = Release(validator, q2t, from);
        emit ReleaseOffered(release, validator, q2t, from);
    }

    /// @inheritdoc IRegistry
    function communityAddress(uint32 communityId) external view returns (address) {
        return _communityAddress(communityId);
    }

    /// @inheritdoc IRegistry
    function modules(uint16 release) external view returns (Release memory) {
        require(release <= _releases, UnknownRelease(release));
        return _modules[release];
    }

    /// @inheritdoc IRegistry
    function latestRelease() public view returns (uint16 release) {
        // Only those offered in the last 7 days are passed over.
        release = _releases;
        while (release != 0 && _modules[release].from > block.timestamp) --release;
    }

    function _found(
        address founder,
        Charter calldata charter,
        SkillChoice[] calldata skills,
        bytes32 messagingKey,
        bytes32 profile
    ) private returns (uint32 communityId) {
        require(charter.template < Constants.TEMPLATES, UnknownTemplate(charter.template));
        require(charter.policy == JoinPolicy.Open, PolicyUnavailable(charter.policy));
        require(charter.key != 0, EmptyKey());
        _requireText(charter.name, 1, Constants.MAX_NAME_BYTES);
        _requireText(charter.purpose, 1, Constants.MAX_PURPOSE_BYTES);
        _requireText(charter.place, 0, Constants.MAX_PLACE_BYTES);
        _requireText(charter.language, 0, Constants.MAX_LANGUAGE_BYTES);

        communityId = ++communities;
        uint16 release = latestRelease();
        ICommunity community = ICommunity(Clones.cloneDeterministic(COMMUNITY, bytes32(uint256(communityId))));
        // The founder's id is known before it enters: its wallet's, or the next one.
        uint32 walletId = ISkillWallet(SKILL_WALLET).walletOf(founder);
        if (walletId == 0) walletId = uint32(ISkillWallet(SKILL_WALLET).totalSupply()) + 1;
        community.initialize(communityId, charter.template, walletId, charter.key, release);
        emit CommunityFounded(
            communityId,
            address(community),
            walletId,
            charter.template,
            release,
            charter.key,
            charter.name,
            charter.purpose,
            charter.place,
            charter.language
        );
        ISkillWallet(SKILL_WALLET).enterAsFounder(founder, communityId, skills, messagingKey, profile);
    }

    function _requireText(string calldata text, uint256 least, uint256 most) private pure {
        uint256 length = bytes(text).length;
        require(length >= least && length <= most, TextLength(length, most));
    }

    function _msgSender() internal view override(Context, ERC2771Context) returns (address) {
        return ERC2771Context._msgSender();
    }

    function _msgData() internal view override(Context, ERC2771Context) returns (bytes calldata) {
        return ERC2771Context._msgData();
    }

    function _contextSuffixLength() internal view override(Context, ERC2771Context) returns (uint256) {
        return ERC2771Context._contextSuffixLength();
    }
}
