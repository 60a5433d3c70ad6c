// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {Gig, IGigs} from "../../src/interfaces/IGigs.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Ledger, Street} from "../doubles/Street.sol";
import {Person} from "../Town.sol";

/// @title Submitting, asking for changes and completing (spec §4.2.6, §4.2.9, §4.2.10, §4.5, §4.7)
contract GigsWorkTest is Street {
    function test_submitGig_revertsWithUnknownGig() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        submit(taker, 7);
    }

    function test_submitGig_revertsWithWrongState() public {
        uint64 gigId = submittedGig();
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Submitted));
        submit(taker, gigId);
    }

    function test_submitGig_revertsWithEmptyRecord() public {
        uint64 gigId = takenGig();
        vm.expectRevert(IGigs.EmptyRecord.selector);
        vm.prank(taker.addr);
        gigs.submitGig(gigId, 0);
    }

    function test_submitGig_revertsWithNotParty() public {
        uint64 gigId = takenGig();
        Person[3] memory callers = [creator, other, stranger];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.NotParty.selector, gigId, callers[i].addr));
            submit(callers[i], gigId);
        }
    }

    function test_submitGig_submits() public {
        uint64 gigId = takenGig();
        Ledger memory before = ledger();
        Gig memory expected = gigs.gig(gigId);
        // Overdue work is welcome until somebody ends the gig.
        skip(20 days);
        vm.expectEmit(address(gigs));
        emit IGigs.GigSubmitted(gigId, WORK, 1);
        submit(taker, gigId);
        expected.state = GigState.Submitted;
        expected.round = 1;
        expected.since = uint32(vm.getBlockTimestamp());
        assertGig(gigId, expected);
        assertUnmoved(before);
        assertEq(wallets.wallet(takerId).engagements, 1);
    }

    function test_requestChanges_revertsWithUnknownGig() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        requestChanges(7);
    }

    function test_requestChanges_revertsWithWrongState() public {
        uint64 gigId = takenGig();
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Taken));
        requestChanges(gigId);
    }

    function test_requestChanges_revertsWithNotParty() public {
        uint64 gigId = submittedGig();
        address[3] memory callers = [taker.addr, other.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.NotParty.selector, gigId, callers[i]));
            vm.prank(callers[i]);
            gigs.requestChanges(gigId);
        }
    }

    function test_requestChanges_revertsWithTooManyChanges() public {
        uint64 gigId = submittedGig();
        for (uint256 i; i < 3; ++i) {
            requestChanges(gigId);
            submit(taker, gigId);
        }
        assertEq(gigs.gig(gigId).changes, 3);
        assertEq(gigs.gig(gigId).round, 4);
        vm.expectRevert(IGigs.TooManyChanges.selector);
        requestChanges(gigId);
    }

    function test_requestChanges_keepsALaterDeadline() public {
        uint256 deadline = vm.getBlockTimestamp() + 7 days;
        uint64 gigId = submittedGig();
        Ledger memory before = ledger();
        vm.expectEmit(address(gigs));
        emit IGigs.GigChangesRequested(gigId, 1, uint32(deadline));
        requestChanges(gigId);
        assertState(gigId, GigState.Taken);
        assertEq(gigs.gig(gigId).deadline, deadline);
        assertEq(gigs.gig(gigId).taker, takerId);
        assertUnmoved(before);
    }

    function test_requestChanges_leaves7Days() public {
        uint64 gigId = submittedGig();
        skip(1);
        uint32 deadline = uint32(vm.getBlockTimestamp()) + 7 days;
        vm.expectEmit(address(gigs));
        emit IGigs.GigChangesRequested(gigId, 1, deadline);
        requestChanges(gigId);
        assertEq(gigs.gig(gigId).deadline, deadline);
    }

    function test_completeGig_revertsWithUnknownGig() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        gigs.completeGig(7, inAnHour(), "");
    }

    function test_completeGig_revertsWithWrongState() public {
        uint64 gigId = takenGig();
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Taken));
        vm.prank(creator.addr);
        gigs.completeGig(gigId, inAnHour(), "");
    }

    function test_completeGig_revertsWithNotParty() public {
        uint64 gigId = submittedGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        address[3] memory callers = [taker.addr, other.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.NotParty.selector, gigId, callers[i]));
            vm.prank(callers[i]);
            gigs.completeGig(gigId, expiry, code);
        }
    }

    function test_completeGig_pays() public {
        uint64 gigId = submittedGig();
        Gig memory expected = gigs.gig(gigId);
        Ledger memory before = ledger();
        skip(1 days);
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        ICommunity at = community(here);
        address treasuryAccount = at.treasuryAccount();
        vm.expectEmit(address(gigs));
        emit IGigs.GigCompleted(gigId, takerId);
        vm.expectEmit(address(at));
        emit IERC20.Transfer(address(gigs), taker.addr, 48 * CREDIT);
        vm.expectEmit(address(at));
        emit IERC20.Transfer(address(at), treasuryAccount, 48 * CREDIT);
        vm.prank(creator.addr);
        gigs.completeGig(gigId, expiry, code);

        assertMoved(before, 0, 48, -48, 48, -48);
        expected.state = GigState.Completed;
        expected.since = uint32(vm.getBlockTimestamp());
        assertGig(gigId, expected);
        assertEq(wallets.wallet(creatorId).engagements, 0);
        assertEq(wallets.wallet(creatorId).unratedGigs, 1);
        assertEq(wallets.wallet(takerId).engagements, 0);
        assertEq(wallets.wallet(takerId).unratedGigs, 0);
        assertEq(wallets.ratings(takerId, TEACHING).pending, 1);
        assertTrue(community(here).member(taker.addr).completedGigHere);
        assertFalse(community(here).member(creator.addr).completedGigHere);
    }

    function test_completeGig_afterThreeChanges() public {
        uint64 gigId = submittedGig();
        for (uint256 i; i < 3; ++i) {
            requestChanges(gigId);
            submit(taker, gigId);
        }
        complete(creator, taker, gigId);
        assertState(gigId, GigState.Completed);
    }

    function test_completeGig_longAfterTheSettlingTime() public {
        uint64 gigId = submittedGig();
        skip(400 days);
        complete(creator, taker, gigId);
        assertState(gigId, GigState.Completed);
    }

    function test_completeGig_returnsTheTreasuryAboveTheFairShare() public {
        // 2,000 + 7 × 240 = 3,680; the eighth reaches 3,840 and leaves 2,000.
        validateAll();
        uint256 treasury = community(here).state().treasury / CREDIT;
        for (uint256 i; treasury + 240 < 3840; ++i) {
            work(i & 1 == 0 ? creator : taker, i & 1 == 0 ? taker : creator, TEACHING, 10, 5);
            treasury += 240;
        }
        uint64 gigId = createGig(other, TEACHING, 10);
        accept(other, taker, gigId);
        submit(taker, gigId);
        Ledger memory before = ledger();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        ICommunity at = community(here);
        vm.expectEmit(address(at));
        emit ICommunity.DistributionDue(0, (treasury + 240 - 2000) * CREDIT);
        vm.prank(other.addr);
        gigs.completeGig(gigId, expiry, code);
        assertMoved(before, 0, 240, -240, 2000 - int256(treasury), int256(treasury) - 2000);
    }

    function test_completeUnreviewed_revertsWithUnknownGig() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        gigs.completeUnreviewed(7);
    }

    function test_completeUnreviewed_revertsWithWrongState() public {
        uint64 gigId = takenGig();
        skip(60 days);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Taken));
        gigs.completeUnreviewed(gigId);
    }

    function test_completeUnreviewed_revertsWithTooEarly() public {
        uint64 gigId = submittedGig();
        uint256 available = vm.getBlockTimestamp() + 14 days;
        vm.warp(available - 1);
        address[4] memory callers = [creator.addr, taker.addr, other.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, available));
            vm.prank(callers[i]);
            gigs.completeUnreviewed(gigId);
        }
    }

    function test_completeUnreviewed_countsFromTheLastSubmission() public {
        uint64 gigId = submittedGig();
        skip(10 days);
        requestChanges(gigId);
        skip(1 days);
        submit(taker, gigId);
        uint256 available = vm.getBlockTimestamp() + 14 days;
        vm.warp(available - 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, available));
        gigs.completeUnreviewed(gigId);
        vm.warp(available);
        gigs.completeUnreviewed(gigId);
        assertState(gigId, GigState.Completed);
    }

    function test_completeUnreviewed_pays() public {
        uint64 gigId = submittedGig();
        Ledger memory before = ledger();
        skip(14 days);
        vm.expectEmit(address(gigs));
        emit IGigs.GigCompleted(gigId, takerId);
        vm.prank(stranger.addr);
        gigs.completeUnreviewed(gigId);
        assertMoved(before, 0, 48, -48, 48, -48);
        assertState(gigId, GigState.Completed);
        assertEq(gigs.gig(gigId).since, vm.getBlockTimestamp());
        assertEq(wallets.wallet(creatorId).unratedGigs, 1);
    }
}
