// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Active and founding towns, spenders, what the unvalidated can spend (spec §2.4, §3.6, §3.7, §4.3)
contract CommunityFoundingTest is Neighbourhood {
    uint32 private here;
    Person[] private people;

    function _settleIn(bool validated) private {
        Person[] memory them;
        if (validated) (here, them) = validatedTown("resident");
        else (here, them) = townOf("resident", 3, TEACHING, 5);
        for (uint256 i; i < 3; ++i) {
            people.push(them[i]);
        }
    }

    function _assertSpenders(uint8 spenders) private view {
        assertEq(community(here).state().spenders, spenders);
        assertEq(community(here).state().founding, spenders < 3);
    }

    function test_createGig_revertsWithCommunityInactive() public {
        _settleIn(true);
        leave(people[2]);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.CommunityInactive.selector, 2));
        vm.prank(people[0].addr);
        gigs.createGig(TEACHING, 1, RECORD, 7, 0);
    }

    function test_createGig_revertsWithNotValidatedOutsideFounding() public {
        _settleIn(true);
        Person memory newcomer = person("newcomer");
        join(newcomer, here, TEACHING, 5);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotValidated.selector, newcomer.addr));
        vm.prank(newcomer.addr);
        gigs.createGig(TEACHING, 1, RECORD, 7, 0);

        // The state returns when the count falls, and the newcomer may.
        transfer(here, people[0], people[1], 2_120);
        _assertSpenders(2);
        createGig(newcomer, TEACHING, 1);
    }

    function test_createGig_unvalidatedSpendsDownTo240UnderGranted() public {
        _settleIn(false);
        assertEq(spendableIn(here, people[0]), 240 * CREDIT);
        createGig(people[0], TEACHING, 9);
        assertEq(spendableIn(here, people[0]), 24 * CREDIT);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotSpendable.selector, 24 * CREDIT, 48 * CREDIT));
        vm.prank(people[0].addr);
        gigs.createGig(TEACHING, 2, RECORD, 7, 0);
        createGig(people[0], TEACHING, 1);
        assertEq(spendableIn(here, people[0]), 0);
        assertEq(balanceIn(here, people[0]), 1_880 * CREDIT);
    }

    function test_spenders_countValidationsOneByOne() public {
        _settleIn(false);
        _assertSpenders(0);
        for (uint8 i; i < 3; ++i) {
            validate(people[i], people[(i + 1) % 3], people[(i + 2) % 3], TEACHING, 5);
            _assertSpenders(i + 1);
        }
    }

    function test_spenders_need24Credits() public {
        _settleIn(true);
        transfer(here, people[0], people[1], 2_096);
        assertEq(spendableIn(here, people[0]), 24 * CREDIT);
        _assertSpenders(3);
        ICommunity town = community(here);
        vm.prank(people[0].addr);
        town.transfer(people[1].addr, 1);
        _assertSpenders(2);
        vm.prank(people[1].addr);
        town.transfer(people[0].addr, 1);
        _assertSpenders(3);
    }

    function test_spenders_followEscrowRefundAndPayment() public {
        _settleIn(true);
        transfer(here, people[0], people[1], 2_088);
        uint64 gigId = createGig(people[0], GARDENING, 2);
        _assertSpenders(2);
        vm.prank(people[0].addr);
        gigs.cancelGig(gigId);
        _assertSpenders(3);

        transfer(here, people[0], people[1], 20);
        _assertSpenders(2);
        work(people[1], people[0], TEACHING, 1, 5);
        _assertSpenders(3);
    }

    function test_spenders_followSettledGigs() public {
        _settleIn(true);
        uint64 gigId = createGig(people[1], TEACHING, 2);
        accept(people[1], people[0], gigId);
        submit(people[0], gigId);
        transfer(here, people[0], people[2], 2_100);
        _assertSpenders(2);
        skip(30 days);
        gigs.settleGig(gigId);
        assertEq(balanceIn(here, people[0]), 44 * CREDIT);
        _assertSpenders(3);
    }

    function test_spenders_followMembership() public {
        _settleIn(true);
        leave(people[0]);
        _assertSpenders(2);
        rejoin(people[0], here);
        _assertSpenders(3);
        join(person("newcomer"), here, TEACHING, 5);
        _assertSpenders(3);
    }

    function test_spenders_followChangesOfSkills() public {
        _settleIn(true);
        transfer(here, people[0], people[1], 2_090);
        _assertSpenders(3);
        // 30 credits are left, and 108 are owed.
        SkillChoice[] memory skills = oneSkill(GARDENING, 2);
        vm.prank(people[0].addr);
        wallets.changeSkills(skills);
        assertEq(balanceIn(here, people[0]), 0);
        _assertSpenders(2);
    }

    function test_spenders_followClaims() public {
        _settleIn(true);
        transfer(here, people[1], people[0], 2_120);
        // Leaves with 4,240 and comes back to a room of less.
        leave(people[0]);
        rejoin(people[0], here);
        assertGt(wallets.wallet(1).carried, 0);
        ICommunity town = community(here);
        uint256 all = balanceIn(here, people[0]);
        vm.prank(people[0].addr);
        town.transfer(people[2].addr, all);
        _assertSpenders(1);
        vm.prank(people[0].addr);
        wallets.claimCarried();
        _assertSpenders(2);
    }
}
