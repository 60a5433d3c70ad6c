// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {ISkillWallet, SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {ScoreCause} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Relocating, carried credits and settling (spec §2.5, §3.4, §3.5)
contract ResidenceRelocatingTest is Neighbourhood {
    uint32 private here;
    uint32 private elsewhere;
    uint32 private art;
    Person[] private people;
    Person private host;

    function setUp() public override {
        super.setUp();
        Person[] memory them;
        (here, them) = validatedTown("resident");
        for (uint256 i; i < 3; ++i) {
            people.push(them[i]);
        }
        host = person("host");
        elsewhere = found(host, GARDENING, 5);
        art = found(person("artist"), MUSIC, 5);
    }

    function _relocateExpecting(uint32 to, SkillChoice[] memory skills, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(people[0].addr);
        wallets.relocate(to, skills, noGigs());
        // Nothing of it happened.
        assertEq(wallets.wallet(1).communityId, here);
        assertEq(balanceIn(here, people[0]), 2_120 * CREDIT);
        assertEq(wallets.wallet(1).carried, 0);
        assertEq(community(here).state().members, 3);
    }

    function test_relocate_revertsWithSameCommunity() public {
        _relocateExpecting(here, noSkills(), abi.encodeWithSelector(ISkillWallet.SameCommunity.selector));
    }

    function test_relocate_revertsWithUnknownCommunity() public {
        _relocateExpecting(0, noSkills(), abi.encodeWithSelector(ISkillWallet.UnknownCommunity.selector, 0));
        _relocateExpecting(9, noSkills(), abi.encodeWithSelector(ISkillWallet.UnknownCommunity.selector, 9));
    }

    function test_relocate_revertsWithCommunityFull() public {
        for (uint256 i = 1; i < 24; ++i) {
            join(person(string.concat("seat ", vm.toString(i))), elsewhere, GARDENING, 1);
        }
        _relocateExpecting(elsewhere, noSkills(), abi.encodeWithSelector(ICommunity.CommunityFull.selector));
    }

    function test_relocate_revertsWithSkillsKeptOrForeignSkill() public {
        _relocateExpecting(elsewhere, oneSkill(LEGAL, 5), abi.encodeWithSelector(ISkillWallet.SkillsKept.selector));
        _relocateExpecting(art, noSkills(), abi.encodeWithSelector(ICommunity.ForeignSkill.selector, TEACHING, 1));
        _relocateExpecting(art, oneSkill(30, 5), abi.encodeWithSelector(ICommunity.ForeignSkill.selector, 30, 1));
    }

    function test_relocate_revertsWithNoCommunity() public {
        leave(people[0]);
        vm.expectRevert(ISkillWallet.NoCommunity.selector);
        vm.prank(people[0].addr);
        wallets.relocate(elsewhere, noSkills(), noGigs());
    }

    function test_relocate_revertsWithOpenGigsLeftAndEngagedInGigs() public {
        uint64 gigId = createGig(people[0], TEACHING, 1);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.OpenGigsLeft.selector, 1));
        vm.prank(people[0].addr);
        wallets.relocate(elsewhere, noSkills(), noGigs());

        accept(people[0], people[1], gigId);
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISkillWallet.EngagedInGigs.selector, 1));
            vm.prank(people[i].addr);
            wallets.relocate(elsewhere, noSkills(), noGigs());
        }
    }

    function test_relocate_movesMemberCreditsAndScores() public {
        uint64 gigId = createGig(people[0], TEACHING, 1);
        uint64[] memory one = oneGig(gigId);
        uint256 vaultHere = vaultOf(here);
        uint256 vaultThere = vaultOf(elsewhere);
        vm.expectEmit(address(community(here)));
        emit ICommunity.ScoreChanged(1_666, ScoreCause.Left);
        vm.expectEmit(address(community(here)));
        emit ICommunity.MemberLeft(1, people[0].addr, 2_120 * CREDIT);
        vm.expectEmit(address(community(elsewhere)));
        emit ICommunity.MemberJoined(1, people[0].addr, wallets.wallet(1).skills, 2_120 * CREDIT, 0, 0);
        vm.prank(people[0].addr);
        wallets.relocate(elsewhere, noSkills(), one);

        assertEq(uint8(gigs.gig(gigId).state), uint8(GigState.Cancelled));
        assertEq(wallets.wallet(1).communityId, elsewhere);
        assertEq(wallets.wallet(1).carried, 0);
        assertEq(wallets.wallet(1).granted, 0);
        assertTrue(community(elsewhere).member(people[0].addr).validated);
        assertEq(community(elsewhere).member(people[0].addr).granted, 2_120 * CREDIT);
        assertEq(balanceIn(elsewhere, people[0]), 2_120 * CREDIT);
        assertEq(vaultOf(here), vaultHere + 2_120 * CREDIT);
        assertEq(vaultOf(elsewhere), vaultThere - 2_120 * CREDIT);
        assertEq(community(here).state().members, 2);
        assertEq(community(elsewhere).state().members, 2);
    }

    function test_relocate_thirdMemberActivates() public {
        relocate(people[0], elsewhere);
        vm.expectEmit(address(community(elsewhere)));
        emit ICommunity.ScoreChanged(3_333, ScoreCause.Activated);
        relocate(people[1], elsewhere);
        assertTrue(community(elsewhere).state().active);
        assertFalse(community(here).state().active);
    }

    function test_relocate_intoOtherTemplateChooses() public {
        SkillChoice[] memory skills = oneSkill(MUSIC, 10);
        vm.prank(people[0].addr);
        wallets.relocate(art, skills, noGigs());
        (uint8 skill, uint8 level, bool validated) = activeSkill(people[0], 0);
        assertEq(skill, MUSIC);
        assertEq(level, 10);
        assertFalse(validated);
        // Validated for good, yet the new skill is locked until it is validated itself.
        assertTrue(community(art).member(people[0].addr).validated);
        assertEq(community(art).member(people[0].addr).locked, 120);
        assertEq(spendableIn(art, people[0]), 2_000 * CREDIT);
        assertEq(wallets.wallet(1).skillsChangedAt, 0);

        // Back: the validated skill revives at the mean of its rates, whatever level is wished.
        skills = oneSkill(TEACHING, 10);
        vm.prank(people[0].addr);
        wallets.relocate(elsewhere, skills, noGigs());
        (skill, level, validated) = activeSkill(people[0], 0);
        assertEq(skill, TEACHING);
        assertEq(level, 5);
        assertTrue(validated);
        assertEq(spendableIn(elsewhere, people[0]), 2_120 * CREDIT);
    }

    /// @dev 6,072 credits come along; the room of a seat is (94,000 − 2,030) / 23, rounded down.
    function _relocateRich() private returns (uint256 carried) {
        transfer(here, people[1], people[0], 2_000);
        transfer(here, people[2], people[0], 1_952);
        relocate(people[0], elsewhere);
        uint256 room = uint256(91_970 * CREDIT) / 23;
        carried = 6_072 * CREDIT - room;
        assertEq(balanceIn(elsewhere, people[0]), room);
        assertEq(wallets.wallet(1).carried, carried);
    }

    function test_claimCarried_revertsWithNothingToClaim() public {
        vm.expectRevert(ISkillWallet.NothingToClaim.selector);
        vm.prank(people[0].addr);
        wallets.claimCarried();
        assertEq(wallets.wallet(1).claimedAt, 0);
    }

    function test_claimCarried_revertsWithNoCommunity() public {
        leave(people[0]);
        vm.expectRevert(ISkillWallet.NoCommunity.selector);
        vm.prank(people[0].addr);
        wallets.claimCarried();
    }

    function test_claimCarried_unlocks240In30Days() public {
        uint256 carried = _relocateRich();
        uint256 balance = balanceIn(elsewhere, people[0]);
        uint256 vault = vaultOf(elsewhere);
        vm.expectEmit(address(wallets));
        emit ISkillWallet.CarriedClaimed(1, 240 * CREDIT);
        vm.prank(people[0].addr);
        assertEq(wallets.claimCarried(), 240 * CREDIT);
        assertEq(balanceIn(elsewhere, people[0]), balance + 240 * CREDIT);
        assertEq(vaultOf(elsewhere), vault - 240 * CREDIT);
        assertEq(wallets.wallet(1).carried, carried - 240 * CREDIT);
        // Unlocking is no grant.
        assertEq(community(elsewhere).member(people[0].addr).granted, 2_120 * CREDIT);

        uint40 next = uint40(clock() + 30 days);
        assertEq(wallets.wallet(1).claimedAt, next - 30 days);
        vm.warp(next - 1);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.ClaimedRecently.selector, next));
        vm.prank(people[0].addr);
        wallets.claimCarried();
        vm.warp(next);
        vm.prank(people[0].addr);
        assertEq(wallets.claimCarried(), 240 * CREDIT);
    }

    function test_claimCarried_lastClaimTakesTheRest() public {
        uint256 carried = _relocateRich();
        uint256 claims;
        while (carried != 0) {
            uint256 expected = carried < 240 * CREDIT ? carried : 240 * CREDIT;
            vm.prank(people[0].addr);
            assertEq(wallets.claimCarried(), expected);
            carried -= expected;
            assertEq(wallets.wallet(1).carried, carried);
            skip(30 days);
            ++claims;
        }
        assertEq(claims, 9);
        vm.expectRevert(ISkillWallet.NothingToClaim.selector);
        vm.prank(people[0].addr);
        wallets.claimCarried();
    }

    /// @dev Moving in between doesn't give another claim within the 30 days.
    function test_claimCarried_intervalGoesAlongOnRelocation() public {
        _relocateRich();
        vm.prank(people[0].addr);
        wallets.claimCarried();
        uint40 next = uint40(clock() + 30 days);
        relocate(people[0], here);
        assertGt(wallets.wallet(1).carried, 240 * CREDIT);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.ClaimedRecently.selector, next));
        vm.prank(people[0].addr);
        wallets.claimCarried();
    }

    /// @dev Leaving again adds to what is still carried.
    function test_leave_addsToWhatIsCarried() public {
        uint256 carried = _relocateRich();
        leave(people[0]);
        assertEq(wallets.wallet(1).carried, 6_072 * CREDIT);
        assertGt(carried, 0);
        assertEq(wallets.wallet(1).granted, 2_120 * CREDIT);
    }

    function test_settle_revertsWithNoCommunity() public {
        leave(people[0]);
        vm.expectRevert(ISkillWallet.NoCommunity.selector);
        wallets.settle(1);
    }

    /// @dev `room` went to unlocking, so the difference of the levels stays owed; anyone has it paid.
    function test_settle_anyonePaysWhatJoiningOwes() public {
        // 2,120 granted before; in the other town the skills call for 2,240.
        transfer(here, people[1], people[0], 2_000);
        SkillChoice[] memory skills = twoSkills(12, 5, 13, 5);
        vm.prank(people[0].addr);
        wallets.relocate(art, skills, noGigs());
        uint256 room = uint256((94_000 - 2_060) * CREDIT) / 23;
        assertEq(balanceIn(art, people[0]), room);
        assertEq(community(art).member(people[0].addr).granted, 2_120 * CREDIT);

        vm.expectEmit(address(community(art)));
        emit ICommunity.GrantChanged(1, 2_240 * CREDIT);
        vm.prank(makeAddr("anyone"));
        wallets.settle(1);
        assertEq(balanceIn(art, people[0]), room + 120 * CREDIT);
        assertEq(community(art).member(people[0].addr).granted, 2_240 * CREDIT);

        vm.recordLogs();
        wallets.settle(1);
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(balanceIn(art, people[0]), room + 120 * CREDIT);
    }

    /// @dev What can't be returned stays owed and is taken from the first credits that come in, never granted twice.
    function test_settle_anyoneReturnsWhatIsOwed() public {
        // All but 24 credits are given away; then a change to a cheaper skill calls for 108 less.
        transfer(here, people[0], people[1], 2_096);
        SkillChoice[] memory skills = oneSkill(GARDENING, 2);
        vm.prank(people[0].addr);
        wallets.changeSkills(skills);
        assertEq(balanceIn(here, people[0]), 0);
        assertEq(community(here).member(people[0].addr).granted, 2_096 * CREDIT);

        transfer(here, people[1], people[0], 200);
        wallets.settle(1);
        assertEq(balanceIn(here, people[0]), 116 * CREDIT);
        assertEq(community(here).member(people[0].addr).granted, 2_012 * CREDIT);
    }
}
