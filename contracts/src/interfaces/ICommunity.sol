// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ScoreCause} from "../types/Enums.sol";
import {SkillSet} from "../types/SkillSet.sol";

/// What a wallet brings along or takes away, in base units.
struct Baggage {
    /// Credits remembered from communities left.
    uint96 carried;
    /// What was ever granted to the wallet and not returned.
    uint80 granted;
    /// Part of `carried` that the last leaving returned: the next joining unlocks of this only (spec §3.4).
    uint80 fresh;
}

/// What is public of a member.
struct MemberView {
    uint32 walletId;
    uint80 balance;
    uint80 granted;
    /// What can be transferred or escrowed now.
    uint256 spendable;
    /// `Σ value × level` of the skills not validated, in whole credits.
    uint16 locked;
    bool validated;
    /// Joined before the community was active for the first time.
    bool foundingMember;
    bool completedGigHere;
    uint32 joinedAt;
}

/// What is public of a community.
struct CommunityView {
    uint32 id;
    uint8 template;
    uint8 members;
    uint8 totalSkills;
    uint8[12] skillCounts;
    /// Validated members who can spend 24 credits.
    uint8 spenders;
    bool active;
    bool founding;
    /// Hundredths, 0 while not defined.
    uint16 score;
    uint16 release;
    uint32 founder;
    bytes32 key;
    uint256 vault;
    uint256 treasury;
    uint256 escrow;
    uint24 gigs;
}

/// @title A community: its members, its 96,000 credits and its score (spec §3, §5, §6)
/// @notice A standard ERC-20 whose holders are the vault (this contract), the treasury account, the escrow of gigs (the Gigs
/// contract) and the members. Their sum is always the total supply.
interface ICommunity is IERC20Metadata {
    /// @notice A wallet joined. `unlocked` carried credits and `granted` ones, in base units, make its balance with `returned` taken off.
    event MemberJoined(
        uint32 indexed walletId,
        address indexed owner,
        SkillSet skills,
        uint256 unlocked,
        uint256 granted,
        uint256 returned
    );
    /// @notice A wallet left; `returned` went back to the vault and is carried on the wallet.
    event MemberLeft(uint32 indexed walletId, address indexed owner, uint256 returned);
    /// @notice What was granted to a member changed with the levels of its skills, in base units.
    event GrantChanged(uint32 indexed walletId, uint256 granted);
    /// @notice A member's account moved to a new owner of the wallet.
    event MemberRekeyed(uint32 indexed walletId, address indexed from, address indexed to);
    /// @notice The scarcity score was recalculated, in hundredths.
    event ScoreChanged(uint16 score, ScoreCause cause);
    /// @notice The treasury account reached the fair share; its excess returned to the vault.
    event DistributionDue(uint8 indexed template, uint256 returned);
    /// @notice The community adopted a release of modules.
    event ReleaseAdopted(uint16 release);

    /// @notice Thrown when all seats are taken.
    error CommunityFull();
    /// @notice Thrown when something is created in a community with fewer than three members.
    error CommunityInactive(uint256 members);
    /// @notice Thrown when credits go to or come from an address that is not a member.
    error NotMember(address account);
    /// @notice Thrown when an unvalidated member transfers, or creates a gig outside a founding community.
    error NotValidated(address account);
    /// @notice Thrown when more than the spendable credits are moved.
    error NotSpendable(uint256 spendable, uint256 amount);
    /// @notice Thrown when more than the allowance is moved.
    error AllowanceExceeded(uint256 allowance, uint256 amount);
    /// @notice Thrown when a skill does not belong to the community's template.
    error ForeignSkill(uint8 skill, uint8 template);
    /// @notice Thrown when the community has no gig numbers left.
    error GigNumbersExhausted();
    /// @notice Thrown when someone else than the founder, living here, adopts a release.
    error NotFounder(address caller);
    /// @notice Thrown when a release is not in force or not later than the present one.
    error ReleaseUnavailable(uint16 release);
    /// @notice Thrown when a clone is initialised twice.
    error Initialized();
    /// @notice Thrown when the new address of a member is taken.
    error AddressTaken(address account);
    /// @notice Thrown when a function of other contracts of the town is called by somebody else.
    error Unauthorized(address caller);

    /// @notice Registry only: prepares a fresh clone.
    /// @param founder Wallet id of the founder. @param key The community's public key. @param release Modules to begin with.
    function initialize(uint32 id, uint8 template, uint32 founder, bytes32 key, uint16 release) external;

    /// @notice Skill Wallet only: a wallet joins (spec §3.3). @return left What stays with the wallet: the rest of what it carried.
    function admit(address owner, uint32 walletId, SkillSet skills, bool validated, Baggage calldata brought)
        external
        returns (uint96 left);

    /// @notice Skill Wallet only: a wallet leaves; its whole balance returns to the vault.
    /// @return returned The balance. @return granted What was granted, to be remembered.
    function expel(address owner, SkillSet skills) external returns (uint80 returned, uint80 granted);

    /// @notice Skill Wallet only: skills, levels or validation of a member changed; locks, grant and score follow.
    /// @param rescore Whether the score is recalculated, for `cause`.
    function update(address owner, SkillSet before, SkillSet present, bool validated, bool rescore, ScoreCause cause)
        external;

    /// @notice Skill Wallet only: unlocks up to `wanted` carried credits (spec §3.4). @return amount Base units moved.
    function claim(address owner, uint256 wanted) external returns (uint256 amount);

    /// @notice Skill Wallet only: the account of a wallet moves to its new owner.
    function rekey(address from, address to) external;

    /// @notice Gigs only: puts the credits of a new gig into escrow and numbers it.
    /// @return number Of the gig in this community, from 1. @return release Modules in force here.
    function escrow(address creator, uint8 skill, uint256 credits) external returns (uint24 number, uint16 release);

    /// @notice Gigs only: the escrow of a cancelled gig returns to its creator.
    function refund(address creator, uint256 credits) external;

    /// @notice Gigs only: pays a completed gig and the treasury account (spec §4.7).
    /// @return distributionDue Whether the treasury account reached the fair share by it.
    function pay(address taker, uint256 credits) external returns (bool distributionDue);

    /// @notice Gigs only: half of the escrow to each (spec §4.7).
    function split(address creator, address taker, uint256 credits) external;

    /// @notice The founder, while living here, adopts a later release of modules (spec §13).
    function adoptRelease(uint16 release) external;

    /// @notice What is public of the community.
    function state() external view returns (CommunityView memory);

    /// @notice What is public of a member; reverts for others.
    function member(address owner) external view returns (MemberView memory);

    /// @notice Address under which the treasury account holds its credits; nobody has its key.
    function treasuryAccount() external view returns (address);
}
