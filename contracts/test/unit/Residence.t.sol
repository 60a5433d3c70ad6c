// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {IGigs} from "../../src/interfaces/IGigs.sol";
import {Charter} from "../../src/interfaces/IRegistry.sol";
import {ISkillWallet, SkillChoice, WalletView} from "../../src/interfaces/ISkillWallet.sol";
import {GigState} from "../../src/types/GigState.sol";
import {SkillSet} from "../../src/types/SkillSet.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Joining and leaving (spec §3.3, §3.4, §3.10)
contract ResidenceTest is Neighbourhood {
    uint32 private here;
    Person[] private people;

    function setUp() public override {
        super.setUp();
        Person[] memory them;
        (here, them) = townOf("resident", 3, TEACHING, 5);
        for (uint256 i; i < 3; ++i) {
            people.push(them[i]);
        }
    }

    function test_join_revertsWithAlreadyMember() public {
        uint32 elsewhere = found(person("other"), TEACHING, 5);
        bytes memory reason = abi.encodeWithSelector(ISkillWallet.AlreadyMember.selector, here);
        Charter memory charter_ = charter(0);
        SkillChoice[] memory kept = noSkills();
        vm.startPrank(people[0].addr);
        vm.expectRevert(reason);
        wallets.join(elsewhere, kept);
        vm.expectRevert(reason);
        wallets.join(here, kept);
        vm.expectRevert(reason);
        registry.found(charter_, kept);
        vm.stopPrank();
        assertEq(registry.communities(), elsewhere);
    }

    function test_join_revertsWithCommunityFullFor25th() public {
        for (uint256 i = 3; i < 24; ++i) {
            join(person(string.concat("seat ", vm.toString(i))), here, GARDENING, 1);
        }
        assertEq(community(here).state().members, 24);
        Person memory late = person("late");
        SkillChoice[] memory skills = oneSkill(GARDENING, 1);
        vm.expectRevert(ICommunity.CommunityFull.selector);
        vm.prank(late.addr);
        wallets.createAndJoin(here, skills, keccak256("key"), 0);

        leave(people[1]);
        join(late, here, GARDENING, 1);
        assertEq(community(here).state().members, 24);
        vm.expectRevert(ICommunity.CommunityFull.selector);
        vm.prank(people[1].addr);
        wallets.join(here, noSkills());
    }

    function test_join_revertsWithUnknownCommunity() public {
        leave(people[0]);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.UnknownCommunity.selector, 9));
        vm.prank(people[0].addr);
        wallets.join(9, noSkills());
    }

    function test_join_revertsWithSkillsKeptInSameTemplate() public {
        leave(people[0]);
        SkillChoice[] memory skills = oneSkill(GARDENING, 10);
        vm.expectRevert(ISkillWallet.SkillsKept.selector);
        vm.prank(people[0].addr);
        wallets.join(here, skills);
        skills = oneSkill(TEACHING, 5);
        vm.expectRevert(ISkillWallet.SkillsKept.selector);
        vm.prank(people[0].addr);
        wallets.join(here, skills);
    }

    function test_join_revertsWithForeignSkillWhenNoneChosenInOtherTemplate() public {
        uint32 elsewhere = found(person("other"), MUSIC, 5);
        leave(people[0]);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.ForeignSkill.selector, TEACHING, 1));
        vm.prank(people[0].addr);
        wallets.join(elsewhere, noSkills());
        assertEq(wallets.wallet(1).carried, 2_120 * CREDIT);
    }

    function test_leave_revertsWithNoCommunity() public {
        leave(people[0]);
        vm.expectRevert(ISkillWallet.NoCommunity.selector);
        vm.prank(people[0].addr);
        wallets.leave(noGigs());
    }

    function test_leave_revertsWithOpenGigsLeft() public {
        createGig(people[0], TEACHING, 1);
        uint64 second = createGig(people[0], TEACHING, 2);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.OpenGigsLeft.selector, 2));
        vm.prank(people[0].addr);
        wallets.leave(noGigs());

        uint64[] memory one = oneGig(second);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.OpenGigsLeft.selector, 1));
        vm.prank(people[0].addr);
        wallets.leave(one);
    }

    function test_leave_revertsWithEngagedInGigsForBothParties() public {
        uint64 gigId = createGig(people[0], TEACHING, 1);
        accept(people[0], people[1], gigId);
        for (uint256 step; step < 2; ++step) {
            for (uint256 i; i < 2; ++i) {
                vm.expectRevert(abi.encodeWithSelector(ISkillWallet.EngagedInGigs.selector, 1));
                vm.prank(people[i].addr);
                wallets.leave(noGigs());
            }
            if (step == 0) submit(people[1], gigId);
        }
        // A gig that is taken can't be cancelled with the leaving.
        uint64[] memory one = oneGig(gigId);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Submitted));
        vm.prank(people[0].addr);
        wallets.leave(one);
    }

    function test_leave_revertsWithNotWalletOwnerForGigOfAnother() public {
        uint64 gigId = createGig(people[1], TEACHING, 1);
        uint64[] memory one = oneGig(gigId);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.NotWalletOwner.selector, 2, people[0].addr));
        vm.prank(people[0].addr);
        wallets.leave(one);
        assertEq(uint8(gigs.gig(gigId).state), uint8(GigState.Open));
    }

    function test_leave_revertsWithWrongStateForGigNamedTwice() public {
        uint64[] memory twice = new uint64[](2);
        twice[0] = twice[1] = createGig(people[0], TEACHING, 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, twice[0], GigState.Cancelled));
        vm.prank(people[0].addr);
        wallets.leave(twice);
    }

    function test_leave_revertsWithUnknownGig() public {
        uint64[] memory one = oneGig(77);
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownGig.selector, 77));
        vm.prank(people[0].addr);
        wallets.leave(one);
    }

    function test_leave_cancelsNamedGigsAndCarriesTheWholeBalance() public {
        uint64[] memory both = new uint64[](2);
        both[0] = createGig(people[0], TEACHING, 1);
        both[1] = createGig(people[0], GARDENING, 3);
        assertEq(balanceIn(here, people[0]), (2_120 - 24 - 18) * CREDIT);
        uint256 vault = vaultOf(here);

        vm.expectEmit(address(gigs));
        emit IGigs.GigCancelled(both[0]);
        vm.expectEmit(address(gigs));
        emit IGigs.GigCancelled(both[1]);
        vm.expectEmit(address(community(here)));
        emit ICommunity.MemberLeft(1, people[0].addr, 2_120 * CREDIT);
        vm.prank(people[0].addr);
        wallets.leave(both);

        assertEq(uint8(gigs.gig(both[0]).state), uint8(GigState.Cancelled));
        assertEq(uint8(gigs.gig(both[1]).state), uint8(GigState.Cancelled));
        assertEq(community(here).state().escrow, 0);
        assertEq(vaultOf(here), vault + 2_120 * CREDIT);
        assertEq(balanceIn(here, people[0]), 0);
        WalletView memory seen = wallets.wallet(1);
        assertEq(seen.communityId, 0);
        assertEq(seen.carried, 2_120 * CREDIT);
        assertEq(seen.granted, 2_120 * CREDIT);
        assertEq(seen.openGigs, 0);
        assertEq(community(here).state().members, 2);
        ICommunity town = community(here);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotMember.selector, people[0].addr));
        town.member(people[0].addr);
    }

    function test_leave_completedGigsHoldNobodyBack() public {
        workUnrated(people[0], people[1], TEACHING, 1);
        leave(people[0]);
        leave(people[1]);
        assertEq(wallets.wallet(1).carried, 2_096 * CREDIT);
        assertEq(wallets.wallet(2).carried, 2_144 * CREDIT);
        assertEq(wallets.wallet(1).granted, 2_120 * CREDIT);
        assertEq(wallets.wallet(2).granted, 2_120 * CREDIT);
    }

    function test_join_givesNoSecondGrant() public {
        address town = address(community(here));
        SkillSet skills = wallets.wallet(1).skills;
        for (uint256 i; i < 3; ++i) {
            leave(people[0]);
            vm.expectEmit(town);
            emit ICommunity.MemberJoined(1, people[0].addr, skills, 2_120 * CREDIT, 0, 0);
            rejoin(people[0], here);
            assertEq(balanceIn(here, people[0]), 2_120 * CREDIT);
            assertEq(community(here).member(people[0].addr).granted, 2_120 * CREDIT);
            assertEq(wallets.wallet(1).carried, 0);
            assertEq(wallets.wallet(1).granted, 0);
        }
        assertEq(vaultOf(here), (94_000 - 3 * 2_120) * CREDIT);
    }

    /// @dev Whoever spent comes back with what was left, not with a new grant.
    function test_join_bringsBackWhatWasLeft() public {
        work(people[0], people[1], TEACHING, 10, 5);
        leave(people[0]);
        rejoin(people[0], here);
        assertEq(balanceIn(here, people[0]), (2_120 - 240) * CREDIT);
        assertEq(spendableIn(here, people[0]), 0);
        assertEq(community(here).member(people[0].addr).granted, 2_120 * CREDIT);
    }

    function test_join_sameTemplateElsewhereKeepsSkills() public {
        uint32 elsewhere = found(person("other"), GARDENING, 5);
        leave(people[0]);
        rejoin(people[0], elsewhere);
        (uint8 skill, uint8 level,) = activeSkill(people[0], 0);
        assertEq(skill, TEACHING);
        assertEq(level, 5);
        assertEq(wallets.wallet(1).communityId, elsewhere);
        assertEq(balanceIn(elsewhere, people[0]), 2_120 * CREDIT);
    }

    function test_join_otherTemplateChoosesAndReturnsTheDifference() public {
        uint32 elsewhere = found(person("other"), MUSIC, 5);
        leave(people[0]);
        SkillChoice[] memory chosen = oneSkill(MUSIC, 1);
        SkillSet set = SkillSet.wrap(0).with(0, MUSIC, 1, false);
        vm.expectEmit(address(wallets));
        emit ISkillWallet.SkillsChanged(1, set);
        vm.expectEmit(address(community(elsewhere)));
        emit ICommunity.MemberJoined(1, people[0].addr, set, 2_120 * CREDIT, 0, 108 * CREDIT);
        vm.prank(people[0].addr);
        wallets.join(elsewhere, chosen);
        assertEq(balanceIn(elsewhere, people[0]), 2_012 * CREDIT);
        assertEq(community(elsewhere).member(people[0].addr).granted, 2_012 * CREDIT);
        // No change in the sense of the 30 days.
        assertEq(wallets.wallet(1).skillsChangedAt, 0);

        // Back home with other skills again: what was returned is granted again, and no more.
        leave(people[0]);
        chosen = twoSkills(TEACHING, 5, GARDENING, 10);
        vm.prank(people[0].addr);
        wallets.join(here, chosen);
        assertEq(balanceIn(here, people[0]), 2_180 * CREDIT);
        assertEq(community(here).member(people[0].addr).granted, 2_180 * CREDIT);
    }

    function test_join_otherTemplateChecksChoice() public {
        uint32 elsewhere = found(person("other"), MUSIC, 5);
        leave(people[0]);
        SkillChoice[] memory chosen = twoSkills(MUSIC, 5, TEACHING, 5);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.ForeignSkill.selector, TEACHING, 1));
        vm.prank(people[0].addr);
        wallets.join(elsewhere, chosen);
        chosen = oneSkill(30, 5);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.ForeignSkill.selector, 30, 1));
        vm.prank(people[0].addr);
        wallets.join(elsewhere, chosen);
    }

    function test_join_membersBeforeActivationAreFounding() public {
        Person memory fourth = person("fourth");
        join(fourth, here, GARDENING, 1);
        for (uint256 i; i < 3; ++i) {
            assertTrue(community(here).member(people[i].addr).foundingMember);
        }
        assertFalse(community(here).member(fourth.addr).foundingMember);
        assertEq(community(here).member(fourth.addr).joinedAt, clock());

        leave(people[0]);
        rejoin(people[0], here);
        assertFalse(community(here).member(people[0].addr).foundingMember);
    }

    function test_leave_emptyTownKeepsItsCredits() public {
        for (uint256 i; i < 3; ++i) {
            leave(people[i]);
        }
        assertEq(community(here).state().members, 0);
        assertEq(vaultOf(here), 94_000 * CREDIT);
        rejoin(people[2], here);
        assertEq(balanceIn(here, people[2]), 2_120 * CREDIT);
    }
}
