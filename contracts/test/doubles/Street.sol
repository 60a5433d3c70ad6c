// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Gig} from "../../src/interfaces/IGigs.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Person, Town} from "../Town.sol";

/// Where the credits of a community and of two people are, in base units.
struct Ledger {
    uint256 creator;
    uint256 taker;
    uint256 escrow;
    uint256 treasury;
    uint256 vault;
}

/// @title A founding community of three teachers, and somebody without a wallet
abstract contract Street is Town {
    Person internal creator;
    Person internal taker;
    Person internal other;
    Person internal stranger;
    uint32 internal here;
    uint32 internal creatorId;
    uint32 internal takerId;
    uint32 internal otherId;

    function setUp() public virtual override {
        super.setUp();
        creator = person("creator");
        taker = person("taker");
        other = person("other");
        stranger = person("stranger");
        here = found(creator, TEACHING, 5);
        creatorId = walletOf(creator);
        takerId = join(taker, here, TEACHING, 5);
        otherId = join(other, here, TEACHING, 5);
    }

    function openGig() internal returns (uint64) {
        return createGig(creator, TEACHING, 2);
    }

    function takenGig() internal returns (uint64 gigId) {
        gigId = openGig();
        accept(creator, taker, gigId);
    }

    function submittedGig() internal returns (uint64 gigId) {
        gigId = takenGig();
        submit(taker, gigId);
    }

    function completedGig() internal returns (uint64 gigId) {
        gigId = submittedGig();
        complete(creator, taker, gigId);
    }

    /// @dev Taken again, after a first submission.
    function changedGig() internal returns (uint64 gigId) {
        gigId = submittedGig();
        requestChanges(gigId);
    }

    function requestChanges(uint64 gigId) internal {
        vm.prank(creator.addr);
        gigs.requestChanges(gigId);
    }

    function giveUp(uint64 gigId) internal {
        vm.prank(taker.addr);
        gigs.giveUpGig(gigId);
    }

    /// @dev Offers a release, waits until it is in force and adopts it.
    function adopt(address validator, address q2t) internal returns (uint16 release) {
        vm.prank(operator);
        release = registry.offerRelease(validator, q2t);
        skip(7 days);
        address at = address(community(here));
        vm.prank(creator.addr);
        (bool adopted,) = at.call(abi.encodeWithSignature("adoptRelease(uint16)", release));
        assertTrue(adopted, "adopted");
    }

    /// @dev Creator, taker and other are validated teachers with more than 24 spendable credits: founding is over.
    function validateAll() internal {
        Person[3] memory people = [creator, taker, other];
        for (uint256 i; i < 3; ++i) {
            for (uint256 k; k < 6; ++k) {
                work(people[(i + 1 + (k & 1)) % 3], people[i], TEACHING, 1, 5);
            }
        }
        assertFalse(community(here).state().founding, "founding is over");
    }

    function stateOf(uint64 gigId) internal view returns (GigState) {
        return gigs.gig(gigId).state;
    }

    function assertState(uint64 gigId, GigState state) internal view {
        assertEq(uint256(stateOf(gigId)), uint256(state), "state");
    }

    function assertGig(uint64 gigId, Gig memory expected) internal view {
        assertEq(abi.encode(gigs.gig(gigId)), abi.encode(expected), "gig");
    }

    function ledger() internal view returns (Ledger memory) {
        address at = address(community(here));
        return Ledger({
            creator: community(here).balanceOf(creator.addr),
            taker: community(here).balanceOf(taker.addr),
            escrow: community(here).balanceOf(address(gigs)),
            treasury: community(here).balanceOf(community(here).treasuryAccount()),
            vault: community(here).balanceOf(at)
        });
    }

    /// @dev By how many whole credits each balance moved since `before`.
    function assertMoved(
        Ledger memory before,
        int256 creator_,
        int256 taker_,
        int256 escrow,
        int256 treasury,
        int256 vault
    ) internal view {
        Ledger memory present = ledger();
        assertEq(_moved(before.creator, present.creator), creator_, "creator");
        assertEq(_moved(before.taker, present.taker), taker_, "taker");
        assertEq(_moved(before.escrow, present.escrow), escrow, "escrow");
        assertEq(_moved(before.treasury, present.treasury), treasury, "treasury account");
        assertEq(_moved(before.vault, present.vault), vault, "vault");
    }

    function assertUnmoved(Ledger memory before) internal view {
        assertMoved(before, 0, 0, 0, 0, 0);
    }

    /// @dev Exact only for whole credits, which is all that gigs move.
    function _moved(uint256 before, uint256 present) private pure returns (int256) {
        int256 moved = int256(present) - int256(before);
        require(moved % int256(CREDIT) == 0, "whole credits");
        return moved / int256(CREDIT);
    }
}
