// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IGigs} from "../../src/interfaces/IGigs.sol";
import {ISkillWallet} from "../../src/interfaces/ISkillWallet.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Ledger, Street} from "../doubles/Street.sol";

/// @title Cancelling gigs, alone and on leaving (spec §4.2.3, §3.4.2)
contract GigsCancelTest is Street {
    function test_cancelGig_revertsWithUnknownGig() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 7));
        vm.prank(creator.addr);
        gigs.cancelGig(7);
    }

    function test_cancelGig_revertsWithWrongState() public {
        uint64 gigId = takenGig();
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Taken));
        vm.prank(creator.addr);
        gigs.cancelGig(gigId);
    }

    function test_cancelGig_revertsWithWrongStateASecondTime() public {
        uint64 gigId = openGig();
        vm.startPrank(creator.addr);
        gigs.cancelGig(gigId);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Cancelled));
        gigs.cancelGig(gigId);
    }

    function test_cancelGig_revertsWithTooEarlyForOthers() public {
        uint256 created = vm.getBlockTimestamp();
        uint64 gigId = openGig();
        vm.warp(created + 90 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, created + 90 days));
        vm.prank(other.addr);
        gigs.cancelGig(gigId);
        vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, created + 90 days));
        vm.prank(stranger.addr);
        gigs.cancelGig(gigId);
    }

    function test_cancelGig_refundsTheCreator() public {
        Ledger memory before = ledger();
        uint64 gigId = openGig();
        vm.expectEmit(address(gigs));
        emit IGigs.GigCancelled(gigId);
        vm.expectEmit(address(community(here)));
        emit IERC20.Transfer(address(gigs), creator.addr, 48 * CREDIT);
        vm.prank(creator.addr);
        gigs.cancelGig(gigId);
        assertUnmoved(before);
        assertState(gigId, GigState.Cancelled);
        assertEq(wallets.wallet(creatorId).openGigs, 0);
        assertEq(wallets.wallet(creatorId).engagements, 0);
    }

    function test_cancelGig_anyoneAfter90Days() public {
        Ledger memory before = ledger();
        uint64 gigId = openGig();
        skip(90 days);
        vm.prank(stranger.addr);
        gigs.cancelGig(gigId);
        assertUnmoved(before);
        assertState(gigId, GigState.Cancelled);
    }

    function test_cancelGig_90DaysCountFromTheLastReturnToOpen() public {
        uint64 gigId = takenGig();
        skip(5 days);
        giveUp(gigId);
        uint256 reopened = vm.getBlockTimestamp();
        vm.warp(reopened + 90 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, reopened + 90 days));
        vm.prank(stranger.addr);
        gigs.cancelGig(gigId);
        vm.warp(reopened + 90 days);
        vm.prank(stranger.addr);
        gigs.cancelGig(gigId);
        assertState(gigId, GigState.Cancelled);
    }

    function test_cancelGig_inAnInactiveTown() public {
        uint64 gigId = openGig();
        vm.prank(other.addr);
        wallets.leave(noGigs());
        vm.prank(creator.addr);
        gigs.cancelGig(gigId);
        assertState(gigId, GigState.Cancelled);
    }

    function test_cancelOwn_revertsWithUnauthorized() public {
        uint64[] memory ids = oneGig(openGig());
        vm.expectRevert(abi.encodeWithSelector(IGigs.Unauthorized.selector, creator.addr));
        vm.prank(creator.addr);
        gigs.cancelOwn(creatorId, ids);
        vm.expectRevert(abi.encodeWithSelector(IGigs.Unauthorized.selector, address(registry)));
        vm.prank(address(registry));
        gigs.cancelOwn(creatorId, ids);
    }

    function test_cancelOwn_revertsWithNotWalletOwner() public {
        uint64[] memory ids = oneGig(openGig());
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.NotWalletOwner.selector, creatorId, other.addr));
        vm.prank(other.addr);
        wallets.leave(ids);
    }

    function test_cancelOwn_revertsWithUnknownGig() public {
        uint64[] memory ids = oneGig(99);
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 99));
        vm.prank(creator.addr);
        wallets.leave(ids);
    }

    function test_cancelOwn_revertsWithWrongState() public {
        uint64 gigId = takenGig();
        uint64[] memory ids = oneGig(gigId);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Taken));
        vm.prank(creator.addr);
        wallets.leave(ids);
    }

    function test_cancelOwn_revertsWithWrongStateWhenNamedTwice() public {
        uint64 gigId = openGig();
        uint64[] memory ids = new uint64[](2);
        (ids[0], ids[1]) = (gigId, gigId);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Cancelled));
        vm.prank(creator.addr);
        wallets.leave(ids);
    }

    function test_cancelOwn_cancelsOnLeaving() public {
        uint64[] memory ids = new uint64[](2);
        ids[0] = openGig();
        ids[1] = createGig(creator, GARDENING, 1);
        uint256 granted = community(here).member(creator.addr).granted;
        Ledger memory before = ledger();
        vm.expectEmit(address(gigs));
        emit IGigs.GigCancelled(ids[0]);
        vm.expectEmit(address(gigs));
        emit IGigs.GigCancelled(ids[1]);
        vm.prank(creator.addr);
        wallets.leave(ids);
        assertState(ids[0], GigState.Cancelled);
        assertState(ids[1], GigState.Cancelled);
        // The escrow returns first, so all of it is carried.
        assertMoved(before, -int256(granted / CREDIT) + 54, 0, -54, 0, int256(granted / CREDIT));
        assertEq(wallets.wallet(creatorId).carried, granted);
        assertEq(wallets.wallet(creatorId).openGigs, 0);
    }
}
