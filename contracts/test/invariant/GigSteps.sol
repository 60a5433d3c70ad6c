// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {IGigs} from "../../src/interfaces/IGigs.sol";
import {IGigValidator} from "../../src/interfaces/IGigValidator.sol";
import {IQ2T} from "../../src/interfaces/IQ2T.sol";
import {ISkillWallet} from "../../src/interfaces/ISkillWallet.sol";
import {CodeAction, Transition} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Acts, Refusals} from "./Acts.sol";
import {GhostGig, GhostTown, GhostWallet} from "./Ghost.sol";

/// @title The steps of gigs, each with the reasons against it, and both modules: the validator of release 1 and the Q2T of releases 1 and 2 are this contract
abstract contract GigSteps is Acts, IGigValidator, IQ2T {
    bytes32 private constant CODE_TYPE =
        keccak256("GigCode(uint64 gigId,uint8 state,uint32 walletId,uint8 action,uint32 round,uint40 expiry)");

    /// What the modules were told last.
    bytes32 private asked;
    bytes32 private told;

    /// @inheritdoc IGigValidator
    function requestVerification(uint64 gigId, uint24 round, Transition transition, bytes32 record, uint32 subject)
        external
    {
        asked = keccak256(abi.encode(gigId, round, transition, record, subject));
    }

    /// @inheritdoc IQ2T
    function gigCompleted(uint64 gigId, uint32 creator, uint32 taker, uint256 credits, bool due) external {
        told = keccak256(abi.encode(gigId, creator, taker, credits, due));
    }

    function _createGig(uint256 creator, uint8 skill, uint8 commitment, uint8 durationDays) internal {
        GhostWallet storage w = ghostWallets[creator];
        GhostTown storage t = ghostTowns[w.town];
        uint256 credits = skill < 36 ? _worth(skill, commitment) : 0;
        Refusals memory why;
        _refuse(why, commitment == 0 || commitment > 10, IGigs.CommitmentRange.selector);
        _refuse(why, durationDays == 0 || durationDays > 90, IGigs.DurationRange.selector);
        _refuse(why, w.id == 0, ISkillWallet.NoWallet.selector);
        _refuse(why, w.id != 0 && w.town == 0, ISkillWallet.NoCommunity.selector);
        _refuse(why, _unrated(creator) != 0, ISkillWallet.RatingsDue.selector);
        _refuse(why, _openGigs(creator) >= 24, ISkillWallet.TooManyOpenGigs.selector);
        if (w.town != 0) {
            _refuse(why, skill / 12 != t.template, ICommunity.ForeignSkill.selector);
            _refuse(why, _members(w.town) < 3, ICommunity.CommunityInactive.selector);
            _refuse(why, !w.validated && _spenders(w.town) >= 3, ICommunity.NotValidated.selector);
            _refuse(why, credits > _spendable(creator), ICommunity.NotSpendable.selector);
        }
        if (why.count == 0 && _spenders(w.town) < 3) ++seen["created in a founding town"];
        (bool done, bytes memory result) = _act(
            people[creator].addr,
            address(gigs),
            abi.encodeCall(IGigs.createGig, (skill, commitment, RECORD, durationDays, 0)),
            why
        );
        if (!done) return;
        ++seen["createGig"];
        w.balance -= credits;
        live.push(ghostGigs.length);
        placeOf[abi.decode(result, (uint64))] = ghostGigs.length;
        GhostGig storage g = ghostGigs.push();
        g.id = (uint64(w.town) << 24) + uint64(++t.gigs);
        g.town = w.town;
        (g.creator, g.taker) = (creator, NOBODY);
        (g.skill, g.commitment, g.durationDays) = (skill, commitment, durationDays);
        g.release = t.release;
        g.since = _now();
        g.state = _hasValidator(t.release) ? GigState.Proposed : GigState.Open;
        assertEq(abi.decode(result, (uint64)), g.id, "id of the gig");
        _wasAsked(g, Transition.Creation, w.id);
    }

    function _cancelGig(uint256 place, address caller) internal {
        GhostGig storage g = ghostGigs[place];
        Refusals memory why;
        _refuse(why, !_isOpen(g.state), IGigs.WrongState.selector);
        bool own = caller == people[g.creator].addr;
        _refuse(why, !own && _now() < g.since + 90 days, IGigs.TooEarly.selector);
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.cancelGig, (g.id)), why);
        if (!done) return;
        ++seen["cancelGig"];
        _ghostCancel(place);
    }

    function _acceptRequest(uint256 place, address caller, uint256 taker, uint256 signer, uint40 expiry) internal {
        GhostGig storage g = ghostGigs[place];
        GhostWallet storage w = ghostWallets[taker];
        Refusals memory why;
        _refuse(why, g.state != GigState.Open, IGigs.WrongState.selector);
        _refuse(why, taker == g.creator, IGigs.OwnGig.selector);
        _refuse(why, banned[g.creator][taker] > _now(), IGigs.RequesterBanned.selector);
        _refuse(why, w.town != g.town, ISkillWallet.NotNeighbour.selector);
        _refuse(why, _place(taker, g.skill) == NOBODY, ISkillWallet.SkillMissing.selector);
        _refuse(why, caller != people[g.creator].addr, IGigs.NotParty.selector);
        _refuse(why, signer != taker, IGigs.InvalidCode.selector);
        _refuseExpiry(why, expiry, 30 days);
        bytes memory code = _code(g, GigState.Open, CodeAction.Request, w.id, signer, expiry);
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.acceptRequest, (g.id, w.id, expiry, code)), why);
        if (!done) return;
        ++seen["acceptRequest"];
        g.taker = taker;
        g.changes = 0;
        g.since = _now();
        g.state = _hasValidator(g.release) ? GigState.Taking : GigState.Taken;
        g.deadline = _now() + uint40(g.durationDays) * 1 days;
        _wasAsked(g, Transition.Taking, w.id);
    }

    function _giveUpGig(uint256 place, address caller) internal {
        GhostGig storage g = ghostGigs[place];
        Refusals memory why;
        _refuse(why, g.state != GigState.Taken, IGigs.WrongState.selector);
        _refuse(why, g.changes != 0, IGigs.WorkSubmitted.selector);
        _refuse(why, g.taker == NOBODY || caller != people[g.taker].addr, IGigs.NotParty.selector);
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.giveUpGig, (g.id)), why);
        if (!done) return;
        ++seen["giveUpGig"];
        _ghostReopen(place, true);
    }

    function _reclaimGig(uint256 place, address caller) internal {
        GhostGig storage g = ghostGigs[place];
        Refusals memory why;
        _refuse(why, g.state != GigState.Taken, IGigs.WrongState.selector);
        _refuse(why, g.changes != 0, IGigs.WorkSubmitted.selector);
        uint40 from = caller == people[g.creator].addr ? g.deadline : g.deadline + 30 days;
        _refuse(why, _now() < from, IGigs.TooEarly.selector);
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.reclaimGig, (g.id)), why);
        if (!done) return;
        ++seen["reclaimGig"];
        _ghostReopen(place, true);
    }

    function _submitGig(uint256 place, address caller) internal {
        GhostGig storage g = ghostGigs[place];
        Refusals memory why;
        _refuse(why, g.state != GigState.Taken, IGigs.WrongState.selector);
        _refuse(why, g.taker == NOBODY || caller != people[g.taker].addr, IGigs.NotParty.selector);
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.submitGig, (g.id, WORK)), why);
        if (!done) return;
        ++seen["submitGig"];
        g.state = GigState.Submitted;
        g.since = _now();
        g.askedAt = 0;
        ++g.round;
    }

    function _requestChanges(uint256 place, address caller) internal {
        GhostGig storage g = ghostGigs[place];
        Refusals memory why;
        _refuse(why, g.state != GigState.Submitted, IGigs.WrongState.selector);
        _refuse(why, g.changes == 3, IGigs.TooManyChanges.selector);
        _refuse(why, caller != people[g.creator].addr, IGigs.NotParty.selector);
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.requestChanges, (g.id)), why);
        if (!done) return;
        ++seen["requestChanges"];
        g.state = GigState.Taken;
        ++g.changes;
        if (g.deadline < _now() + 7 days) g.deadline = _now() + 7 days;
    }

    function _completeGig(uint256 place, address caller, uint256 signer, uint40 expiry) internal {
        GhostGig storage g = ghostGigs[place];
        uint32 walletId = g.taker == NOBODY ? 0 : ghostWallets[g.taker].id;
        Refusals memory why;
        _refuse(why, g.state != GigState.Submitted, IGigs.WrongState.selector);
        _refuse(why, caller != people[g.creator].addr, IGigs.NotParty.selector);
        _refuse(why, signer != g.taker, IGigs.InvalidCode.selector);
        _refuse(why, _isExhausted(g), IGigs.CompletionExhausted.selector);
        _refuseExpiry(why, expiry, 14 days);
        bytes memory code = _code(g, GigState.Submitted, CodeAction.Completion, walletId, signer, expiry);
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.completeGig, (g.id, expiry, code)), why);
        if (!done) return;
        ++seen["completeGig"];
        _ghostAskOrComplete(place);
    }

    function _completeUnreviewed(uint256 place, address caller) internal {
        GhostGig storage g = ghostGigs[place];
        Refusals memory why;
        _refuse(why, g.state != GigState.Submitted, IGigs.WrongState.selector);
        _refuse(why, _now() < g.since + 14 days, IGigs.TooEarly.selector);
        _refuse(why, _isExhausted(g), IGigs.CompletionExhausted.selector);
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.completeUnreviewed, (g.id)), why);
        if (!done) return;
        ++seen["completeUnreviewed"];
        _ghostAskOrComplete(place);
    }

    function _settleGig(uint256 place, address caller) internal {
        GhostGig storage g = ghostGigs[place];
        Refusals memory why;
        if (g.state == GigState.Taken) {
            bool party = caller == people[g.creator].addr || caller == people[g.taker].addr;
            _refuse(why, g.changes == 0, IGigs.NothingSubmitted.selector);
            _refuse(why, _now() < (party ? g.deadline : g.deadline + 30 days), IGigs.TooEarly.selector);
        } else {
            _refuse(why, g.state != GigState.Submitted, IGigs.WrongState.selector);
            _refuse(why, _now() < g.since + 30 days, IGigs.TooEarly.selector);
        }
        bytes32 kind = g.state == GigState.Taken ? bytes32("settleGig, changes overdue") : bytes32("settleGig");
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.settleGig, (g.id)), why);
        if (!done) return;
        ++seen[kind];
        _ghostSplit(place);
    }

    function _lapse(uint256 place, address caller) internal {
        GhostGig storage g = ghostGigs[place];
        bool taking = g.state == GigState.Taking;
        Refusals memory why;
        _refuse(why, !taking && g.state != GigState.Completing, IGigs.WrongState.selector);
        _refuse(why, _now() < (taking ? g.since + 1 hours : g.askedAt + 72 hours), IGigs.TooEarly.selector);
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.lapseVerification, (g.id)), why);
        if (!done) return;
        ++seen["lapseVerification"];
        if (taking) _ghostReopen(place, false);
        else g.state = GigState.Submitted;
    }

    function _fulfil(uint256 place, address caller, uint24 round, Transition transition, bool verified) internal {
        GhostGig storage g = ghostGigs[place];
        GigState waiting = transition == Transition.Creation
            ? GigState.Proposed
            : transition == Transition.Taking ? GigState.Taking : GigState.Completing;
        Refusals memory why;
        _refuse(why, caller != address(this) || !_hasValidator(g.release), IGigs.Unauthorized.selector);
        _refuse(why, g.state != waiting || g.round != round, IGigs.WrongState.selector);
        (bool done,) =
            _act(caller, address(gigs), abi.encodeCall(IGigs.fulfil, (g.id, round, transition, verified)), why);
        if (!done) return;
        ++seen[verified ? bytes32("fulfil, verified") : bytes32("fulfil, refused")];
        if (transition == Transition.Creation) {
            if (verified) g.state = GigState.Open;
            else _ghostCancel(place);
        } else if (transition == Transition.Taking) {
            if (!verified) return _ghostReopen(place, false);
            g.state = GigState.Taken;
            g.deadline = _now() + uint40(g.durationDays) * 1 days;
        } else if (verified) {
            _completeNow(place);
        } else {
            g.state = GigState.Submitted;
        }
    }

    function _rateGig(uint256 place, address caller, uint8 rating) internal {
        GhostGig storage g = ghostGigs[place];
        Refusals memory why;
        _refuse(why, rating == 0 || rating > 10, IGigs.RatingRange.selector);
        _refuse(why, g.state != GigState.Completed, IGigs.WrongState.selector);
        _refuse(why, caller != people[g.creator].addr, ISkillWallet.NotWalletOwner.selector);
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.rateGig, (g.id, rating)), why);
        if (!done) return;
        ++seen["rateGig"];
        if (ghostWallets[g.taker].town != g.town) ++seen["rated elsewhere"];
        _ghostRate(place, rating);
    }

    function _rateByDefault(uint256 place, address caller) internal {
        GhostGig storage g = ghostGigs[place];
        Refusals memory why;
        _refuse(why, g.state != GigState.Completed, IGigs.WrongState.selector);
        _refuse(why, _now() < g.since + 14 days, IGigs.TooEarly.selector);
        (bool done,) = _act(caller, address(gigs), abi.encodeCall(IGigs.rateByDefault, (g.id)), why);
        if (!done) return;
        ++seen["rateByDefault"];
        _ghostRate(place, 0);
    }

    function _isExhausted(GhostGig storage g) private view returns (bool) {
        return _hasValidator(g.release) && g.askedAt != 0 && _now() >= g.since + 30 days;
    }

    function _ghostAskOrComplete(uint256 place) private {
        GhostGig storage g = ghostGigs[place];
        if (!_hasValidator(g.release)) return _completeNow(place);
        g.state = GigState.Completing;
        g.askedAt = _now();
        _wasAsked(g, Transition.Completion, ghostWallets[g.taker].id);
    }

    function _completeNow(uint256 place) private {
        GhostGig storage g = ghostGigs[place];
        uint256 credits = _worth(g.skill, g.commitment);
        bool due = _ghostComplete(place);
        ++seen["completed"];
        if (g.release == 0) return;
        (uint32 creator, uint32 taker) = (ghostWallets[g.creator].id, ghostWallets[g.taker].id);
        assertEq(told, keccak256(abi.encode(g.id, creator, taker, credits, due)), "what the Q2T was told");
    }

    function _wasAsked(GhostGig storage g, Transition transition, uint32 subject) private view {
        if (!_hasValidator(g.release)) return;
        assertEq(asked, keccak256(abi.encode(g.id, g.round, transition, RECORD, subject)), "what was asked");
    }

    function _refuseExpiry(Refusals memory why, uint40 expiry, uint256 longest) private view {
        _refuse(why, expiry < _now(), IGigs.CodeExpired.selector);
        _refuse(why, expiry > _now() + longest, IGigs.CodeTooLong.selector);
    }

    /// @dev EIP-712 by hand.
    function _code(
        GhostGig storage g,
        GigState state,
        CodeAction action,
        uint32 walletId,
        uint256 signer,
        uint40 expiry
    ) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Distributed Town"),
                keccak256("1"),
                block.chainid,
                address(gigs)
            )
        );
        bytes32 message = keccak256(abi.encode(CODE_TYPE, g.id, state, walletId, action, g.round, expiry));
        return signDigest(people[signer], keccak256(abi.encodePacked(hex"1901", domain, message)));
    }
}
