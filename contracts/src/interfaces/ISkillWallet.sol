// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC5192} from "./IERC5192.sol";
import {SkillSet} from "../types/SkillSet.sol";

/// A skill and the level its owner claims for it, 1 to 10.
struct SkillChoice {
    uint8 skill;
    uint8 level;
}

/// What is public of a Skill Wallet.
struct WalletView {
    address owner;
    /// Where the wallet lives; 0: nowhere.
    uint32 communityId;
    SkillSet skills;
    bool validated;
    uint8 openGigs;
    uint8 engagements;
    uint8 unratedGigs;
    uint16 abandonedGigs;
    uint16 settledGigs;
    uint24 roundFollowed;
    uint40 skillsChangedAt;
    uint40 claimedAt;
    /// Credits remembered from communities left, in base units.
    uint96 carried;
    /// What was granted, in base units, while the wallet lives nowhere; else the community holds it.
    uint80 granted;
    bytes32 messagingKey;
    bytes32 profile;
}

/// Rates of one skill of one wallet.
struct RatingsView {
    /// Rates that count.
    uint24 count;
    uint32 sum;
    /// Completed gigs in this skill that wait for their rating.
    uint16 pending;
}

/// @title Skill Wallet: a person's identity, skills and residence (spec §2, §3)
/// @notice One soulbound token a person. The owner's acts on the own residence and skills start here; the communities keep the credits.
interface ISkillWallet is IERC721, IERC5192 {
    /// @notice A wallet was created. `messagingKey` is an x-only secp256k1 key, `profile` a commitment to a private profile.
    event WalletCreated(uint32 indexed walletId, address indexed owner, bytes32 messagingKey, bytes32 profile);
    /// @notice The key under which the owner receives encrypted messages and signs records changed.
    event MessagingKeyChanged(uint32 indexed walletId, bytes32 messagingKey);
    /// @notice The commitment to the private profile changed.
    event ProfileChanged(uint32 indexed walletId, bytes32 profile);
    /// @notice The active skills, their levels or their validation changed.
    event SkillsChanged(uint32 indexed walletId, SkillSet skills);
    /// @notice A skill reached five rates that count; `level` is their mean.
    event SkillValidated(uint32 indexed walletId, uint8 indexed skill, uint8 level);
    /// @notice A re-evaluation round of a community began (spec §6.1).
    event RoundStarted(uint32 indexed communityId, uint24 round);
    /// @notice The levels of a wallet followed the round (spec §6.2); `skills` are the active ones with their levels now.
    event RoundFollowed(uint32 indexed walletId, uint24 round, SkillSet skills);
    /// @notice Carried credits were unlocked, in base units.
    event CarriedClaimed(uint32 indexed walletId, uint256 amount);

    /// @notice Thrown when a Skill Wallet is transferred or approved.
    error Soulbound();
    /// @notice Thrown when the caller has a Skill Wallet already.
    error WalletExists(uint32 walletId);
    /// @notice Thrown when the caller has no Skill Wallet.
    error NoWallet(address caller);
    /// @notice Thrown when the wallet does not exist.
    error UnknownWallet(uint256 walletId);
    /// @notice Thrown when the wallet lives in a community already.
    error AlreadyMember(uint32 communityId);
    /// @notice Thrown when the wallet lives in no community.
    error NoCommunity();
    /// @notice Thrown when the community does not exist.
    error UnknownCommunity(uint32 communityId);
    /// @notice Thrown when not one to three skills were chosen.
    error SkillCount(uint256 count);
    /// @notice Thrown when a skill was chosen twice.
    error DuplicateSkill(uint8 skill);
    /// @notice Thrown when a skill does not belong to the community's template.
    error ForeignSkill(uint8 skill, uint8 template);
    /// @notice Thrown when a level is not 1 to 10.
    error LevelRange(uint8 level);
    /// @notice Thrown when skills are chosen on joining a community of the template the wallet has its skills from: they stay.
    error SkillsKept();
    /// @notice Thrown when skills were changed less than 30 days ago.
    error SkillsChangedRecently(uint40 availableAt);
    /// @notice Thrown when a skill to be dropped has a completed gig that waits for its rating.
    error RatingPending(uint8 skill);
    /// @notice Thrown when the messaging key is zero.
    error EmptyKey();
    /// @notice Thrown when someone leaves who is party to an unfinished gig.
    error EngagedInGigs(uint256 count);
    /// @notice Thrown when someone leaves with open gigs that are not cancelled in the same step.
    error OpenGigsLeft(uint256 count);
    /// @notice Thrown when a creator would have more than 24 open gigs.
    error TooManyOpenGigs();
    /// @notice Thrown when a wallet would be party to more gigs than it can keep.
    error TooManyEngagements(uint32 walletId);
    /// @notice Thrown when a completed gig of the creator waits for a rating.
    error RatingsDue(uint256 count);
    /// @notice Thrown when the requester does not live in the community of the gig.
    error NotNeighbour(uint32 walletId);
    /// @notice Thrown when the requester has not the skill of the gig among the active ones.
    error SkillMissing(uint8 skill);
    /// @notice Thrown when the caller does not own the wallet that this step belongs to.
    error NotWalletOwner(uint32 walletId, address caller);
    /// @notice Thrown when no carried credits can be claimed now.
    error NothingToClaim();
    /// @notice Thrown when carried credits were claimed less than 30 days ago.
    error ClaimedRecently(uint40 availableAt);
    /// @notice Thrown when relocating to the community one lives in.
    error SameCommunity();
    /// @notice Thrown when a function of other contracts of the town is called by somebody else.
    error Unauthorized(address caller);

