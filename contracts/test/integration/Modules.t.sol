// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Gig, IGigs} from "../../src/interfaces/IGigs.sol";
import {ReopenCause, Transition} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Q2TDouble} from "../doubles/Q2TDouble.sol";
import {Ledger} from "../doubles/Street.sol";
import {ValidatorDouble} from "../doubles/ValidatorDouble.sol";
import {Watched} from "../doubles/Watched.sol";

/// @title Gigs with a validator and a Q2T that answer (spec §4.13)
contract ModulesTest is Watched {
    function test_createGig_asksAndWaits() public {
        Ledger memory before = ledger();
        uint64 expected = (uint64(here) << 24) + 1;
        vm.expectEmit(address(gigs));
        emit IGigs.GigCreated(expected, creatorId, GigState.Proposed, TEACHING, 2, 7, release, RECORD);
        vm.expectEmit(address(validator));
        emit ValidatorDouble.Asked(expected, 0, Transition.Creation, RECORD, creatorId);
        uint64 gigId = openGig();
        assertState(gigId, GigState.Proposed);
        assertEq(gigs.gig(gigId).release, release);
        assertMoved(before, -48, 0, 48, 0, 0);
        assertEq(wallets.wallet(creatorId).openGigs, 1);
    }

    function test_fulfil_opens() public {
        uint64 gigId = openGig();
        Gig memory expected = gigs.gig(gigId);
        skip(5 days);
        vm.expectEmit(address(gigs));
        emit IGigs.GigOpened(gigId);
        validator.answer(gigId, 0, Transition.Creation, true);
        expected.state = GigState.Open;
        assertGig(gigId, expected);
    }

    function test_fulfil_cancelsWhatIsRefused() public {
        Ledger memory before = ledger();
        uint64 gigId = openGig();
        vm.expectEmit(address(gigs));
        emit IGigs.GigCancelled(gigId);
        validator.answer(gigId, 0, Transition.Creation, false);
        assertState(gigId, GigState.Cancelled);
        assertUnmoved(before);
        assertEq(wallets.wallet(creatorId).openGigs, 0);
    }

    function test_acceptRequest_asksAndWaits() public {
        uint64 gigId = openedGig();
        vm.expectEmit(address(gigs));
        emit IGigs.GigAccepted(gigId, takerId, GigState.Taking, 0);
        vm.expectEmit(address(validator));
        emit ValidatorDouble.Asked(gigId, 0, Transition.Taking, RECORD, takerId);
        accept(creator, taker, gigId);
        Gig memory taking = gigs.gig(gigId);
        assertState(gigId, GigState.Taking);
        assertEq(taking.taker, takerId);
        assertEq(taking.since, vm.getBlockTimestamp());
        assertEq(taking.deadline, 0);
        assertEq(wallets.wallet(takerId).engagements, 1);
    }

    function test_fulfil_takes() public {
        uint64 gigId = openedGig();
        accept(creator, taker, gigId);
        skip(50 minutes);
        // The oracle's delay is not the taker's.
        vm.expectEmit(address(gigs));
        emit IGigs.GigTaken(gigId, uint32(vm.getBlockTimestamp()) + 7 days);
        validator.answer(gigId, 0, Transition.Taking, true);
        assertState(gigId, GigState.Taken);
        assertEq(gigs.gig(gigId).deadline, vm.getBlockTimestamp() + 7 days);
    }

    function test_fulfil_reopensWhatIsRefused() public {
        uint64 gigId = openedGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.prank(creator.addr);
        gigs.acceptRequest(gigId, takerId, expiry, code);
        vm.expectEmit(address(gigs));
        emit IGigs.GigReopened(gigId, takerId, ReopenCause.Refused, 1);
        validator.answer(gigId, 0, Transition.Taking, false);
        _assertReopened(gigId);
        // The request is used up.
        vm.expectRevert(IGigs.InvalidCode.selector);
        vm.prank(creator.addr);
        gigs.acceptRequest(gigId, takerId, expiry, code);
    }

    function test_lapseVerification_reopensATakingAfterAnHour() public {
        uint64 gigId = openedGig();
        accept(creator, taker, gigId);
        uint256 available = vm.getBlockTimestamp() + 1 hours;
        vm.warp(available - 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, available));
        gigs.lapseVerification(gigId);
        vm.warp(available);
        vm.expectEmit(address(gigs));
        emit IGigs.GigReopened(gigId, takerId, ReopenCause.Unanswered, 1);
        vm.prank(stranger.addr);
        gigs.lapseVerification(gigId);
        _assertReopened(gigId);
        // No ban, no answer any more, and the same person may request again.
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Open));
        validator.answer(gigId, 0, Transition.Taking, true);
        accept(creator, taker, gigId);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Taking));
        validator.answer(gigId, 0, Transition.Taking, true);
        validator.answer(gigId, 1, Transition.Taking, true);
        assertState(gigId, GigState.Taken);
    }

    function test_fulfil_countsUntilSomebodyUsesTheTimeOut() public {
        uint64 gigId = openedGig();
        accept(creator, taker, gigId);
        skip(3 days);
        validator.answer(gigId, 0, Transition.Taking, true);
        assertEq(gigs.gig(gigId).deadline, vm.getBlockTimestamp() + 7 days);
        submit(taker, gigId);
        complete(creator, taker, gigId);
        skip(30 days);
        validator.answer(gigId, 1, Transition.Completion, true);
        assertState(gigId, GigState.Completed);
    }

    function test_completeGig_asksAndWaits() public {
        uint64 gigId = watchedSubmittedGig();
        Ledger memory before = ledger();
        Gig memory expected = gigs.gig(gigId);
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.expectEmit(address(gigs));
        emit IGigs.GigCompleting(gigId);
        vm.expectEmit(address(validator));
        emit ValidatorDouble.Asked(gigId, 1, Transition.Completion, RECORD, takerId);
        vm.prank(creator.addr);
        gigs.completeGig(gigId, expiry, code);
        expected.state = GigState.Completing;
        expected.askedAt = uint32(vm.getBlockTimestamp());
        assertGig(gigId, expected);
        assertUnmoved(before);
    }

    function test_fulfil_completesAndTellsTheQ2T() public {
        uint64 gigId = watchedSubmittedGig();
        complete(creator, taker, gigId);
        Ledger memory before = ledger();
        skip(1 hours);
        vm.expectEmit(address(gigs));
        emit IGigs.GigCompleted(gigId, takerId);
        vm.expectEmit(address(q2t));
        emit Q2TDouble.Told(gigId, creatorId, takerId, 48 * CREDIT, false);
        validator.answer(gigId, 1, Transition.Completion, true);
        assertState(gigId, GigState.Completed);
        assertEq(gigs.gig(gigId).since, vm.getBlockTimestamp());
        assertMoved(before, 0, 48, -48, 48, -48);
    }

    function test_fulfil_tellsTheQ2TOfADistribution() public {
        adopt(address(0), address(q2t));
        validateAll();
        uint256 treasury = community(here).state().treasury;
        for (uint256 i; treasury + 240 * CREDIT < 3840 * CREDIT; ++i) {
            if (i & 1 == 0) work(creator, taker, TEACHING, 10, 5);
            else work(taker, creator, TEACHING, 10, 5);
            treasury += 240 * CREDIT;
        }
        adopt(address(validator), address(q2t));
        uint64 gigId = createGig(creator, TEACHING, 10);
        validator.answer(gigId, 0, Transition.Creation, true);
        accept(creator, taker, gigId);
        validator.answer(gigId, 0, Transition.Taking, true);
        submit(taker, gigId);
        complete(creator, taker, gigId);
        vm.expectEmit(address(q2t));
        emit Q2TDouble.Told(gigId, creatorId, takerId, 240 * CREDIT, true);
        validator.answer(gigId, 1, Transition.Completion, true);
        assertEq(community(here).state().treasury, 2000 * CREDIT);
    }

    function test_fulfil_refusedCompletionIsSubmittedAsBefore() public {
        uint64 gigId = watchedSubmittedGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.prank(creator.addr);
        gigs.completeGig(gigId, expiry, code);
        Ledger memory before = ledger();
        uint32 submitted = gigs.gig(gigId).since;
        skip(30 minutes);
        vm.expectEmit(address(gigs));
        emit IGigs.GigCompletionLapsed(gigId, true);
        validator.answer(gigId, 1, Transition.Completion, false);
        assertState(gigId, GigState.Submitted);
        assertEq(gigs.gig(gigId).since, submitted);
        assertEq(gigs.gig(gigId).round, 1);
        assertUnmoved(before);
        // The code outlives it: the submission it consents to is the same.
        vm.prank(creator.addr);
        gigs.completeGig(gigId, expiry, code);
        assertState(gigId, GigState.Completing);
    }

    function test_lapseVerification_returnsACompletionAfter72Hours() public {
        uint64 gigId = watchedSubmittedGig();
        uint32 submitted = gigs.gig(gigId).since;
        skip(2 days);
        complete(creator, taker, gigId);
        uint256 available = vm.getBlockTimestamp() + 72 hours;
        vm.warp(available - 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, available));
        gigs.lapseVerification(gigId);
        vm.warp(available);
        vm.expectEmit(address(gigs));
        emit IGigs.GigCompletionLapsed(gigId, false);
        vm.prank(stranger.addr);
        gigs.lapseVerification(gigId);
        assertState(gigId, GigState.Submitted);
        assertEq(gigs.gig(gigId).since, submitted, "does not restart the 14 and the 30 days");
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Submitted));
        validator.answer(gigId, 1, Transition.Completion, true);
    }

    function test_completeGig_revertsWithCompletionExhausted() public {
        uint64 gigId = watchedSubmittedGig();
        uint256 settleable = vm.getBlockTimestamp() + 30 days;
        complete(creator, taker, gigId);
        validator.answer(gigId, 1, Transition.Completion, false);
        // Up to the second before, as often as one likes.
        vm.warp(settleable - 1);
        vm.prank(stranger.addr);
        gigs.completeUnreviewed(gigId);
        vm.warp(settleable);
        validator.answer(gigId, 1, Transition.Completion, false);

        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.expectRevert(IGigs.CompletionExhausted.selector);
        vm.prank(creator.addr);
        gigs.completeGig(gigId, expiry, code);
        vm.expectRevert(IGigs.CompletionExhausted.selector);
        gigs.completeUnreviewed(gigId);
        gigs.settleGig(gigId);
        assertState(gigId, GigState.Settled);
    }

    function test_completeGig_onceAfterTheSettlingTime() public {
        uint64 gigId = watchedSubmittedGig();
        skip(90 days);
        complete(creator, taker, gigId);
        skip(72 hours);
        gigs.lapseVerification(gigId);
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.expectRevert(IGigs.CompletionExhausted.selector);
        vm.prank(creator.addr);
        gigs.completeGig(gigId, expiry, code);
    }

    function test_completeGig_anotherSubmissionMayBeAskedAgain() public {
        uint64 gigId = watchedSubmittedGig();
        complete(creator, taker, gigId);
        skip(31 days);
        validator.answer(gigId, 1, Transition.Completion, false);
        vm.expectRevert(IGigs.CompletionExhausted.selector);
        gigs.completeUnreviewed(gigId);
        requestChanges(gigId);
        submit(taker, gigId);
        assertEq(gigs.gig(gigId).askedAt, 0);
        skip(31 days);
        gigs.completeUnreviewed(gigId);
        validator.answer(gigId, 2, Transition.Completion, true);
        assertState(gigId, GigState.Completed);
    }

    function test_fulfil_revertsWithUnauthorized() public {
        uint64 gigId = openGig();
        ValidatorDouble foreign = new ValidatorDouble(gigs);
        vm.expectRevert(abi.encodeWithSelector(IGigs.Unauthorized.selector, address(foreign)));
        foreign.answer(gigId, 0, Transition.Creation, true);
        vm.expectRevert(abi.encodeWithSelector(IGigs.Unauthorized.selector, operator));
        vm.prank(operator);
        gigs.fulfil(gigId, 0, Transition.Creation, true);
        vm.expectRevert(abi.encodeWithSelector(IGigs.Unauthorized.selector, address(q2t)));
        vm.prank(address(q2t));
        gigs.fulfil(gigId, 0, Transition.Creation, true);
    }

    function test_fulfil_revertsWithWrongStateASecondTime() public {
        uint64 gigId = openedGig();
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Open));
            validator.answer(gigId, 0, Transition.Creation, i == 0);
        }
    }

    function testFuzz_fulfil_revertsWithWrongStateOfAnotherRound(uint24 round, uint8 transition) public {
        transition = uint8(bound(transition, 0, 2));
        uint24 present = transition == 2 ? 1 : 0;
        if (round == present) ++round;
        uint64 gigId = transition == 0 ? openGig() : transition == 1 ? openedGig() : watchedSubmittedGig();
        if (transition == 1) accept(creator, taker, gigId);
        if (transition == 2) complete(creator, taker, gigId);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, stateOf(gigId)));
        validator.answer(gigId, round, Transition(transition), true);
    }

    function _assertReopened(uint64 gigId) private view {
        Gig memory open = gigs.gig(gigId);
        assertEq(uint256(open.state), uint256(GigState.Open));
        assertEq(open.taker, 0);
        assertEq(open.round, 1);
        assertEq(open.since, vm.getBlockTimestamp());
        assertEq(gigs.bannedUntil(creatorId, takerId), 0);
        assertEq(wallets.wallet(takerId).abandonedGigs, 0);
        assertEq(wallets.wallet(takerId).engagements, 0);
        assertEq(wallets.wallet(creatorId).engagements, 0);
        assertEq(wallets.wallet(creatorId).openGigs, 1);
    }
}
