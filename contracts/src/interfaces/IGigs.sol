// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReopenCause, Transition} from "../types/Enums.sol";
import {GigState} from "../types/GigState.sol";

/// A gig in one slot.
struct Gig {
    /// Wallet id of who created it.
    uint32 creator;
    /// Wallet id of who took it; 0 while open.
    uint32 taker;
    GigState state;
    uint8 skill;
    uint8 commitment;
    uint8 durationDays;
    /// How often changes were asked for since it was taken. In Taken: above 0 exactly when something was submitted.
    uint8 changes;
    /// Raised at every return to Open and every submission; the nonce of signed codes.
    uint24 round;
    /// Release of modules it was created under.
    uint16 release;
    /// Proposed and Open: creation or last reopening. Submitted and Completing: the submission. Completed: the completion.
    /// Taking: when it was asked. Seconds, good until 2106.
    uint32 since;
    /// While Taken: when the work is due.
    uint32 deadline;
    /// When the validator was last asked to verify a completion of the present submission; 0: never.
    uint32 askedAt;
}

/// @title Gigs: work between neighbours as a state machine (spec §4)
/// @notice Every act names the state it starts from; each waiting state has a way out by time.
interface IGigs {
    /// @notice A gig was created; `state` is Proposed while the oracle looks at it, else Open.
    event GigCreated(
        uint64 indexed gigId,
        uint32 indexed creator,
        GigState state,
        uint8 skill,
        uint8 commitment,
        uint8 durationDays,
        uint16 release,
        bytes32 record
    );
    /// @notice The record of a proposed gig was verified.
    event GigOpened(uint64 indexed gigId);
    /// @notice The gig was cancelled and its escrow returned.
    event GigCancelled(uint64 indexed gigId);
    /// @notice The creator accepted a request; `state` is Taking while the oracle looks at it, else Taken.
    event GigAccepted(uint64 indexed gigId, uint32 indexed taker, GigState state, uint32 deadline);
    /// @notice The taking was verified.
    event GigTaken(uint64 indexed gigId, uint32 deadline);
    /// @notice The gig is open again, in a new round.
    event GigReopened(uint64 indexed gigId, uint32 indexed taker, ReopenCause cause, uint24 round);
    /// @notice The taker submitted work, described by the record with the id `work`.
    event GigSubmitted(uint64 indexed gigId, bytes32 work, uint24 round);
    /// @notice The creator asked for changes.
    event GigChangesRequested(uint64 indexed gigId, uint8 changes, uint32 deadline);
    /// @notice The oracle was asked to verify the completion.
    event GigCompleting(uint64 indexed gigId);
    /// @notice The completion was refused or not answered: submitted as before.
    event GigCompletionLapsed(uint64 indexed gigId, bool refused);
    /// @notice The gig was completed and paid.
    event GigCompleted(uint64 indexed gigId, uint32 indexed taker);
    /// @notice The gig ended with half of the escrow for each.
    event GigSettled(uint64 indexed gigId, uint32 indexed taker);
    /// @notice The creator rated the taker's skill. `counted`: whether the rate counts (spec §2.3).
    event GigRated(uint64 indexed gigId, uint8 rating, bool counted);
    /// @notice The gig stayed unrated for the period and counts as rated at the taker's present level.
    event GigRatedByDefault(uint64 indexed gigId, uint8 rating, bool counted);
    /// @notice A module's call failed or it has no code; the gig went on without it.
    event ModuleFailed(uint64 indexed gigId, address indexed module);

