// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Gig, IGigs} from "../../src/interfaces/IGigs.sol";
import {ISkillWallet} from "../../src/interfaces/ISkillWallet.sol";
import {Transition} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Street} from "../doubles/Street.sol";
import {ValidatorDouble} from "../doubles/ValidatorDouble.sol";
import {Person} from "../Town.sol";

/// @title Every situation of a gig × role × act, early and late (spec §4.2)
/// @dev `_expected` is the table of §4.2 a second time; everything not named there must fail, with the error told.
contract MatrixTest is Street {
    /// @dev The reachable states; Taken twice, before and after a first submission.
    enum Situation {
        Proposed,
        Open,
        Taking,
        Taken,
        TakenForChanges,
        Submitted,
        Completing,
        Completed,
        Rated,
        Settled,
        Cancelled
    }

    enum Role {
        Creator,
        Taker,
        Other,
        Stranger
    }

    enum Act {
        Cancel,
        Accept,
        GiveUp,
        Reclaim,
        Submit,
        RequestChanges,
        Complete,
        CompleteUnreviewed,
        Settle,
        Lapse,
        Rate,
        RateByDefault,
        Fulfil,
        CancelOwn
    }

    ValidatorDouble private validator;
    /// @dev Whether gigs wait for the validator in this run.
    bool private asked;

    function test_matrix_earlyWithoutValidator() public {
        _assertMatrix(0);
    }

    function test_matrix_lateWithoutValidator() public {
        // Longer than any period: duration 7 + 30 days, 90 days, 14 days.
        _assertMatrix(200 days);
    }

    function test_matrix_earlyWithValidator() public {
        _adoptValidator();
        _assertMatrix(0);
    }

    function test_matrix_lateWithValidator() public {
        _adoptValidator();
        _assertMatrix(200 days);
    }

    /// @dev The oracle's answers: one for each waiting state, and nothing else.
    function test_matrix_answers() public {
        _adoptValidator();
        for (uint256 s; s <= uint256(Situation.Cancelled); ++s) {
            uint256 beginning = vm.snapshotState();
            uint64 gigId = _reach(Situation(s));
            Gig memory before = gigs.gig(gigId);
            for (uint256 k; k < 12; ++k) {
                uint256 snapshot = vm.snapshotState();
                Transition transition = Transition(k % 3);
                bool verified = (k / 3) % 2 == 0;
                uint24 round = k < 6 ? before.round : before.round + 1;
                bytes memory call = abi.encodeCall(IGigs.fulfil, (gigId, round, transition, verified));
                vm.prank(address(validator));
                (bool ok, bytes memory returned) = address(gigs).call(call);
                GigState next = round == before.round ? _answered(before.state, transition, verified) : GigState.None;
                string memory label = string.concat("situation ", vm.toString(s), " answer ", vm.toString(k));
                assertEq(ok, next != GigState.None, label);
                if (ok) {
                    assertEq(uint256(stateOf(gigId)), uint256(next), label);
                } else {
                    assertEq(returned, abi.encodeWithSelector(IGigs.WrongState.selector, gigId, before.state), label);
                }
                _assertConserved(label);
                vm.revertToState(snapshot);
            }
            vm.revertToState(beginning);
        }
    }

    /// @dev Whoever is left alone ends the gig, without the oracle and the others, in bounded time.
    function test_matrix_everyoneCanEndEveryGig() public {
        for (uint256 pass; pass < 2; ++pass) {
            if (pass == 1) _adoptValidator();
            for (uint256 s; s < uint256(Situation.Rated); ++s) {
                if (_unreachable(Situation(s))) continue;
                uint256 beginning = vm.snapshotState();
                uint64 gigId = _reach(Situation(s));
                for (uint256 role; role <= uint256(Role.Stranger); ++role) {
                    uint256 snapshot = vm.snapshotState();
                    _walkToTheEnd(gigId, _person(Role(role)).addr);
                    vm.revertToState(snapshot);
                }
                vm.revertToState(beginning);
            }
        }
    }

    function _assertMatrix(uint256 wait) private {
        for (uint256 s; s <= uint256(Situation.Cancelled); ++s) {
            if (_unreachable(Situation(s))) continue;
            uint256 beginning = vm.snapshotState();
            uint64 gigId = _reach(Situation(s));
            skip(wait);
            for (uint256 role; role <= uint256(Role.Stranger); ++role) {
                for (uint256 act; act <= uint256(Act.CancelOwn); ++act) {
                    uint256 snapshot = vm.snapshotState();
                    _assertAct(gigId, Situation(s), Role(role), Act(act), wait != 0);
                    vm.revertToState(snapshot);
                }
            }
            vm.revertToState(beginning);
        }
    }

    function _assertAct(uint64 gigId, Situation situation, Role role, Act act, bool late) private {
        Gig memory before = gigs.gig(gigId);
        (GigState next, bytes memory err) = _expected(gigId, before, situation, role, act, late);
        bytes memory call = _call(gigId, before.state, act);
        vm.prank(_person(role).addr);
        (bool ok, bytes memory returned) = address(gigs).call(call);
        string memory label = string.concat(
            "situation ",
            vm.toString(uint256(situation)),
            " role ",
            vm.toString(uint256(role)),
            " act ",
            vm.toString(uint256(act))
        );
        assertEq(ok, err.length == 0, label);
        if (ok) assertEq(uint256(stateOf(gigId)), uint256(next), label);
        else assertEq(returned, err, label);
        _assertConserved(label);
    }

    /// @return next State after a success. @return err Error of a failure, empty for a success.
    function _expected(uint64 gigId, Gig memory gig, Situation situation, Role role, Act act, bool late)
        private
        view
        returns (GigState next, bytes memory err)
    {
        bytes memory notParty = abi.encodeWithSelector(IGigs.NotParty.selector, gigId, _person(role).addr);
        bytes memory wrongState = abi.encodeWithSelector(IGigs.WrongState.selector, gigId, gig.state);

        if (act == Act.Cancel) {
            if (situation != Situation.Proposed && situation != Situation.Open) return (next, wrongState);
            return _timed(GigState.Cancelled, role == Role.Creator || late, uint256(gig.since) + 90 days);
        }
        if (act == Act.Accept) {
            if (situation != Situation.Open) return (next, wrongState);
            return role == Role.Creator ? (asked ? GigState.Taking : GigState.Taken, err) : (next, notParty);
        }
        if (act == Act.GiveUp) {
            if (situation == Situation.TakenForChanges) {
                return (next, abi.encodeWithSelector(IGigs.WorkSubmitted.selector));
            }
            if (situation != Situation.Taken) return (next, wrongState);
            return role == Role.Taker ? (GigState.Open, err) : (next, notParty);
        }
        if (act == Act.Reclaim) {
            if (situation == Situation.TakenForChanges) {
                return (next, abi.encodeWithSelector(IGigs.WorkSubmitted.selector));
            }
            if (situation != Situation.Taken) return (next, wrongState);
            return _timed(GigState.Open, late, role == Role.Creator ? gig.deadline : uint256(gig.deadline) + 30 days);
        }
        if (act == Act.Submit) {
            if (situation != Situation.Taken && situation != Situation.TakenForChanges) return (next, wrongState);
            return role == Role.Taker ? (GigState.Submitted, err) : (next, notParty);
        }
        if (act == Act.RequestChanges) {
            if (situation != Situation.Submitted) return (next, wrongState);
            return role == Role.Creator ? (GigState.Taken, err) : (next, notParty);
        }
        if (act == Act.Complete) {
            if (situation != Situation.Submitted) return (next, wrongState);
            return role == Role.Creator ? (asked ? GigState.Completing : GigState.Completed, err) : (next, notParty);
        }
        if (act == Act.CompleteUnreviewed) {
            if (situation != Situation.Submitted) return (next, wrongState);
            return _timed(asked ? GigState.Completing : GigState.Completed, late, uint256(gig.since) + 14 days);
        }
        if (act == Act.Settle) {
            if (situation == Situation.Taken) return (next, abi.encodeWithSelector(IGigs.NothingSubmitted.selector));
            if (situation == Situation.TakenForChanges) {
                return _timed(
                    GigState.Settled,
                    late,
                    role == Role.Creator || role == Role.Taker ? gig.deadline : uint256(gig.deadline) + 30 days
                );
            }
            if (situation == Situation.Submitted) return _timed(GigState.Settled, late, uint256(gig.since) + 30 days);
            return (next, wrongState);
        }
        if (act == Act.Lapse) {
            if (situation == Situation.Taking) return _timed(GigState.Open, late, uint256(gig.since) + 1 hours);
            if (situation != Situation.Completing) return (next, wrongState);
            return _timed(GigState.Submitted, late, uint256(gig.askedAt) + 72 hours);
        }
        if (act == Act.Rate) {
            if (situation != Situation.Completed) return (next, wrongState);
            if (role == Role.Creator) return (GigState.Rated, err);
            return (next, abi.encodeWithSelector(ISkillWallet.NotWalletOwner.selector, creatorId, _person(role).addr));
        }
        if (act == Act.RateByDefault) {
            if (situation != Situation.Completed) return (next, wrongState);
            return _timed(GigState.Rated, late, uint256(gig.since) + 14 days);
        }
        // Fulfil and CancelOwn belong to no person.
        return (next, abi.encodeWithSelector(IGigs.Unauthorized.selector, _person(role).addr));
    }

    function _timed(GigState next, bool open, uint256 availableAt) private pure returns (GigState, bytes memory) {
        if (open) return (next, "");
        return (GigState.None, abi.encodeWithSelector(IGigs.TooEarly.selector, availableAt));
    }

    function _answered(GigState state, Transition transition, bool verified) private pure returns (GigState) {
        if (state == GigState.Proposed && transition == Transition.Creation) {
            return verified ? GigState.Open : GigState.Cancelled;
        }
        if (state == GigState.Taking && transition == Transition.Taking) {
            return verified ? GigState.Taken : GigState.Open;
        }
        if (state == GigState.Completing && transition == Transition.Completion) {
            return verified ? GigState.Completed : GigState.Submitted;
        }
        return GigState.None;
    }

    /// @dev With codes that are good wherever the state takes one.
    function _call(uint64 gigId, GigState state, Act act) private view returns (bytes memory) {
        uint40 expiry = inAnHour();
        if (act == Act.Cancel) return abi.encodeCall(IGigs.cancelGig, (gigId));
        if (act == Act.Accept) {
            bytes memory code = state == GigState.Open ? sign(taker, gigId, expiry) : new bytes(65);
            return abi.encodeCall(IGigs.acceptRequest, (gigId, takerId, expiry, code));
        }
        if (act == Act.GiveUp) return abi.encodeCall(IGigs.giveUpGig, (gigId));
        if (act == Act.Reclaim) return abi.encodeCall(IGigs.reclaimGig, (gigId));
        if (act == Act.Submit) return abi.encodeCall(IGigs.submitGig, (gigId, WORK));
        if (act == Act.RequestChanges) return abi.encodeCall(IGigs.requestChanges, (gigId));
        if (act == Act.Complete) {
            bytes memory code = state == GigState.Submitted ? sign(taker, gigId, expiry) : new bytes(65);
            return abi.encodeCall(IGigs.completeGig, (gigId, expiry, code));
        }
        if (act == Act.CompleteUnreviewed) return abi.encodeCall(IGigs.completeUnreviewed, (gigId));
        if (act == Act.Settle) return abi.encodeCall(IGigs.settleGig, (gigId));
        if (act == Act.Lapse) return abi.encodeCall(IGigs.lapseVerification, (gigId));
        if (act == Act.Rate) return abi.encodeCall(IGigs.rateGig, (gigId, 5));
        if (act == Act.RateByDefault) return abi.encodeCall(IGigs.rateByDefault, (gigId));
        if (act == Act.CancelOwn) return abi.encodeCall(IGigs.cancelOwn, (creatorId, oneGig(gigId)));
        Transition waiting = state == GigState.Taking
            ? Transition.Taking
            : state == GigState.Completing ? Transition.Completion : Transition.Creation;
        return abi.encodeCall(IGigs.fulfil, (gigId, gigs.gig(gigId).round, waiting, true));
    }

    function _reach(Situation situation) private returns (uint64 gigId) {
        gigId = createGig(creator, TEACHING, 1);
        if (situation == Situation.Proposed) return gigId;
        if (asked) validator.answer(gigId, 0, Transition.Creation, true);
        if (situation == Situation.Open) return gigId;
        if (situation == Situation.Cancelled) {
            vm.prank(creator.addr);
            gigs.cancelGig(gigId);
            return gigId;
        }
        accept(creator, taker, gigId);
        if (situation == Situation.Taking) return gigId;
        if (asked) validator.answer(gigId, 0, Transition.Taking, true);
        if (situation == Situation.Taken) return gigId;
        submit(taker, gigId);
        if (situation == Situation.Submitted) return gigId;
        if (situation == Situation.TakenForChanges) {
            requestChanges(gigId);
            return gigId;
        }
        if (situation == Situation.Settled) {
            skip(30 days);
            gigs.settleGig(gigId);
            return gigId;
        }
        complete(creator, taker, gigId);
        if (situation == Situation.Completing) return gigId;
        if (asked) validator.answer(gigId, 1, Transition.Completion, true);
        if (situation == Situation.Completed) return gigId;
        rate(creator, gigId, 5);
    }

    function _unreachable(Situation situation) private view returns (bool) {
        return !asked
            && (situation == Situation.Proposed || situation == Situation.Taking || situation == Situation.Completing);
    }

    function _walkToTheEnd(uint64 gigId, address alone) private {
        // Duration, abandonment and expiry one after the other, with the oracle's hour before.
        uint256 latest = vm.getBlockTimestamp() + 1 hours + 7 days + 30 days + 90 days;
        for (uint256 step; step < 4; ++step) {
            Gig memory gig = gigs.gig(gigId);
            if (gig.state == GigState.Rated || gig.state == GigState.Settled || gig.state == GigState.Cancelled) {
                assertLe(vm.getBlockTimestamp(), latest, "bounded time");
                return;
            }
            (bytes4 act, uint256 from) = _exit(gig, alone);
            if (from > vm.getBlockTimestamp()) vm.warp(from);
            vm.prank(alone);
            (bool ok,) = address(gigs).call(abi.encodeWithSelector(act, gigId));
            assertTrue(ok, string.concat("exit from ", vm.toString(uint256(gig.state))));
        }
        assertTrue(false, "not ended");
    }

    /// @return act What this person alone can do about the gig. @return from When.
    function _exit(Gig memory gig, address alone) private view returns (bytes4 act, uint256 from) {
        bool isCreator = alone == creator.addr;
        bool isParty = isCreator || alone == taker.addr;
        if (gig.state == GigState.Proposed || gig.state == GigState.Open) {
            return (IGigs.cancelGig.selector, isCreator ? 0 : uint256(gig.since) + 90 days);
        }
        if (gig.state == GigState.Taking) return (IGigs.lapseVerification.selector, uint256(gig.since) + 1 hours);
        if (gig.state == GigState.Taken && gig.changes != 0) {
            return (IGigs.settleGig.selector, uint256(gig.deadline) + (isParty ? 0 : 30 days));
        }
        if (gig.state == GigState.Taken) {
            if (alone == taker.addr) return (IGigs.giveUpGig.selector, 0);
            return (IGigs.reclaimGig.selector, uint256(gig.deadline) + (isCreator ? 0 : 30 days));
        }
        if (gig.state == GigState.Submitted) return (IGigs.settleGig.selector, uint256(gig.since) + 30 days);
        if (gig.state == GigState.Completing) {
            return (IGigs.lapseVerification.selector, uint256(gig.askedAt) + 72 hours);
        }
        return (IGigs.rateByDefault.selector, uint256(gig.since) + 14 days);
    }

    function _adoptValidator() private {
        validator = new ValidatorDouble(gigs);
        adopt(address(validator), address(0));
        asked = true;
    }

    function _person(Role role) private view returns (Person memory) {
        return role == Role.Creator ? creator : role == Role.Taker ? taker : role == Role.Other ? other : stranger;
    }

    function _assertConserved(string memory label) private view {
        address[6] memory holders = [
            creator.addr,
            taker.addr,
            other.addr,
            address(gigs),
            address(community(here)),
            community(here).treasuryAccount()
        ];
        uint256 sum;
        for (uint256 i; i < holders.length; ++i) {
            sum += community(here).balanceOf(holders[i]);
        }
        assertEq(sum, 96_000 * CREDIT, label);
    }
}
