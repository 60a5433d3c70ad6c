// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Person, Town} from "./Town.sol";

/// @title People who live and work together: what tests of residence, rates and rounds start from
abstract contract Neighbourhood is Town {
    /// @dev Of the template 1, worth 12.
    uint8 internal constant MUSIC = 16;
    uint256 internal constant FAIR_SHARE = 3_840;

    /// @dev Time is read through the cheatcode: the optimizer takes `block.timestamp` for constant within a test.
    function clock() internal view returns (uint256) {
        return vm.getBlockTimestamp();
    }

    function crowd(string memory label, uint256 n) internal returns (Person[] memory them) {
        them = new Person[](n);
        for (uint256 i; i < n; ++i) {
            them[i] = person(string.concat(label, " ", vm.toString(i)));
        }
    }

    /// @dev A town whose `n` members have the same skill.
    function townOf(string memory label, uint256 n, uint8 skill, uint8 level)
        internal
        returns (uint32 id, Person[] memory them)
    {
        them = crowd(label, n);
        id = found(them[0], skill, level);
        for (uint256 i = 1; i < n; ++i) {
            join(them[i], id, skill, level);
        }
    }

    /// @dev Three validated members of level 5 with a balance of 2,120 credits, all spendable: each earned and paid 120.
    function validatedTown(string memory label) internal returns (uint32 id, Person[] memory them) {
        (id, them) = townOf(label, 3, TEACHING, 5);
        for (uint256 i; i < 3; ++i) {
            validate(them[i], them[(i + 1) % 3], them[(i + 2) % 3], TEACHING, 5);
        }
    }

    /// @dev Five rates that count: three of `first`, two of `second`.
    function validate(Person memory taker, Person memory first, Person memory second, uint8 skill, uint8 rating)
        internal
    {
        for (uint256 i; i < 5; ++i) {
            work(i < 3 ? first : second, taker, skill, 1, rating);
        }
    }

    /// @dev A gig up to its completion, not rated.
    function workUnrated(Person memory creator, Person memory taker, uint8 skill, uint8 commitment)
        internal
        returns (uint64 gigId)
    {
        gigId = createGig(creator, skill, commitment);
        accept(creator, taker, gigId);
        submit(taker, gigId);
        complete(creator, taker, gigId);
    }

    function balanceIn(uint32 id, Person memory who) internal view returns (uint256) {
        return community(id).balanceOf(who.addr);
    }

    function spendableIn(uint32 id, Person memory who) internal view returns (uint256) {
        return community(id).member(who.addr).spendable;
    }

    function vaultOf(uint32 id) internal view returns (uint256) {
        return community(id).state().vault;
    }

    function scoreOf(uint32 id) internal view returns (uint16) {
        return community(id).state().score;
    }

    /// @dev Entry `i` of the active skills.
    function activeSkill(Person memory who, uint256 i)
        internal
        view
        returns (uint8 skill, uint8 level, bool validated)
    {
        return wallets.wallet(walletOf(who)).skills.get(i);
    }

    function levelOf(Person memory who) internal view returns (uint8 level) {
        (, level,) = activeSkill(who, 0);
    }

    /// @dev `payer` transfers until `taker` has `credits`.
    function liftTo(uint32 id, Person memory payer, Person memory taker, uint256 credits) internal {
        transfer(id, payer, taker, credits - balanceIn(id, taker) / CREDIT);
    }

    /// @dev A gig of 24 credits lifts `taker` from 3,839 credits across the fair share.
    function cross(uint32 id, Person memory payer, Person memory taker) internal {
        liftTo(id, payer, taker, FAIR_SHARE - 1);
        work(payer, taker, TEACHING, 1, 5);
    }

    function leave(Person memory who) internal {
        vm.prank(who.addr);
        wallets.leave(noGigs());
    }

    function rejoin(Person memory who, uint32 id) internal {
        vm.prank(who.addr);
        wallets.join(id, noSkills());
    }

    function relocate(Person memory who, uint32 id) internal {
        vm.prank(who.addr);
        wallets.relocate(id, noSkills(), noGigs());
    }
}
