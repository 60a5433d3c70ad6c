// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ICommunity} from "./interfaces/ICommunity.sol";
import {Gig, IGigs} from "./interfaces/IGigs.sol";
import {IGigValidator} from "./interfaces/IGigValidator.sol";
import {IQ2T} from "./interfaces/IQ2T.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {ISkillWallet} from "./interfaces/ISkillWallet.sol";
import {Constants} from "./libraries/Constants.sol";
import {Credits} from "./libraries/Credits.sol";
import {GigCodes} from "./libraries/GigCodes.sol";
import {Deployment, TownContract} from "./TownContract.sol";
import {CodeAction, ReopenCause, Transition} from "./types/Enums.sol";
import {GigState} from "./types/GigState.sol";

/// @title Gigs: see IGigs
/// @dev Modules are the only foreign code called, always last and with the state final: there is nothing to re-enter.
contract Gigs is IGigs, TownContract, EIP712 {
    mapping(uint64 gigId => Gig) private _gigs;
    /// @inheritdoc IGigs
    mapping(uint64 gigId => bytes32) public recordOf;
    mapping(uint32 creator => mapping(uint32 taker => uint32)) private _bannedUntil;

    constructor(Deployment memory deployment) TownContract(deployment) EIP712("Distributed Town", "1") {}

    /// @inheritdoc IGigs
    function createGig(uint8 skill, uint8 commitment, bytes32 record, uint8 durationDays, uint32 project)
        external
        returns (uint64 gigId)
    {
        require(commitment != 0 && commitment <= Constants.MAX_LEVEL, CommitmentRange(commitment));
        require(durationDays != 0 && durationDays <= Constants.MAX_DURATION_DAYS, DurationRange(durationDays));
        require(record != 0, EmptyRecord());
        require(project == 0, UnknownProject(project));

        address caller = _msgSender();
        (uint32 creator, uint32 communityId) = _wallets().gigOpened(caller);
        (uint24 number, uint16 release) =
            _community(communityId).escrow(caller, skill, Credits.ofGig(skill, commitment));
        gigId = uint64(communityId) << Constants.GIG_NUMBER_BITS | number;

        address validator = _validator(release);
        Gig memory created;
        created.creator = creator;
        created.state = validator == address(0) ? GigState.Open : GigState.Proposed;
        created.skill = skill;
        created.commitment = commitment;
        created.durationDays = durationDays;
        created.release = release;
        created.since = uint32(block.timestamp);
        _gigs[gigId] = created;
        recordOf[gigId] = record;
        emit GigCreated(gigId, creator, created.state, skill, commitment, durationDays, release, record);
        _ask(validator, gigId, 0, Transition.Creation, creator);
    }

    /// @inheritdoc IGigs
    function cancelGig(uint64 gigId) external {
        Gig storage own = _load(gigId);
        _requireCancellable(gigId, own.state);
        if (!_isOwner(own.creator)) _requireTime(own.since + Constants.OPEN_EXPIRY);
        _cancel(gigId, own);
    }

    /// @inheritdoc IGigs
    function acceptRequest(uint64 gigId, uint32 walletId, uint40 expiry, bytes calldata signature) external {
        Gig storage own = _loadIn(gigId, GigState.Open);
        require(walletId != own.creator, OwnGig(gigId));
        uint32 banned = _bannedUntil[own.creator][walletId];
        require(banned <= block.timestamp, RequesterBanned(walletId, banned));
        _requireExpiry(expiry, Constants.REQUEST_EXPIRY);

        bytes32 digest = _digest(gigId, own, walletId, expiry);
        (address creatorOwner, address takerOwner) =
            _wallets().gigEngaged(own.creator, walletId, _communityOf(gigId), own.skill);
        require(_msgSender() == creatorOwner, NotParty(gigId, _msgSender()));
        require(GigCodes.isSignedBy(takerOwner, digest, signature), InvalidCode());

        address validator = _validator(own.release);
        own.taker = walletId;
        own.since = uint32(block.timestamp);
        if (validator == address(0)) _take(own);
        else own.state = GigState.Taking;
        emit GigAccepted(gigId, walletId, own.state, own.deadline);
        _ask(validator, gigId, own.round, Transition.Taking, walletId);
    }

    /// @inheritdoc IGigs
    function giveUpGig(uint64 gigId) external {
        Gig storage taken = _loadIn(gigId, GigState.Taken);
        require(taken.changes == 0, WorkSubmitted());
        _requireOwner(gigId, taken.taker);
        _reopen(gigId, taken, ReopenCause.GivenUp);
    }

    /// @inheritdoc IGigs
    function reclaimGig(uint64 gigId) external {
        Gig storage taken = _loadIn(gigId, GigState.Taken);
        require(taken.changes == 0, WorkSubmitted());
        _requireTime(_isOwner(taken.creator) ? taken.deadline : taken.deadline + Constants.ABANDONED_AFTER);
        _reopen(gigId, taken, ReopenCause.Reclaimed);
    }

    /// @inheritdoc IGigs
    function submitGig(uint64 gigId, bytes32 work) external {
        Gig storage taken = _loadIn(gigId, GigState.Taken);
        require(work != 0, EmptyRecord());
        _requireOwner(gigId, taken.taker);
        taken.state = GigState.Submitted;
        taken.since = uint32(block.timestamp);
        taken.askedAt = 0;
        ++taken.round;
        emit GigSubmitted(gigId, work, taken.round);
    }

    /// @inheritdoc IGigs
    function requestChanges(uint64 gigId) external {
        Gig storage own = _loadIn(gigId, GigState.Submitted);
        require(own.changes < Constants.MAX_CHANGES, TooManyChanges());
        _requireOwner(gigId, own.creator);
        uint32 least = uint32(block.timestamp) + Constants.CHANGES_PERIOD;
        own.state = GigState.Taken;
        ++own.changes;
        if (own.deadline < least) own.deadline = least;
        emit GigChangesRequested(gigId, own.changes, own.deadline);
    }

    /// @inheritdoc IGigs
    function completeGig(uint64 gigId, uint40 expiry, bytes calldata signature) external {
        Gig storage own = _loadIn(gigId, GigState.Submitted);
        _requireOwner(gigId, own.creator);
        _requireExpiry(expiry, Constants.COMPLETION_EXPIRY);
        address takerOwner = _wallets().ownerOf(own.taker);
        require(GigCodes.isSignedBy(takerOwner, _digest(gigId, own, own.taker, expiry), signature), InvalidCode());
        _complete(gigId, own);
    }

    /// @inheritdoc IGigs
    function completeUnreviewed(uint64 gigId) external {
        Gig storage submitted = _loadIn(gigId, GigState.Submitted);
        _requireTime(submitted.since + Constants.REVIEW_PERIOD);
        _complete(gigId, submitted);
    }

    /// @inheritdoc IGigs
    function settleGig(uint64 gigId) external {
        Gig storage stuck = _load(gigId);
        if (stuck.state == GigState.Taken) {
            require(stuck.changes != 0, NothingSubmitted());
            bool party = _isOwner(stuck.creator) || _isOwner(stuck.taker);
            _requireTime(party ? stuck.deadline : stuck.deadline + Constants.ABANDONED_AFTER);
        } else {
            require(stuck.state == GigState.Submitted, WrongState(gigId, stuck.state));
            _requireTime(stuck.since + Constants.SETTLE_AFTER);
        }
        stuck.state = GigState.Settled;
        (address creatorOwner, address takerOwner) = _wallets().gigSettled(stuck.creator, stuck.taker);
        emit GigSettled(gigId, stuck.taker);
        _communityOfGig(gigId).split(creatorOwner, takerOwner, Credits.ofGig(stuck.skill, stuck.commitment));
    }

    /// @inheritdoc IGigs
    function lapseVerification(uint64 gigId) external {
        Gig storage waiting = _load(gigId);
        if (waiting.state == GigState.Taking) {
            _requireTime(waiting.since + Constants.TAKING_TIMEOUT);
            _reopen(gigId, waiting, ReopenCause.Unanswered);
        } else {
            require(waiting.state == GigState.Completing, WrongState(gigId, waiting.state));
            _requireTime(waiting.askedAt + Constants.COMPLETING_TIMEOUT);
            _lapseCompletion(gigId, waiting, false);
        }
    }

    /// @inheritdoc IGigs
    function rateGig(uint64 gigId, uint8 rating) external {
        require(rating != 0 && rating <= Constants.MAX_LEVEL, RatingRange(rating));
        (, bool counted) = _rate(_loadIn(gigId, GigState.Completed), _msgSender(), rating);
        emit GigRated(gigId, rating, counted);
    }

    /// @inheritdoc IGigs
    function rateByDefault(uint64 gigId) external {
        Gig storage unrated = _loadIn(gigId, GigState.Completed);
        _requireTime(unrated.since + Constants.RATING_PERIOD);
        (uint8 rating, bool counted) = _rate(unrated, address(0), 0);
        emit GigRatedByDefault(gigId, rating, counted);
    }

    /// @inheritdoc IGigs
    function fulfil(uint64 gigId, uint24 round, Transition transition, bool verified) external {
        Gig storage waiting = _load(gigId);
        require(msg.sender == _validator(waiting.release), Unauthorized(msg.sender));
        bool expected = round == waiting.round
            && (transition == Transition.Creation
                    ? waiting.state == GigState.Proposed
                    : transition == Transition.Taking
                        ? waiting.state == GigState.Taking
                        : waiting.state == GigState.Completing);
        require(expected, WrongState(gigId, waiting.state));

        if (transition == Transition.Creation) {
            if (!verified) return _cancel(gigId, waiting);
            waiting.state = GigState.Open;
            emit GigOpened(gigId);
        } else if (transition == Transition.Taking) {
            if (!verified) return _reopen(gigId, waiting, ReopenCause.Refused);
            _take(waiting);
            emit GigTaken(gigId, waiting.deadline);
        } else {
            if (!verified) return _lapseCompletion(gigId, waiting, true);
            _finish(gigId, waiting);
        }
    }

    /// @inheritdoc IGigs
    function cancelOwn(uint32 creator, uint64[] calldata gigIds) external {
        require(msg.sender == SKILL_WALLET, Unauthorized(msg.sender));
        for (uint256 i; i < gigIds.length; ++i) {
            Gig storage own = _load(gigIds[i]);
            require(own.creator == creator, ISkillWallet.NotWalletOwner(own.creator, _wallets().ownerOf(creator)));
            _requireCancellable(gigIds[i], own.state);
            _cancel(gigIds[i], own);
        }
    }

    /// @inheritdoc IGigs
    function gig(uint64 gigId) external view returns (Gig memory) {
        return _load(gigId);
    }

    /// @inheritdoc IGigs
    function creditsOf(uint64 gigId) external view returns (uint256) {
        Gig storage seen = _load(gigId);
        return Credits.ofGig(seen.skill, seen.commitment);
    }

    /// @inheritdoc IGigs
    function bannedUntil(uint32 creator, uint32 taker) external view returns (uint32) {
        return _bannedUntil[creator][taker];
    }

    /// @inheritdoc IGigs
    function codeDigest(uint64 gigId, uint32 walletId, uint40 expiry) external view returns (bytes32) {
        Gig storage seen = _load(gigId);
        require(seen.state == GigState.Open || seen.state == GigState.Submitted, WrongState(gigId, seen.state));
        return _digest(gigId, seen, walletId, expiry);
    }

    function _take(Gig storage taken) private {
        taken.state = GigState.Taken;
        taken.deadline = uint32(block.timestamp) + uint32(taken.durationDays) * 1 days;
    }

    function _cancel(uint64 gigId, Gig storage cancelled) private {
        cancelled.state = GigState.Cancelled;
        emit GigCancelled(gigId);
        address owner = _wallets().gigClosed(cancelled.creator);
        _communityOfGig(gigId).refund(owner, Credits.ofGig(cancelled.skill, cancelled.commitment));
    }

    function _reopen(uint64 gigId, Gig storage reopened, ReopenCause cause) private {
        uint32 taker = reopened.taker;
        bool abandoned = cause == ReopenCause.GivenUp || cause == ReopenCause.Reclaimed;
        if (abandoned) _bannedUntil[reopened.creator][taker] = uint32(block.timestamp) + Constants.REQUEST_BAN;
        reopened.state = GigState.Open;
        reopened.taker = 0;
        reopened.deadline = 0;
        reopened.since = uint32(block.timestamp);
        ++reopened.round;
        emit GigReopened(gigId, taker, cause, reopened.round);
        _wallets().gigReopened(reopened.creator, taker, abandoned);
    }

    /// @dev Asks the oracle first, if the gig's release has one.
    function _complete(uint64 gigId, Gig storage submitted) private {
        address validator = _validator(submitted.release);
        if (validator == address(0)) return _finish(gigId, submitted);
        // Without this, asking again and again would keep the gig from being settled.
        bool settleable = block.timestamp >= submitted.since + Constants.SETTLE_AFTER;
        require(!settleable || submitted.askedAt == 0, CompletionExhausted());
        submitted.state = GigState.Completing;
        submitted.askedAt = uint32(block.timestamp);
        emit GigCompleting(gigId);
        _ask(validator, gigId, submitted.round, Transition.Completion, submitted.taker);
    }

    function _lapseCompletion(uint64 gigId, Gig storage waiting, bool refused) private {
        waiting.state = GigState.Submitted;
        emit GigCompletionLapsed(gigId, refused);
    }

    function _finish(uint64 gigId, Gig storage finished) private {
        uint256 credits = Credits.ofGig(finished.skill, finished.commitment);
        finished.state = GigState.Completed;
        finished.since = uint32(block.timestamp);
        emit GigCompleted(gigId, finished.taker);
        address takerOwner = _wallets().gigCompleted(finished.creator, finished.taker, finished.skill);
        bool distributionDue = _communityOfGig(gigId).pay(takerOwner, credits);

        if (finished.release == 0) return;
        address q2t = IRegistry(REGISTRY).modules(finished.release).q2t;
        if (q2t == address(0)) return;
        _requireGas(Constants.Q2T_GAS);
        if (q2t.code.length == 0) {
            emit ModuleFailed(gigId, q2t);
            return;
        }
        try IQ2T(q2t).gigCompleted{gas: Constants.Q2T_GAS}(
            gigId, finished.creator, finished.taker, credits, distributionDue
        ) {}
        catch {
            emit ModuleFailed(gigId, q2t);
        }
    }

    function _rate(Gig storage completed, address caller, uint8 rating) private returns (uint8 rate, bool counted) {
        completed.state = GigState.Rated;
        return _wallets().gigRated(caller, completed.creator, completed.taker, completed.skill, rating);
    }

    /// @dev A call that fails counts as asked and unanswered: the waiting states end by time.
    function _ask(address validator, uint64 gigId, uint24 round, Transition transition, uint32 subject) private {
        if (validator == address(0)) return;
        _requireGas(Constants.VALIDATOR_GAS);
        // `try` would revert here: an account can lose its code where it only delegated to it (EIP-7702).
        if (validator.code.length == 0) {
            emit ModuleFailed(gigId, validator);
            return;
        }
        try IGigValidator(validator).requestVerification{gas: Constants.VALIDATOR_GAS}(
            gigId, round, transition, recordOf[gigId], subject
        ) {}
        catch {
            emit ModuleFailed(gigId, validator);
        }
    }

    /// @dev The caller must bring the allowance in full: a 64th stays with this contract (EIP-150).
    function _requireGas(uint256 allowance) private view {
        uint256 needed = allowance * 64 / 63 + 10_000;
        require(gasleft() >= needed, InsufficientGas(needed));
    }

    function _validator(uint16 release) private view returns (address) {
        return release == 0 ? address(0) : IRegistry(REGISTRY).modules(release).validator;
    }

    function _load(uint64 gigId) private view returns (Gig storage loaded) {
        loaded = _gigs[gigId];
        require(loaded.state != GigState.None, UnknownGig(gigId));
    }

    function _loadIn(uint64 gigId, GigState state) private view returns (Gig storage loaded) {
        loaded = _load(gigId);
        require(loaded.state == state, WrongState(gigId, loaded.state));
    }

    function _requireCancellable(uint64 gigId, GigState state) private pure {
        require(state == GigState.Proposed || state == GigState.Open, WrongState(gigId, state));
    }

    function _requireOwner(uint64 gigId, uint32 walletId) private view {
        require(_isOwner(walletId), NotParty(gigId, _msgSender()));
    }

    function _isOwner(uint32 walletId) private view returns (bool) {
        return _wallets().ownerOf(walletId) == _msgSender();
    }

    function _requireTime(uint256 from) private view {
        require(block.timestamp >= from, TooEarly(from));
    }

    function _requireExpiry(uint40 expiry, uint40 longest) private view {
        require(expiry >= block.timestamp, CodeExpired(expiry));
        uint40 latest = uint40(block.timestamp) + longest;
        require(expiry <= latest, CodeTooLong(expiry, latest));
    }

    /// @dev Open takes a request, Submitted a completion: the state decides the action.
    function _digest(uint64 gigId, Gig storage seen, uint32 walletId, uint40 expiry) private view returns (bytes32) {
        CodeAction action = seen.state == GigState.Open ? CodeAction.Request : CodeAction.Completion;
        return _hashTypedDataV4(GigCodes.structHash(gigId, seen.state, walletId, action, seen.round, expiry));
    }

    function _communityOf(uint64 gigId) private pure returns (uint32) {
        return uint32(gigId >> Constants.GIG_NUMBER_BITS);
    }

    function _communityOfGig(uint64 gigId) private view returns (ICommunity) {
        return _community(_communityOf(gigId));
    }

    function _community(uint32 communityId) private view returns (ICommunity) {
        return ICommunity(_communityAddress(communityId));
    }

    function _wallets() private view returns (ISkillWallet) {
        return ISkillWallet(SKILL_WALLET);
    }
}