    /// @notice Creates the caller's wallet and joins a community with it (spec §3.3).
    /// @param skills One to three skills of the community's template, with self-assessed levels.
    /// @param messagingKey x-only secp256k1 key for records and messages.
    /// @param profile Commitment to the private profile, or zero.
    function createAndJoin(uint32 communityId, SkillChoice[] calldata skills, bytes32 messagingKey, bytes32 profile)
        external
        returns (uint32 walletId);

    /// @notice Joins a community with an existing wallet.
    /// @param skills Empty when the wallet's skills are of the same template, else one to three of the new one.
    function join(uint32 communityId, SkillChoice[] calldata skills) external;

    /// @notice Leaves the community; the balance returns to its vault and is remembered as carried credits (spec §3.4).
    /// @param gigsToCancel The caller's own Proposed and Open gigs, all of them.
    function leave(uint64[] calldata gigsToCancel) external;

    /// @notice Leaves one community and joins another in one step (spec §3.5).
    function relocate(uint32 communityId, SkillChoice[] calldata skills, uint64[] calldata gigsToCancel) external;

    /// @notice Replaces the active skills (spec §2.6). Levels count only for skills neither active nor validated yet.
    function changeSkills(SkillChoice[] calldata skills) external;

    /// @notice Replaces the key for records and messages.
    function setMessagingKey(bytes32 messagingKey) external;

    /// @notice Replaces the commitment to the private profile.
    function setProfile(bytes32 profile) external;

    /// @notice Moves what the wallet is owed or owes between vault and member, as far as the payer can give (spec §2.5).
    function settle(uint32 walletId) external;

    /// @notice Applies the last re-evaluation round of the wallet's community to its levels (spec §6.2). No effect when none is due.
    function follow(uint32 walletId) external;

    /// @notice Unlocks carried credits from the vault (spec §3.4).
    function claimCarried() external returns (uint256 amount);

    /// @notice Registry only: `owner` enters a new community as its founder, with a wallet created if there is none.
    function enterAsFounder(
        address owner,
        uint32 communityId,
        SkillChoice[] calldata skills,
        bytes32 messagingKey,
        bytes32 profile
    ) external returns (uint32 walletId);

    /// @notice Gigs only: the owner opens a gig. @return walletId of the owner. @return communityId where the owner lives.
    function gigOpened(address owner) external returns (uint32 walletId, uint32 communityId);

    /// @notice Gigs only: an open gig of the creator ended. @return owner of the creator's wallet.
    function gigClosed(uint32 creator) external returns (address owner);

    /// @notice Gigs only: creator and taker become parties; checks that both live in `communityId` and the taker has the skill.
    /// @return creatorOwner Owner of the creator's wallet. @return takerOwner Owner of the taker's wallet.
    function gigEngaged(uint32 creator, uint32 taker, uint32 communityId, uint8 skill)
        external
        returns (address creatorOwner, address takerOwner);

    /// @notice Gigs only: the taker is no longer party and the gig is open again.
    /// @param abandoned Whether it counts as abandoned by the taker.
    function gigReopened(uint32 creator, uint32 taker, bool abandoned) external;

    /// @notice Gigs only: the gig was completed and waits for its rating. @return takerOwner Owner of the taker's wallet.
    function gigCompleted(uint32 creator, uint32 taker, uint8 skill) external returns (address takerOwner);

    /// @notice Gigs only: the gig was settled. @return creatorOwner Owner of the creator's wallet. @return takerOwner Owner of the taker's.
    function gigSettled(uint32 creator, uint32 taker) external returns (address creatorOwner, address takerOwner);

    /// @notice Gigs only: the creator rates the taker's skill (spec §2.3). A caller of zero stands for the default after the period.
    /// @param rating 1 to 10, or 0 for the taker's present level.
    /// @return rate What was given. @return counted Whether it counts.
    function gigRated(address caller, uint32 creator, uint32 taker, uint8 skill, uint8 rating)
        external
        returns (uint8 rate, bool counted);

    /// @notice Communities only: a payment lifted a member across the fair share (spec §6.1).
    /// @return started Whether a round began.
    function startRound(uint32 communityId) external returns (bool started);

    /// @notice Name of the token.
    function name() external view returns (string memory);

    /// @notice Symbol of the token.
    function symbol() external view returns (string memory);

    /// @notice Wallet of an owner, 0 for none.
    function walletOf(address owner) external view returns (uint32 walletId);

    /// @notice What is public of a wallet.
    function wallet(uint32 walletId) external view returns (WalletView memory);

    /// @notice Rates of one skill of a wallet, dormant skills included.
    function ratings(uint32 walletId, uint8 skill) external view returns (RatingsView memory);

    /// @notice Number and start of the community's last re-evaluation round.
    function round(uint32 communityId) external view returns (uint24 number, uint40 startedAt);

    /// @notice Number of wallets ever created.
    function totalSupply() external view returns (uint256);
}