    /// @notice Thrown when the gig does not exist.
    error UnknownGig(uint64 gigId);
    /// @notice Thrown when the gig is in a state that this act does not start from.
    error WrongState(uint64 gigId, GigState state);
    /// @notice Thrown when the caller is not the party that this act belongs to.
    error NotParty(uint64 gigId, address caller);
    /// @notice Thrown when the time of this act has not come yet.
    error TooEarly(uint256 availableAt);
    /// @notice Thrown when the commitment is not 1 to 10.
    error CommitmentRange(uint8 commitment);
    /// @notice Thrown when the duration is not 1 to 90 days.
    error DurationRange(uint8 durationDays);
    /// @notice Thrown when the rating is not 1 to 10.
    error RatingRange(uint8 rating);
    /// @notice Thrown when the hash of a record is zero.
    error EmptyRecord();
    /// @notice Thrown when a project is named: there are none yet (spec §8).
    error UnknownProject(uint32 project);
    /// @notice Thrown when someone takes the own gig.
    error OwnGig(uint64 gigId);
    /// @notice Thrown when the signature of a code is not by the wallet's owner, or for another gig, state, round or act.
    error InvalidCode();
    /// @notice Thrown when a code has expired.
    error CodeExpired(uint40 expiry);
    /// @notice Thrown when a code is good for longer than allowed.
    error CodeTooLong(uint40 expiry, uint40 latest);
    /// @notice Thrown when the requester gave up a gig of this creator less than 30 days ago.
    error RequesterBanned(uint32 walletId, uint32 until);
    /// @notice Thrown when changes were asked for three times already.
    error TooManyChanges();
    /// @notice Thrown when work was submitted already: the gig can't be given up or reclaimed, only settled.
    error WorkSubmitted();
    /// @notice Thrown when nothing was submitted yet: the gig can't be settled, only given up or reclaimed.
    error NothingSubmitted();
    /// @notice Thrown when an unanswered completion is asked again after the time to settle.
    error CompletionExhausted();
    /// @notice Thrown when the transaction brings less gas than the module's call needs.
    error InsufficientGas(uint256 needed);
    /// @notice Thrown when a function of other contracts of the town is called by somebody else.
    error Unauthorized(address caller);

    /// @notice Creates a gig and puts `commitment × value` credits into escrow.
    /// @param record Id of the signed record that describes it. @param project 0: none.
    function createGig(uint8 skill, uint8 commitment, bytes32 record, uint8 durationDays, uint32 project)
        external
        returns (uint64 gigId);

    /// @notice Cancels a Proposed or Open gig: its creator at any time, anyone 90 days after creation or last reopening.
    function cancelGig(uint64 gigId) external;

    /// @notice The creator accepts a request that `walletId`'s owner signed (spec §4.6).
    function acceptRequest(uint64 gigId, uint32 walletId, uint40 expiry, bytes calldata signature) external;

    /// @notice The taker gives up while nothing was ever submitted.
    function giveUpGig(uint64 gigId) external;

    /// @notice Takes an overdue gig back while nothing was ever submitted: its creator after the deadline, anyone 30 days later.
    function reclaimGig(uint64 gigId) external;

    /// @notice The taker submits work. @param work Id of the signed record that describes it.
    function submitGig(uint64 gigId, bytes32 work) external;

    /// @notice The creator asks for changes, at most three times; leaves at least 7 days.
    function requestChanges(uint64 gigId) external;

    /// @notice The creator completes the gig with the taker's signed code.
    function completeGig(uint64 gigId, uint40 expiry, bytes calldata signature) external;

    /// @notice Anyone completes a gig whose submission nobody reviewed for 14 days.
    function completeUnreviewed(uint64 gigId) external;

    /// @notice Ends a gig after a first submission with half of the escrow for each: once the deadline for changes passed (a party;
    /// anyone 30 days later), or 30 days after a submission that was not completed (anyone).
    function settleGig(uint64 gigId) external;

    /// @notice Anyone ends the waiting for a verification that was not answered.
    function lapseVerification(uint64 gigId) external;

    /// @notice The creator rates the taker's skill, 1 to 10.
    function rateGig(uint64 gigId, uint8 rating) external;

    /// @notice Anyone lets a gig unrated for 14 days count as rated at the taker's present level.
    function rateByDefault(uint64 gigId) external;

    /// @notice The validator answers. Ignores nothing: an answer for another round or state reverts.
    function fulfil(uint64 gigId, uint24 round, Transition transition, bool verified) external;

    /// @notice Skill Wallet only: cancels the leaving creator's own gigs.
    function cancelOwn(uint32 creator, uint64[] calldata gigIds) external;

    /// @notice A gig; reverts for unknown ids.
    function gig(uint64 gigId) external view returns (Gig memory);

    /// @notice Id of the signed record that describes the gig; zero for unknown ids.
    function recordOf(uint64 gigId) external view returns (bytes32);

    /// @notice Credits of a gig in base units.
    function creditsOf(uint64 gigId) external view returns (uint256);

    /// @notice Until when `taker` can't request from `creator`.
    function bannedUntil(uint32 creator, uint32 taker) external view returns (uint32);

    /// @notice EIP-712 digest that the requester or taker signs for the gig as it stands now.
    function codeDigest(uint64 gigId, uint32 walletId, uint40 expiry) external view returns (bytes32);
}
