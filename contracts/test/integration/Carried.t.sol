// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Carried credits can't be pumped out of a vault (spec §3.3)
contract CarriedTest is Neighbourhood {
    Person private whale;

    /// @dev The whale collects what the members of `n` towns can spend, and carries it.
    function _fatten(uint256 n) private {
        for (uint256 k; k < n; ++k) {
            (uint32 id, Person[] memory them) = validatedTown(string.concat("own town ", vm.toString(k)));
            if (k == 0) whale = them[0];
            else relocate(whale, id);
            for (uint256 i; i < 3; ++i) {
                if (them[i].addr != whale.addr) transfer(id, them[i], whale, spendableIn(id, them[i]) / CREDIT);
            }
        }
        leave(whale);
    }

    function test_join_unlocksOnlyWhatTheLastLeavingReturned() public {
        _fatten(6);
        (uint32 id,) = validatedTown("victim");
        Person memory mate = person("mate");
        join(mate, id, GARDENING, 1);
        uint256 vault = vaultOf(id);
        uint256 room = vault / 20;
        uint96 carried = wallets.wallet(walletOf(whale)).carried;
        assertGt(carried, 2 * room);

        rejoin(whale, id);
        assertEq(vaultOf(id), vault - room);
        transfer(id, whale, mate, spendableIn(id, whale) / CREDIT);

        // Again and again: what was not unlocked the first time is left to claims.
        for (uint256 i; i < 3; ++i) {
            leave(whale);
            rejoin(whale, id);
            assertGe(vaultOf(id), vault - room);
        }
        assertEq(wallets.wallet(walletOf(whale)).carried, carried - room);
    }
}
