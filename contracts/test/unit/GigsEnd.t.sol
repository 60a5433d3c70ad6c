// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {Gig, IGigs} from "../../src/interfaces/IGigs.sol";
import {ISkillWallet} from "../../src/interfaces/ISkillWallet.sol";
import {Transition} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Ledger, Street} from "../doubles/Street.sol";

/// @title Settling and rating (spec §4.2.8, §4.2.12, §4.2.15, §4.7.2, §4.9)
contract GigsEndTest is Street {
    function test_settleGig_revertsWithUnknownGig() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        gigs.settleGig(7);
    }

    function test_settleGig_revertsWithWrongState() public {
        uint64 gigId = completedGig();
        skip(60 days);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Completed));
        vm.prank(creator.addr);
        gigs.settleGig(gigId);
    }

    function test_settleGig_revertsWithNothingSubmitted() public {
        uint64 gigId = takenGig();
        skip(60 days);
        address[3] memory callers = [creator.addr, taker.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(IGigs.NothingSubmitted.selector);
            vm.prank(callers[i]);
            gigs.settleGig(gigId);
        }
    }

    function test_settleGig_revertsWithTooEarlyForTheParties() public {
        uint64 gigId = changedGig();
        uint256 deadline = vm.getBlockTimestamp() + 7 days;
        vm.warp(deadline - 1);
        address[2] memory callers = [creator.addr, taker.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, deadline));
            vm.prank(callers[i]);
            gigs.settleGig(gigId);
        }
    }

    function test_settleGig_revertsWithTooEarlyForOthers() public {
        uint64 gigId = changedGig();
        uint256 abandoned = vm.getBlockTimestamp() + 37 days;
        vm.warp(abandoned - 1);
        address[2] memory callers = [other.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, abandoned));
            vm.prank(callers[i]);
            gigs.settleGig(gigId);
        }
    }

    function test_settleGig_revertsWithTooEarlyAfterASubmission() public {
        uint64 gigId = submittedGig();
        uint256 available = vm.getBlockTimestamp() + 30 days;
        vm.warp(available - 1);
        address[4] memory callers = [creator.addr, taker.addr, other.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, available));
            vm.prank(callers[i]);
            gigs.settleGig(gigId);
        }
    }

    function test_settleGig_byTheCreatorAtTheDeadline() public {
        _assertSettles(changedGig(), 7 days, creator.addr);
    }

    function test_settleGig_byTheTakerAtTheDeadline() public {
        _assertSettles(changedGig(), 7 days, taker.addr);
    }

    function test_settleGig_byAnyone30DaysAfterTheDeadline() public {
        _assertSettles(changedGig(), 37 days, stranger.addr);
    }

    function test_settleGig_byAnyone30DaysAfterTheSubmission() public {
        _assertSettles(submittedGig(), 30 days, stranger.addr);
    }

    function test_settleGig_beginsNoReevaluationAndNoRate() public {
        uint64 gigId = submittedGig();
        skip(30 days);
        gigs.settleGig(gigId);
        assertEq(wallets.ratings(takerId, TEACHING).count, 0);
        assertEq(wallets.ratings(takerId, TEACHING).pending, 0);
        assertFalse(community(here).member(taker.addr).completedGigHere);
        (uint24 number,) = wallets.round(here);
        assertEq(number, 0);
        // Both are free to leave.
        vm.prank(taker.addr);
        wallets.leave(noGigs());
        vm.prank(creator.addr);
        wallets.leave(noGigs());
    }

    function test_rateGig_revertsWithUnknownGig() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        gigs.rateGig(7, 5);
    }

    function test_rateGig_revertsWithWrongState() public {
        uint64 gigId = submittedGig();
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Submitted));
        rate(creator, gigId, 5);
    }

    function test_rateGig_revertsWithRatingRange() public {
        uint64 gigId = completedGig();
        vm.expectRevert(abi.encodeWithSelector(IGigs.RatingRange.selector, 0));
        rate(creator, gigId, 0);
        vm.expectRevert(abi.encodeWithSelector(IGigs.RatingRange.selector, 11));
        rate(creator, gigId, 11);
        vm.expectRevert(abi.encodeWithSelector(IGigs.RatingRange.selector, 255));
        rate(creator, gigId, 255);
    }

    function test_rateGig_revertsWithNotWalletOwner() public {
        uint64 gigId = completedGig();
        address[3] memory callers = [taker.addr, other.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISkillWallet.NotWalletOwner.selector, creatorId, callers[i]));
            vm.prank(callers[i]);
            gigs.rateGig(gigId, 10);
        }
    }

    function test_rateGig_revertsWithWrongStateASecondTime() public {
        uint64 gigId = completedGig();
        rate(creator, gigId, 8);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Rated));
        rate(creator, gigId, 8);
        skip(14 days);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Rated));
        gigs.rateByDefault(gigId);
        assertEq(wallets.ratings(takerId, TEACHING).count, 1);
    }

    function testFuzz_rateGig_rates(uint8 rating) public {
        rating = uint8(bound(rating, 1, 10));
        uint64 gigId = completedGig();
        Gig memory expected = gigs.gig(gigId);
        Ledger memory before = ledger();
        vm.expectEmit(address(gigs));
        emit IGigs.GigRated(gigId, rating, true);
        rate(creator, gigId, rating);
        expected.state = GigState.Rated;
        assertGig(gigId, expected);
        assertUnmoved(before);
        assertEq(wallets.ratings(takerId, TEACHING).count, 1);
        assertEq(wallets.ratings(takerId, TEACHING).sum, rating);
        assertEq(wallets.ratings(takerId, TEACHING).pending, 0);
        assertEq(wallets.wallet(creatorId).unratedGigs, 0);
    }

    function test_rateGig_aFourthRateOfOnePersonIsNotCounted() public {
        for (uint256 i; i < 3; ++i) {
            work(creator, taker, TEACHING, 1, 9);
        }
        uint64 gigId = completedGig();
        vm.expectEmit(address(gigs));
        emit IGigs.GigRated(gigId, 9, false);
        rate(creator, gigId, 9);
        assertEq(wallets.ratings(takerId, TEACHING).count, 3);
    }

    function test_rateGig_whereverBothLive() public {
        uint64 gigId = completedGig();
        vm.prank(creator.addr);
        wallets.leave(noGigs());
        vm.prank(taker.addr);
        wallets.leave(noGigs());
        vm.expectEmit(address(gigs));
        emit IGigs.GigRated(gigId, 7, true);
        rate(creator, gigId, 7);
        assertEq(wallets.ratings(takerId, TEACHING).sum, 7);
    }

    function test_rateByDefault_revertsWithUnknownGig() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        gigs.rateByDefault(7);
    }

    function test_rateByDefault_revertsWithWrongState() public {
        uint64 gigId = submittedGig();
        skip(60 days);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Submitted));
        gigs.rateByDefault(gigId);
    }

    function test_rateByDefault_revertsWithTooEarly() public {
        uint64 gigId = submittedGig();
        skip(3 days);
        complete(creator, taker, gigId);
        uint256 available = vm.getBlockTimestamp() + 14 days;
        vm.warp(available - 1);
        address[3] memory callers = [creator.addr, taker.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, available));
            vm.prank(callers[i]);
            gigs.rateByDefault(gigId);
        }
    }

    function test_rateByDefault_givesThePresentLevel() public {
        uint64 gigId = completedGig();
        skip(14 days);
        vm.expectEmit(address(gigs));
        emit IGigs.GigRatedByDefault(gigId, 5, true);
        vm.prank(stranger.addr);
        gigs.rateByDefault(gigId);
        assertState(gigId, GigState.Rated);
        assertEq(wallets.ratings(takerId, TEACHING).sum, 5);
        assertEq(wallets.wallet(creatorId).unratedGigs, 0);
    }

    function test_rateByDefault_countsAsTheCreators() public {
        for (uint256 i; i < 3; ++i) {
            work(creator, taker, TEACHING, 1, 9);
        }
        uint64 gigId = completedGig();
        skip(14 days);
        vm.expectEmit(address(gigs));
        emit IGigs.GigRatedByDefault(gigId, 5, false);
        gigs.rateByDefault(gigId);
    }

    function test_rateGig_afterTheRatingPeriodIsStillTheCreators() public {
        uint64 gigId = completedGig();
        skip(365 days);
        vm.expectEmit(address(gigs));
        emit IGigs.GigRated(gigId, 10, true);
        rate(creator, gigId, 10);
    }

    function test_lapseVerification_revertsWithoutAnythingToLapse() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        gigs.lapseVerification(7);
        uint64 gigId = openGig();
        skip(60 days);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Open));
        gigs.lapseVerification(gigId);
    }

    function test_fulfil_revertsWithoutValidator() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        gigs.fulfil(7, 0, Transition.Creation, true);
        uint64 gigId = openGig();
        vm.expectRevert(abi.encodeWithSelector(IGigs.Unauthorized.selector, creator.addr));
        vm.prank(creator.addr);
        gigs.fulfil(gigId, 0, Transition.Creation, false);
    }

    function _assertSettles(uint64 gigId, uint256 wait, address caller) private {
        Gig memory expected = gigs.gig(gigId);
        Ledger memory before = ledger();
        skip(wait);
        ICommunity at = community(here);
        vm.expectEmit(address(gigs));
        emit IGigs.GigSettled(gigId, takerId);
        vm.expectEmit(address(at));
        emit IERC20.Transfer(address(gigs), taker.addr, 24 * CREDIT);
        vm.expectEmit(address(at));
        emit IERC20.Transfer(address(gigs), creator.addr, 24 * CREDIT);
        vm.prank(caller);
        gigs.settleGig(gigId);
        expected.state = GigState.Settled;
        assertGig(gigId, expected);
        assertMoved(before, 24, 24, -48, 0, 0);
        assertEq(wallets.wallet(creatorId).settledGigs, 1);
        assertEq(wallets.wallet(takerId).settledGigs, 1);
        assertEq(wallets.wallet(creatorId).engagements, 0);
        assertEq(wallets.wallet(takerId).engagements, 0);
        assertEq(wallets.wallet(takerId).abandonedGigs, 0);
    }
}
