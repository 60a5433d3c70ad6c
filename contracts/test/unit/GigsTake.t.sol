// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Gig, IGigs} from "../../src/interfaces/IGigs.sol";
import {ISkillWallet} from "../../src/interfaces/ISkillWallet.sol";
import {ReopenCause} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Ledger, Street} from "../doubles/Street.sol";
import {Person} from "../Town.sol";

/// @title Taking gigs, giving them up and reclaiming them (spec §4.2.4, §4.2.7, §4.4, §4.10)
contract GigsTakeTest is Street {
    function test_acceptRequest_revertsWithUnknownGig() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        vm.prank(creator.addr);
        gigs.acceptRequest(7, takerId, inAnHour(), "");
    }

    function test_acceptRequest_revertsWithWrongState() public {
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        bytes memory late = sign(other, gigId, expiry);
        accept(creator, taker, gigId);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Taken));
        vm.prank(creator.addr);
        gigs.acceptRequest(gigId, otherId, expiry, late);
    }

    function test_acceptRequest_revertsWithOwnGig() public {
        uint64 gigId = openGig();
        bytes memory code = sign(creator, gigId, inAnHour());
        vm.expectRevert(abi.encodeWithSelector(IGigs.OwnGig.selector, gigId));
        _accept(creator.addr, gigId, creatorId, code);
    }

    function test_acceptRequest_revertsWithNotNeighbour() public {
        uint64 gigId = openGig();
        Person memory foreigner = person("foreigner");
        found(foreigner, TEACHING, 5);
        uint32 foreignerId = walletOf(foreigner);
        bytes memory code = sign(foreigner, gigId, inAnHour());
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.NotNeighbour.selector, foreignerId));
        _accept(creator.addr, gigId, foreignerId, code);
    }

    function test_acceptRequest_revertsWithNotNeighbourForNoWallet() public {
        uint64 gigId = openGig();
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.NotNeighbour.selector, 99));
        _accept(creator.addr, gigId, 99, "");
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.NotNeighbour.selector, 0));
        _accept(creator.addr, gigId, 0, "");
    }

    function test_acceptRequest_revertsWithNotNeighbourAfterMovingAway() public {
        uint64 gigId = openGig();
        bytes memory code = sign(other, gigId, inAnHour());
        vm.prank(other.addr);
        wallets.leave(noGigs());
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.NotNeighbour.selector, otherId));
        _accept(creator.addr, gigId, otherId, code);
    }

    function test_acceptRequest_revertsWithSkillMissing() public {
        uint64 gigId = createGig(creator, LEGAL, 1);
        bytes memory code = sign(taker, gigId, inAnHour());
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.SkillMissing.selector, LEGAL));
        _accept(creator.addr, gigId, takerId, code);
    }

    function test_acceptRequest_revertsWithSkillMissingOnceDormant() public {
        uint64 gigId = openGig();
        bytes memory code = sign(taker, gigId, inAnHour());
        vm.prank(taker.addr);
        wallets.changeSkills(oneSkill(LEGAL, 5));
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.SkillMissing.selector, TEACHING));
        _accept(creator.addr, gigId, takerId, code);
    }

    function test_acceptRequest_revertsWithNotParty() public {
        uint64 gigId = openGig();
        bytes memory code = sign(taker, gigId, inAnHour());
        address[3] memory callers = [taker.addr, other.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.NotParty.selector, gigId, callers[i]));
            _accept(callers[i], gigId, takerId, code);
        }
    }

    function test_acceptRequest_revertsWithRequesterBannedAfterGivingUp() public {
        uint64 gigId = takenGig();
        uint64 second = openGig();
        skip(1 days);
        giveUp(gigId);
        _assertBannedFor30Days(gigId, second);
    }

    function test_acceptRequest_revertsWithRequesterBannedAfterReclaim() public {
        uint64 gigId = takenGig();
        uint64 second = openGig();
        skip(7 days + 1);
        vm.prank(creator.addr);
        gigs.reclaimGig(gigId);
        _assertBannedFor30Days(gigId, second);
    }

    function test_acceptRequest_revertsWithTooManyEngagements() public {
        validateAll();
        // Each of them affords 100 gigs at 6 credits with room; two makers share the taker's 200.
        Person memory gardener = person("gardener");
        uint32 gardenerId = join(gardener, here, GARDENING, 5);
        for (uint256 i; i < 200; ++i) {
            Person memory maker = i < 100 ? creator : other;
            accept(maker, gardener, createGig(maker, GARDENING, 1));
        }
        assertEq(wallets.wallet(gardenerId).engagements, 200);
        uint64 gigId = createGig(taker, GARDENING, 1);
        bytes memory code = sign(gardener, gigId, inAnHour());
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.TooManyEngagements.selector, gardenerId));
        _accept(taker.addr, gigId, gardenerId, code);

        // The limit is the creator's too, and rated gigs make room.
        Person memory second = person("second gardener");
        uint32 secondId = join(second, here, GARDENING, 5);
        for (uint256 i; i < 100; ++i) {
            accept(creator, second, createGig(creator, GARDENING, 1));
        }
        uint64 full = createGig(creator, GARDENING, 1);
        code = sign(second, full, inAnHour());
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.TooManyEngagements.selector, creatorId));
        _accept(creator.addr, full, secondId, code);

        uint64 first = full - 1;
        submit(second, first);
        complete(creator, second, first);
        // Completed and unrated counts like an engagement.
        code = sign(second, full, inAnHour());
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.TooManyEngagements.selector, creatorId));
        _accept(creator.addr, full, secondId, code);
        rate(creator, first, 5);
        _accept(creator.addr, full, secondId, code);
        assertState(full, GigState.Taken);
    }

    function test_acceptRequest_takes() public {
        uint64 gigId = openGig();
        Ledger memory before = ledger();
        skip(3 days);
        uint32 deadline = uint32(vm.getBlockTimestamp()) + 7 days;
        bytes memory code = sign(taker, gigId, inAnHour());
        vm.expectEmit(address(gigs));
        emit IGigs.GigAccepted(gigId, takerId, GigState.Taken, deadline);
        _accept(creator.addr, gigId, takerId, code);

        Gig memory taken;
        taken.creator = creatorId;
        taken.taker = takerId;
        taken.state = GigState.Taken;
        taken.skill = TEACHING;
        taken.commitment = 2;
        taken.durationDays = 7;
        taken.since = uint32(vm.getBlockTimestamp());
        taken.deadline = deadline;
        assertGig(gigId, taken);
        assertUnmoved(before);
        assertEq(wallets.wallet(creatorId).openGigs, 0);
        assertEq(wallets.wallet(creatorId).engagements, 1);
        assertEq(wallets.wallet(takerId).engagements, 1);
    }

    function test_acceptRequest_oneOfSeveralInAnInactiveTown() public {
        uint64 gigId = openGig();
        sign(taker, gigId, inAnHour());
        bytes memory chosen = sign(other, gigId, inAnHour());
        vm.prank(taker.addr);
        wallets.leave(noGigs());
        assertFalse(community(here).state().active);
        _accept(creator.addr, gigId, otherId, chosen);
        assertEq(gigs.gig(gigId).taker, otherId);
    }

    function test_acceptRequest_ofSeveralGigsByOnePerson() public {
        uint64 first = openGig();
        uint64 second = createGig(other, TEACHING, 1);
        bytes memory toFirst = sign(taker, first, inAnHour());
        bytes memory toSecond = sign(taker, second, inAnHour());
        _accept(creator.addr, first, takerId, toFirst);
        _accept(other.addr, second, takerId, toSecond);
        assertEq(wallets.wallet(takerId).engagements, 2);
    }

    function test_giveUpGig_revertsWithUnknownGig() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        giveUp(7);
    }

    function test_giveUpGig_revertsWithWrongState() public {
        uint64 gigId = openGig();
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Open));
        giveUp(gigId);
    }

    function test_giveUpGig_revertsWithNotParty() public {
        uint64 gigId = takenGig();
        address[3] memory callers = [creator.addr, other.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.NotParty.selector, gigId, callers[i]));
            vm.prank(callers[i]);
            gigs.giveUpGig(gigId);
        }
    }

    function test_giveUpGig_revertsWithWorkSubmitted() public {
        uint64 gigId = changedGig();
        vm.expectRevert(IGigs.WorkSubmitted.selector);
        giveUp(gigId);
    }

    function test_giveUpGig_reopens() public {
        uint64 gigId = takenGig();
        Ledger memory before = ledger();
        // At any time, past the deadline too.
        skip(20 days);
        vm.expectEmit(address(gigs));
        emit IGigs.GigReopened(gigId, takerId, ReopenCause.GivenUp, 1);
        giveUp(gigId);
        _assertReopened(gigId, before);
        assertEq(wallets.wallet(takerId).abandonedGigs, 1);
        assertEq(gigs.bannedUntil(creatorId, takerId), vm.getBlockTimestamp() + 30 days);
    }

    function test_giveUpGig_leavesRequestsToOthersOpen() public {
        uint64 gigId = takenGig();
        giveUp(gigId);
        uint64 elsewhere = createGig(other, TEACHING, 1);
        accept(other, taker, elsewhere);
        // And the gig itself is free for others.
        accept(creator, other, gigId);
        assertEq(gigs.bannedUntil(otherId, takerId), 0);
        assertEq(gigs.bannedUntil(takerId, creatorId), 0);
    }

    function test_reclaimGig_revertsWithUnknownGig() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        gigs.reclaimGig(7);
    }

    function test_reclaimGig_revertsWithWrongState() public {
        uint64 gigId = submittedGig();
        skip(60 days);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Submitted));
        vm.prank(creator.addr);
        gigs.reclaimGig(gigId);
    }

    function test_reclaimGig_revertsWithWorkSubmitted() public {
        uint64 gigId = changedGig();
        skip(60 days);
        vm.expectRevert(IGigs.WorkSubmitted.selector);
        vm.prank(creator.addr);
        gigs.reclaimGig(gigId);
    }

    function test_reclaimGig_revertsWithTooEarlyForTheCreator() public {
        uint64 gigId = takenGig();
        uint256 deadline = vm.getBlockTimestamp() + 7 days;
        vm.warp(deadline - 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, deadline));
        vm.prank(creator.addr);
        gigs.reclaimGig(gigId);
    }

    function test_reclaimGig_revertsWithTooEarlyForOthers() public {
        uint64 gigId = takenGig();
        uint256 abandoned = vm.getBlockTimestamp() + 37 days;
        vm.warp(abandoned - 1);
        address[3] memory callers = [taker.addr, other.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, abandoned));
            vm.prank(callers[i]);
            gigs.reclaimGig(gigId);
        }
    }

    function test_reclaimGig_reopensForTheCreator() public {
        uint64 gigId = takenGig();
        Ledger memory before = ledger();
        skip(7 days);
        vm.expectEmit(address(gigs));
        emit IGigs.GigReopened(gigId, takerId, ReopenCause.Reclaimed, 1);
        vm.prank(creator.addr);
        gigs.reclaimGig(gigId);
        _assertReopened(gigId, before);
        assertEq(wallets.wallet(takerId).abandonedGigs, 1);
        assertEq(gigs.bannedUntil(creatorId, takerId), vm.getBlockTimestamp() + 30 days);
    }

    function test_reclaimGig_reopensForAnyone30DaysLater() public {
        uint64 gigId = takenGig();
        Ledger memory before = ledger();
        skip(37 days);
        vm.prank(stranger.addr);
        gigs.reclaimGig(gigId);
        _assertReopened(gigId, before);
        assertEq(wallets.wallet(takerId).abandonedGigs, 1);
        assertEq(gigs.bannedUntil(creatorId, takerId), vm.getBlockTimestamp() + 30 days);
    }

    function _assertReopened(uint64 gigId, Ledger memory before) private view {
        Gig memory open;
        open.creator = creatorId;
        open.state = GigState.Open;
        open.skill = TEACHING;
        open.commitment = 2;
        open.durationDays = 7;
        open.round = 1;
        open.since = uint32(vm.getBlockTimestamp());
        assertGig(gigId, open);
        assertUnmoved(before);
        assertEq(wallets.wallet(creatorId).openGigs, 1);
        assertEq(wallets.wallet(creatorId).engagements, 0);
        assertEq(wallets.wallet(takerId).engagements, 0);
        assertEq(wallets.wallet(creatorId).abandonedGigs, 0);
    }

    /// @dev For the gig that was given up and for any other of the same creator.
    function _assertBannedFor30Days(uint64 gigId, uint64 second) private {
        uint256 until = vm.getBlockTimestamp() + 30 days;
        assertEq(gigs.bannedUntil(creatorId, takerId), until);
        vm.warp(until - 1);
        uint64[2] memory ids = [gigId, second];
        for (uint256 i; i < 2; ++i) {
            bytes memory code = sign(taker, ids[i], inAnHour());
            vm.expectRevert(abi.encodeWithSelector(IGigs.RequesterBanned.selector, takerId, until));
            _accept(creator.addr, ids[i], takerId, code);
        }
        vm.warp(until);
        accept(creator, taker, gigId);
        accept(creator, taker, second);
        assertState(gigId, GigState.Taken);
        assertState(second, GigState.Taken);
    }

    function _accept(address caller, uint64 gigId, uint32 walletId, bytes memory code) private {
        uint40 expiry = inAnHour();
        vm.prank(caller);
        gigs.acceptRequest(gigId, walletId, expiry, code);
    }
}
