// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Baggage, ICommunity} from "./interfaces/ICommunity.sol";
import {IERC5192} from "./interfaces/IERC5192.sol";
import {IGigs} from "./interfaces/IGigs.sol";
import {ISkillWallet, RatingsView, SkillChoice, WalletView} from "./interfaces/ISkillWallet.sol";
import {Constants} from "./libraries/Constants.sol";
import {Levels} from "./libraries/Levels.sol";
import {Deployment, TownContract} from "./TownContract.sol";
import {ScoreCause} from "./types/Enums.sol";
import {SkillSet, SkillSets} from "./types/SkillSet.sol";

/// @title Skill Wallet: see ISkillWallet
contract SkillWallet is ISkillWallet, TownContract {
    /// One slot, read by every step of a gig.
    struct Identity {
        address owner;
        uint32 communityId;
        uint8 openGigs;
        uint8 engagements;
        uint8 unratedGigs;
        bool validated;
    }

    /// One slot.
    struct Skills {
        SkillSet active;
        uint40 changedAt;
        uint40 claimedAt;
        uint16 abandonedGigs;
        uint16 settledGigs;
        uint24 roundFollowed;
    }

    struct Wallet {
        Identity identity;
        Skills skills;
        /// While the wallet lives in a community, `granted` is held there and 0 here.
        Baggage baggage;
        bytes32 messagingKey;
        bytes32 profile;
    }

    /// One slot: the rates of one skill of one wallet, kept for all 36 skills.
    struct Ratings {
        /// Wallet ids of the first four raters, 32 bits each; the fifth rate that counts validates and nobody is counted after it.
        uint128 raters;
        uint24 count;
        uint32 sum;
        uint16 pending;
        /// Level a skill had when it went dormant unvalidated while a rate could still come.
        uint8 dormantLevel;
    }

    /// One slot.
    struct Round {
        uint24 number;
        uint40 startedAt;
    }

    string public constant name = "Skill Wallet";
    string public constant symbol = "SKILL";

    /// @inheritdoc ISkillWallet
    mapping(address owner => uint32) public walletOf;
    mapping(uint32 walletId => Wallet) private _wallets;
    mapping(uint32 walletId => mapping(uint8 skill => Ratings)) private _ratings;
    mapping(uint32 communityId => Round) private _rounds;
    uint32 private _lastWallet;

    modifier only(address caller) {
        require(msg.sender == caller, Unauthorized(msg.sender));
        _;
    }

    constructor(Deployment memory deployment) TownContract(deployment) {}

    /// @inheritdoc ISkillWallet
    function createAndJoin(uint32 communityId, SkillChoice[] calldata skills, bytes32 messagingKey, bytes32 profile)
        external
        returns (uint32 walletId)
    {
        return _createAndJoin(_msgSender(), communityId, skills, messagingKey, profile);
    }

    /// @inheritdoc ISkillWallet
    function join(uint32 communityId, SkillChoice[] calldata skills) external {
        _join(_ownWallet(), communityId, skills);
    }

    /// @inheritdoc ISkillWallet
    function leave(uint64[] calldata gigsToCancel) external {
        uint32 walletId = _ownWallet();
        _wallets[walletId].baggage = _exit(walletId, gigsToCancel);
    }

    /// @inheritdoc ISkillWallet
    function relocate(uint32 communityId, SkillChoice[] calldata skills, uint64[] calldata gigsToCancel) external {
        uint32 walletId = _ownWallet();
        require(_wallets[walletId].identity.communityId != communityId, SameCommunity());
        Baggage memory baggage = _exit(walletId, gigsToCancel);
        _chooseOnJoining(walletId, skills);
        _enter(walletId, communityId, baggage);
    }

    /// @inheritdoc ISkillWallet
    function changeSkills(SkillChoice[] calldata skills) external {
        uint32 walletId = _ownWallet();
        Wallet storage own = _wallets[walletId];
        require(own.identity.communityId != 0, NoCommunity());
        uint40 changedAt = own.skills.changedAt;
        require(
            changedAt == 0 || block.timestamp >= changedAt + Constants.SKILL_CHANGE_INTERVAL,
            SkillsChangedRecently(changedAt + Constants.SKILL_CHANGE_INTERVAL)
        );
        _followIfDue(walletId);

        SkillSet before = own.skills.active;
        SkillSet present = _choose(walletId, before, skills);
        _rememberDormant(walletId, before, present, true);
        own.skills.active = present;
        own.skills.changedAt = uint40(block.timestamp);
        emit SkillsChanged(walletId, present);
        _update(walletId, before, present, true, ScoreCause.SkillsChanged);
    }

    /// @inheritdoc ISkillWallet
    function setMessagingKey(bytes32 messagingKey) external {
        require(messagingKey != 0, EmptyKey());
        uint32 walletId = _ownWallet();
        _wallets[walletId].messagingKey = messagingKey;
        emit MessagingKeyChanged(walletId, messagingKey);
    }

    /// @inheritdoc ISkillWallet
    function setProfile(bytes32 profile) external {
        uint32 walletId = _ownWallet();
        _wallets[walletId].profile = profile;
        emit ProfileChanged(walletId, profile);
    }

    /// @inheritdoc ISkillWallet
    function settle(uint32 walletId) external {
        Wallet storage settled = _existing(walletId);
        require(settled.identity.communityId != 0, NoCommunity());
        SkillSet active = settled.skills.active;
        _update(walletId, active, active, false, ScoreCause.LevelAdjusted);
    }

    /// @inheritdoc ISkillWallet
    function follow(uint32 walletId) external {
        _existing(walletId);
        _followIfDue(walletId);
    }

    /// @inheritdoc ISkillWallet
    function claimCarried() external returns (uint256 amount) {
        uint32 walletId = _ownWallet();
        Wallet storage own = _wallets[walletId];
        require(own.identity.communityId != 0, NoCommunity());
        uint40 claimedAt = own.skills.claimedAt;
        require(
            claimedAt == 0 || block.timestamp >= claimedAt + Constants.CLAIM_INTERVAL,
            ClaimedRecently(claimedAt + Constants.CLAIM_INTERVAL)
        );
        uint96 carried = own.baggage.carried;
        amount = _community(own.identity.communityId).claim(own.identity.owner, carried);
        require(amount != 0, NothingToClaim());
        own.baggage.carried = uint96(carried - amount);
        own.skills.claimedAt = uint40(block.timestamp);
        emit CarriedClaimed(walletId, amount);
    }

    /// @inheritdoc ISkillWallet
    function enterAsFounder(
        address owner,
        uint32 communityId,
        SkillChoice[] calldata skills,
        bytes32 messagingKey,
        bytes32 profile
    ) external only(REGISTRY) returns (uint32 walletId) {
        walletId = walletOf[owner];
        if (walletId == 0) return _createAndJoin(owner, communityId, skills, messagingKey, profile);
        _join(walletId, communityId, skills);
    }

    /// @inheritdoc ISkillWallet
    function gigOpened(address owner) external only(GIGS) returns (uint32 walletId, uint32 communityId) {
        walletId = walletOf[owner];
        require(walletId != 0, NoWallet(owner));
        Identity memory creator = _wallets[walletId].identity;
        require(creator.communityId != 0, NoCommunity());
        require(creator.unratedGigs == 0, RatingsDue(creator.unratedGigs));
        require(creator.openGigs < Constants.MAX_OPEN_GIGS, TooManyOpenGigs());
        _wallets[walletId].identity.openGigs = creator.openGigs + 1;
        return (walletId, creator.communityId);
    }

    /// @inheritdoc ISkillWallet
    function gigClosed(uint32 creator) external only(GIGS) returns (address owner) {
        Identity storage identity = _wallets[creator].identity;
        --identity.openGigs;
        return identity.owner;
    }

    /// @inheritdoc ISkillWallet
    function gigEngaged(uint32 creatorId, uint32 takerId, uint32 communityId, uint8 skill)
        external
        only(GIGS)
        returns (address creatorOwner, address takerOwner)
    {
        Identity memory taker = _wallets[takerId].identity;
        require(taker.communityId == communityId, NotNeighbour(takerId));
        require(_wallets[takerId].skills.active.has(skill), SkillMissing(skill));
        Identity memory creator = _wallets[creatorId].identity;
        _engage(creatorId, creator);
        _engage(takerId, taker);
        _wallets[creatorId].identity.openGigs = creator.openGigs - 1;
        return (creator.owner, taker.owner);
    }

    /// @inheritdoc ISkillWallet
    function gigReopened(uint32 creatorId, uint32 takerId, bool abandoned) external only(GIGS) {
        Identity storage creator = _wallets[creatorId].identity;
        --creator.engagements;
        ++creator.openGigs;
        --_wallets[takerId].identity.engagements;
        if (abandoned) _wallets[takerId].skills.abandonedGigs = _countUp(_wallets[takerId].skills.abandonedGigs);
    }

    /// @inheritdoc ISkillWallet
    function gigCompleted(uint32 creatorId, uint32 takerId, uint8 skill)
        external
        only(GIGS)
        returns (address takerOwner)
    {
        Identity storage creator = _wallets[creatorId].identity;
        --creator.engagements;
        ++creator.unratedGigs;
        Identity storage taker = _wallets[takerId].identity;
        --taker.engagements;
        ++_ratings[takerId][skill].pending;
        return taker.owner;
    }

    /// @inheritdoc ISkillWallet
    function gigSettled(uint32 creatorId, uint32 takerId)
        external
        only(GIGS)
        returns (address creatorOwner, address takerOwner)
    {
        return (_settleGig(creatorId), _settleGig(takerId));
    }

    /// @inheritdoc ISkillWallet
    function gigRated(address caller, uint32 creatorId, uint32 takerId, uint8 skill, uint8 rating)
        external
        only(GIGS)
        returns (uint8 rate, bool counted)
    {
        Identity storage creator = _wallets[creatorId].identity;
        require(caller == address(0) || creator.owner == caller, NotWalletOwner(creatorId, caller));
        --creator.unratedGigs;

        // Before the rate, so that a late follower ends where a prompt one does.
        _followIfDue(takerId);
        Ratings storage rated = _ratings[takerId][skill];
        rate = rating != 0 ? rating : _presentLevel(takerId, skill, rated);
        --rated.pending;
        bool validating;
        (counted, validating) = _countRate(rated, creatorId, rate);
        if (validating) _validate(takerId, skill, rated);
    }

    /// @inheritdoc ISkillWallet
    function startRound(uint32 communityId) external only(_communityAddress(communityId)) returns (bool started) {
        Round memory last = _rounds[communityId];
        if (last.number != 0 && block.timestamp < last.startedAt + Constants.ROUND_INTERVAL) return false;
        ++last.number;
        last.startedAt = uint40(block.timestamp);
        _rounds[communityId] = last;
        emit RoundStarted(communityId, last.number);
        return true;
    }

    /// @inheritdoc IERC721
    function approve(address, uint256) external pure {
        revert Soulbound();
    }

    /// @inheritdoc IERC721
    function setApprovalForAll(address, bool) external pure {
        revert Soulbound();
    }

    /// @inheritdoc IERC721
    function transferFrom(address, address, uint256) external pure {
        revert Soulbound();
    }

    /// @inheritdoc IERC721
    function safeTransferFrom(address, address, uint256) external pure {
        revert Soulbound();
    }

    /// @inheritdoc IERC721
    function safeTransferFrom(address, address, uint256, bytes calldata) external pure {
        revert Soulbound();
    }

    /// @inheritdoc IERC721
    function balanceOf(address owner) external view returns (uint256) {
        require(owner != address(0), NoWallet(owner));
        return walletOf[owner] == 0 ? 0 : 1;
    }

    /// @inheritdoc IERC721
    function ownerOf(uint256 walletId) external view returns (address) {
        return _existing(walletId).identity.owner;
    }

    /// @inheritdoc IERC721
    function getApproved(uint256 walletId) external view returns (address) {
        _existing(walletId);
        return address(0);
    }

    /// @inheritdoc IERC721
    function isApprovedForAll(address, address) external pure returns (bool) {
        return false;
    }

    /// @inheritdoc IERC5192
    function locked(uint256 walletId) external view returns (bool) {
        _existing(walletId);
        return true;
    }

    /// @inheritdoc ISkillWallet
    function wallet(uint32 walletId) external view returns (WalletView memory) {
        Wallet memory seen = _existing(walletId);
        return WalletView({
            owner: seen.identity.owner,
            communityId: seen.identity.communityId,
            skills: seen.skills.active,
            validated: seen.identity.validated,
            openGigs: seen.identity.openGigs,
            engagements: seen.identity.engagements,
            unratedGigs: seen.identity.unratedGigs,
            abandonedGigs: seen.skills.abandonedGigs,
            settledGigs: seen.skills.settledGigs,
            roundFollowed: seen.skills.roundFollowed,
            skillsChangedAt: seen.skills.changedAt,
            claimedAt: seen.skills.claimedAt,
            carried: seen.baggage.carried,
            granted: seen.baggage.granted,
            messagingKey: seen.messagingKey,
            profile: seen.profile
        });
    }

    /// @inheritdoc ISkillWallet
    function ratings(uint32 walletId, uint8 skill) external view returns (RatingsView memory) {
        _existing(walletId);
        Ratings memory rated = _ratings[walletId][skill];
        return RatingsView({count: rated.count, sum: rated.sum, pending: rated.pending});
    }

    /// @inheritdoc ISkillWallet
    function round(uint32 communityId) external view returns (uint24 number, uint40 startedAt) {
        Round memory last = _rounds[communityId];
        return (last.number, last.startedAt);
    }

    /// @inheritdoc ISkillWallet
    function totalSupply() external view returns (uint256) {
        return _lastWallet;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC721).interfaceId || interfaceId == type(IERC5192).interfaceId
            || interfaceId == type(IERC165).interfaceId;
    }

    function _createAndJoin(
        address owner,
        uint32 communityId,
        SkillChoice[] calldata skills,
        bytes32 messagingKey,
        bytes32 profile
    ) private returns (uint32 walletId) {
        require(walletOf[owner] == 0, WalletExists(walletOf[owner]));
        require(messagingKey != 0, EmptyKey());
        walletId = ++_lastWallet;
        walletOf[owner] = walletId;
        Wallet storage created = _wallets[walletId];
        created.identity.owner = owner;
        created.messagingKey = messagingKey;
        if (profile != 0) created.profile = profile;
        emit Transfer(address(0), owner, walletId);
        emit Locked(walletId);
        emit WalletCreated(walletId, owner, messagingKey, profile);
        _chooseOnJoining(walletId, skills);
        _enter(walletId, communityId, Baggage({carried: 0, granted: 0, fresh: 0}));
    }

    function _join(uint32 walletId, uint32 communityId, SkillChoice[] calldata skills) private {
        uint32 present = _wallets[walletId].identity.communityId;
        require(present == 0, AlreadyMember(present));
        _chooseOnJoining(walletId, skills);
        _enter(walletId, communityId, _wallets[walletId].baggage);
    }

    /// @dev The skills were chosen before; the community refuses those of another template.
    function _enter(uint32 walletId, uint32 communityId, Baggage memory brought) private {
        ICommunity community = _community(communityId);
        require(address(community).code.length != 0, UnknownCommunity(communityId));
        Wallet storage newcomer = _wallets[walletId];
        Identity storage identity = newcomer.identity;
        identity.communityId = communityId;
        // Rounds that began before are none of the newcomer's.
        newcomer.skills.roundFollowed = _rounds[communityId].number;
        uint96 left = community.admit(identity.owner, walletId, newcomer.skills.active, identity.validated, brought);
        if (brought.carried != 0 || brought.granted != 0) {
            newcomer.baggage = Baggage({carried: left, granted: 0, fresh: 0});
        }
    }

    function _exit(uint32 walletId, uint64[] calldata gigsToCancel) private returns (Baggage memory baggage) {
        Wallet storage leaver = _wallets[walletId];
        uint32 communityId = leaver.identity.communityId;
        require(communityId != 0, NoCommunity());
        _followIfDue(walletId);
        if (gigsToCancel.length != 0) IGigs(GIGS).cancelOwn(walletId, gigsToCancel);
        Identity memory identity = leaver.identity;
        require(identity.engagements == 0, EngagedInGigs(identity.engagements));
        require(identity.openGigs == 0, OpenGigsLeft(identity.openGigs));
        identity.communityId = 0;
        leaver.identity = identity;
        (uint80 returned, uint80 granted) = _community(communityId).expel(identity.owner, leaver.skills.active);
        return Baggage({carried: leaver.baggage.carried + returned, granted: granted, fresh: returned});
    }

    /// @dev Joining a community of the template one has skills from keeps them; of another one, or the first, chooses.
    function _chooseOnJoining(uint32 walletId, SkillChoice[] calldata skills) private {
        SkillSet before = _wallets[walletId].skills.active;
        bool hasSkills = before.count() != 0;
        if (hasSkills && skills.length == 0) return;
        SkillSet present = _choose(walletId, SkillSets.EMPTY, skills);
        require(!hasSkills || before.template() != present.template(), SkillsKept());
        if (hasSkills) _rememberDormant(walletId, before, present, false);
        _wallets[walletId].skills.active = present;
        emit SkillsChanged(walletId, present);
    }

    /// @dev A skill active before keeps its level, a validated one revives at the mean of its rates, others take the level chosen.
    function _choose(uint32 walletId, SkillSet before, SkillChoice[] calldata skills)
        private
        view
        returns (SkillSet present)
    {
        require(skills.length != 0 && skills.length <= Constants.MAX_SKILLS, SkillCount(skills.length));
        uint8 template = skills[0].skill / Constants.SKILLS_PER_TEMPLATE;
        for (uint256 i; i < skills.length; ++i) {
            uint8 skill = skills[i].skill;
            uint8 level = skills[i].level;
            require(
                template < Constants.TEMPLATES && skill / Constants.SKILLS_PER_TEMPLATE == template,
                ForeignSkill(skill, template)
            );
            require(level != 0 && level <= Constants.MAX_LEVEL, LevelRange(level));
            require(!present.has(skill), DuplicateSkill(skill));
            bool validated;
            uint256 kept = before.indexOf(skill);
            if (kept != Constants.MAX_SKILLS) {
                (, level, validated) = before.get(kept);
            } else {
                Ratings storage rated = _ratings[walletId][skill];
                uint24 count = rated.count;
                validated = count >= Constants.VALIDATING_RATES;
                if (validated) level = Levels.mean(rated.sum, count);
                // A rate by default is still to come: it must find the level that the gig was done with.
                else if (rated.pending != 0 && rated.dormantLevel != 0) level = rated.dormantLevel;
            }
            present = present.with(i, skill, level, validated);
        }
    }

    /// @dev Keeps the level of unvalidated skills that go dormant while a rate by default could still need it.
    function _rememberDormant(uint32 walletId, SkillSet before, SkillSet present, bool refusePending) private {
        uint256 n = before.count();
        for (uint256 i; i < n; ++i) {
            (uint8 skill, uint8 level, bool validated) = before.get(i);
            if (present.has(skill)) continue;
            Ratings storage rated = _ratings[walletId][skill];
            bool pending = rated.pending != 0;
            require(!pending || !refusePending, RatingPending(skill));
            if (!validated && (pending || _wallets[walletId].identity.engagements != 0)) rated.dormantLevel = level;
        }
    }

    function _engage(uint32 walletId, Identity memory identity) private {
        require(
            uint256(identity.engagements) + identity.unratedGigs < Constants.MAX_ENGAGEMENTS,
            TooManyEngagements(walletId)
        );
        _wallets[walletId].identity.engagements = identity.engagements + 1;
    }

    function _settleGig(uint32 walletId) private returns (address owner) {
        Wallet storage party = _wallets[walletId];
        --party.identity.engagements;
        party.skills.settledGigs = _countUp(party.skills.settledGigs);
        return party.identity.owner;
    }

    /// @dev Before validation a fourth rate from one person counts for nothing (spec §2.3).
    function _countRate(Ratings storage rated, uint32 rater, uint8 rate)
        private
        returns (bool counted, bool validating)
    {
        uint256 count = rated.count;
        if (count < Constants.VALIDATING_RATES) {
            uint256 raters = rated.raters;
            unchecked {
                uint256 same;
                for (uint256 i; i < count; ++i) {
                    if (uint32(raters >> (32 * i)) == rater) ++same;
                }
                if (same >= Constants.VALIDATING_RATES_PER_PERSON) return (false, false);
                // The fifth shifts out of the word.
                rated.raters = uint128(raters | uint256(rater) << (32 * count));
            }
            validating = count + 1 == Constants.VALIDATING_RATES;
        }
        // Full after 16.7 million rates: from then on the mean stands.
        if (count == type(uint24).max) return (false, false);
        rated.count = uint24(count + 1);
        rated.sum += rate;
        return (true, validating);
    }

    function _validate(uint32 walletId, uint8 skill, Ratings storage rated) private {
        Wallet storage validated = _wallets[walletId];
        uint8 level = Levels.mean(rated.sum, rated.count);
        Identity storage identity = validated.identity;
        if (!identity.validated) {
            identity.validated = true;
            // A round that began before had nothing to re-evaluate here.
            validated.skills.roundFollowed = _rounds[identity.communityId].number;
        }
        emit SkillValidated(walletId, skill, level);

        SkillSet before = validated.skills.active;
        SkillSet present = before;
        uint256 i = before.indexOf(skill);
        bool active = i != Constants.MAX_SKILLS;
        if (active) {
            present = before.with(i, skill, level, true);
            validated.skills.active = present;
            emit SkillsChanged(walletId, present);
        }
        if (identity.communityId != 0) _update(walletId, before, present, active, ScoreCause.LevelAdjusted);
    }

    function _followIfDue(uint32 walletId) private {
        Identity storage identity = _wallets[walletId].identity;
        if (!identity.validated || identity.communityId == 0) return;
        uint24 number = _rounds[identity.communityId].number;
        Skills storage skills = _wallets[walletId].skills;
        if (skills.roundFollowed == number) return;

        SkillSet before = skills.active;
        SkillSet present = before;
        uint256 n = before.count();
        for (uint256 i; i < n; ++i) {
            (uint8 skill,, bool validated) = before.get(i);
            if (!validated) continue;
            Ratings storage rated = _ratings[walletId][skill];
            present = present.with(i, skill, Levels.mean(rated.sum, rated.count), true);
        }
        skills.active = present;
        skills.roundFollowed = number;
        emit RoundFollowed(walletId, number, present);
        _update(walletId, before, present, false, ScoreCause.LevelAdjusted);
    }

    function _update(uint32 walletId, SkillSet before, SkillSet present, bool rescore, ScoreCause cause) private {
        Identity storage identity = _wallets[walletId].identity;
        _community(identity.communityId).update(identity.owner, before, present, identity.validated, rescore, cause);
    }

    /// @dev What a gig unrated for the period is rated with: the level the skill has, or had last.
    function _presentLevel(uint32 walletId, uint8 skill, Ratings storage rated) private view returns (uint8 level) {
        SkillSet active = _wallets[walletId].skills.active;
        uint256 i = active.indexOf(skill);
        if (i != Constants.MAX_SKILLS) (, level,) = active.get(i);
        else if (rated.count >= Constants.VALIDATING_RATES) level = Levels.mean(rated.sum, rated.count);
        else level = rated.dormantLevel;
    }

    function _countUp(uint16 count) private pure returns (uint16) {
        return count == type(uint16).max ? count : count + 1;
    }

    function _ownWallet() private view returns (uint32 walletId) {
        address caller = _msgSender();
        walletId = walletOf[caller];
        require(walletId != 0, NoWallet(caller));
    }

    function _existing(uint256 walletId) private view returns (Wallet storage found) {
        require(walletId <= type(uint32).max, UnknownWallet(walletId));
        found = _wallets[uint32(walletId)];
        require(found.identity.owner != address(0), UnknownWallet(walletId));
    }

    function _community(uint32 communityId) private view returns (ICommunity) {
        return ICommunity(_communityAddress(communityId));
    }
}
