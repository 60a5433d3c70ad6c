// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunity, MemberView} from "../../src/interfaces/ICommunity.sol";
import {ISkillWallet, SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {ScoreCause} from "../../src/types/Enums.sol";
import {SkillSet} from "../../src/types/SkillSet.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Changing skills (spec §2.6, §2.7)
contract SkillsTest is Neighbourhood {
    uint32 private here;
    Person[] private people;

    function setUp() public override {
        super.setUp();
        Person[] memory them;
        (here, them) = validatedTown("resident");
        for (uint256 i; i < 3; ++i) {
            people.push(them[i]);
        }
        people.push(person("newcomer"));
        join(people[3], here, LEGAL, 5);
    }

    function _change(Person memory who, SkillChoice[] memory skills) private {
        vm.prank(who.addr);
        wallets.changeSkills(skills);
    }

    function _expectRefused(Person memory who, SkillChoice[] memory skills, bytes memory reason) private {
        SkillSet before = wallets.wallet(walletOf(who)).skills;
        vm.expectRevert(reason);
        vm.prank(who.addr);
        wallets.changeSkills(skills);
        assertEq(SkillSet.unwrap(wallets.wallet(walletOf(who)).skills), SkillSet.unwrap(before));
    }

    function test_changeSkills_revertsWithNoCommunity() public {
        leave(people[3]);
        _expectRefused(people[3], oneSkill(LEGAL, 5), abi.encodeWithSelector(ISkillWallet.NoCommunity.selector));
    }

    function test_changeSkills_revertsWithWrongSkills() public {
        Person memory who = people[3];
        _expectRefused(who, noSkills(), abi.encodeWithSelector(ISkillWallet.SkillCount.selector, 0));
        _expectRefused(who, new SkillChoice[](4), abi.encodeWithSelector(ISkillWallet.SkillCount.selector, 4));
        _expectRefused(
            who, twoSkills(LEGAL, 5, LEGAL, 5), abi.encodeWithSelector(ISkillWallet.DuplicateSkill.selector, LEGAL)
        );
        _expectRefused(
            who, twoSkills(LEGAL, 5, MUSIC, 5), abi.encodeWithSelector(ISkillWallet.ForeignSkill.selector, MUSIC, 0)
        );
        _expectRefused(who, oneSkill(MUSIC, 5), abi.encodeWithSelector(ICommunity.ForeignSkill.selector, MUSIC, 0));
        _expectRefused(who, oneSkill(40, 5), abi.encodeWithSelector(ISkillWallet.ForeignSkill.selector, 40, 3));
        _expectRefused(who, oneSkill(GARDENING, 0), abi.encodeWithSelector(ISkillWallet.LevelRange.selector, 0));
        _expectRefused(who, oneSkill(GARDENING, 11), abi.encodeWithSelector(ISkillWallet.LevelRange.selector, 11));
    }

    function test_changeSkills_revertsWithSkillsChangedRecently() public {
        _change(people[3], oneSkill(GARDENING, 5));
        uint40 next = uint40(clock() + 30 days);
        bytes memory reason = abi.encodeWithSelector(ISkillWallet.SkillsChangedRecently.selector, next);
        _expectRefused(people[3], oneSkill(LEGAL, 5), reason);
        vm.warp(next - 1);
        _expectRefused(people[3], oneSkill(LEGAL, 5), reason);
        vm.warp(next);
        _change(people[3], oneSkill(LEGAL, 5));
        assertEq(wallets.wallet(4).skillsChangedAt, next);
    }

    /// @dev A refused change begins no 30 days.
    function test_changeSkills_refusedOneCanBeRepeated() public {
        _expectRefused(people[3], noSkills(), abi.encodeWithSelector(ISkillWallet.SkillCount.selector, 0));
        _change(people[3], oneSkill(GARDENING, 5));
        assertEq(wallets.wallet(4).skillsChangedAt, clock());
    }

    function test_changeSkills_revertsWithRatingPendingForDroppedSkill() public {
        uint64 gigId = workUnrated(people[0], people[3], LEGAL, 1);
        bytes memory reason = abi.encodeWithSelector(ISkillWallet.RatingPending.selector, LEGAL);
        _expectRefused(people[3], oneSkill(GARDENING, 5), reason);
        rate(people[0], gigId, 7);
        _change(people[3], oneSkill(GARDENING, 5));
    }

    function test_changeSkills_keepsSkillWithPendingRating() public {
        workUnrated(people[0], people[3], LEGAL, 1);
        _change(people[3], twoSkills(GARDENING, 5, LEGAL, 5));
        assertEq(wallets.ratings(4, LEGAL).pending, 1);
    }

    function test_changeSkills_keptSkillKeepsLevel() public {
        // Neither a level chosen before nor one that others gave is overwritten by a wish.
        _change(people[3], twoSkills(LEGAL, 10, GARDENING, 3));
        assertEq(levelOf(people[3]), 5);
        _change(people[0], twoSkills(GARDENING, 1, TEACHING, 10));
        (uint8 skill, uint8 level, bool validated) = activeSkill(people[0], 1);
        assertEq(skill, TEACHING);
        assertEq(level, 5);
        assertTrue(validated);
    }

    function test_changeSkills_paysGrantOfAddedSkill() public {
        uint256 vault = vaultOf(here);
        SkillSet set = wallets.wallet(4).skills.with(1, GARDENING, 10, false);
        SkillChoice[] memory skills = twoSkills(LEGAL, 5, GARDENING, 10);
        vm.expectEmit(address(wallets));
        emit ISkillWallet.SkillsChanged(4, set);
        vm.expectEmit(address(community(here)));
        emit ICommunity.GrantChanged(4, 2_180 * CREDIT);
        vm.expectEmit(address(community(here)));
        emit ICommunity.ScoreChanged(4_000, ScoreCause.SkillsChanged);
        _change(people[3], skills);

        MemberView memory seen = community(here).member(people[3].addr);
        assertEq(seen.balance, 2_180 * CREDIT);
        assertEq(seen.granted, 2_180 * CREDIT);
        assertEq(seen.locked, 180);
        assertEq(vaultOf(here), vault - 60 * CREDIT);
        assertEq(community(here).state().totalSkills, 5);
        assertEq(community(here).state().skillCounts[GARDENING], 1);
    }

    function test_changeSkills_returnsGrantOfDroppedSkill() public {
        uint256 vault = vaultOf(here);
        _change(people[3], oneSkill(GARDENING, 1));
        MemberView memory seen = community(here).member(people[3].addr);
        assertEq(seen.balance, 2_006 * CREDIT);
        assertEq(seen.granted, 2_006 * CREDIT);
        assertEq(seen.locked, 6);
        assertEq(vaultOf(here), vault + 114 * CREDIT);
        assertEq(community(here).state().skillCounts[LEGAL], 0);
    }

    /// @dev New skills of a validated member are locked until five rates validate them.
    function test_changeSkills_newSkillOfValidatedMemberIsLocked() public {
        _change(people[0], twoSkills(TEACHING, 5, LEGAL, 10));
        MemberView memory seen = community(here).member(people[0].addr);
        assertEq(seen.locked, 240);
        assertEq(seen.balance, 2_360 * CREDIT);
        assertEq(seen.spendable, 2_120 * CREDIT);
        assertTrue(seen.validated);
    }

    function test_changeSkills_dormantValidatedSkillRevivesAtMeanOfItsRates() public {
        _change(people[0], oneSkill(GARDENING, 1));
        assertEq(community(here).member(people[0].addr).locked, 6);
        skip(30 days);
        _change(people[0], oneSkill(TEACHING, 10));
        (uint8 skill, uint8 level, bool validated) = activeSkill(people[0], 0);
        assertEq(skill, TEACHING);
        assertEq(level, 5);
        assertTrue(validated);
        assertEq(balanceIn(here, people[0]), 2_120 * CREDIT);
        assertEq(spendableIn(here, people[0]), 2_120 * CREDIT);
    }

    /// @dev A gig taken before the skill went dormant is rated after: the rate counts and shows when the skill revives.
    function test_changeSkills_ratesOfDormantSkillReviveWithIt() public {
        uint64 gigId = createGig(people[1], TEACHING, 1);
        accept(people[1], people[0], gigId);
        _change(people[0], oneSkill(GARDENING, 1));
        submit(people[0], gigId);
        complete(people[1], people[0], gigId);
        rate(people[1], gigId, 10);
        assertEq(wallets.ratings(1, TEACHING).count, 6);
        assertEq(wallets.ratings(1, TEACHING).sum, 35);
        skip(30 days);
        _change(people[0], oneSkill(TEACHING, 1));
        // 35 / 6 = 5.83
        assertEq(levelOf(people[0]), 6);
    }

    /// @dev Rates of a skill not validated stay with it, though its level is chosen anew.
    function test_changeSkills_dormantUnvalidatedSkillKeepsItsRates() public {
        for (uint256 i; i < 4; ++i) {
            work(people[i % 2], people[3], LEGAL, 1, 9);
        }
        _change(people[3], oneSkill(GARDENING, 1));
        skip(30 days);
        _change(people[3], oneSkill(LEGAL, 2));
        assertEq(levelOf(people[3]), 2);
        assertEq(wallets.ratings(4, LEGAL).count, 4);
        work(people[0], people[3], LEGAL, 1, 9);
        (, uint8 level, bool validated) = activeSkill(people[3], 0);
        assertEq(level, 9);
        assertTrue(validated);
    }

    function test_changeSkills_joiningOtherTemplateBeginsNo30Days() public {
        uint32 art = found(person("artist"), MUSIC, 5);
        _change(people[3], oneSkill(GARDENING, 5));
        uint40 changedAt = uint40(clock());
        SkillChoice[] memory skills = oneSkill(MUSIC, 5);
        vm.prank(people[3].addr);
        wallets.relocate(art, skills, noGigs());
        assertEq(wallets.wallet(4).skillsChangedAt, changedAt);
        // The 30 days of the change before go on.
        _expectRefused(
            people[3],
            oneSkill(12, 5),
            abi.encodeWithSelector(ISkillWallet.SkillsChangedRecently.selector, changedAt + 30 days)
        );
    }

    function testFuzz_changeSkills_settlesAnyChoice(uint8[3] memory skills, uint8[3] memory levels, uint8 n) public {
        n = uint8(bound(n, 1, 3));
        SkillChoice[] memory chosen = new SkillChoice[](n);
        uint256[3] memory values = [uint256(12), 24, 6];
        uint256 target = 2_000;
        for (uint256 i; i < n; ++i) {
            // One of each group: distinct, and never the skill held.
            uint8 skill = uint8(4 * i + bound(skills[i], i == 1 ? 1 : 0, 3));
            uint8 level = uint8(bound(levels[i], 1, 10));
            chosen[i] = SkillChoice(skill, level);
            target += values[i] * level;
        }
        uint256 sum = vaultOf(here) + balanceIn(here, people[3]);
        _change(people[3], chosen);
        assertEq(balanceIn(here, people[3]), target * CREDIT);
        assertEq(community(here).member(people[3].addr).granted, target * CREDIT);
        assertEq(community(here).member(people[3].addr).locked, target - 2_000);
        assertEq(vaultOf(here) + balanceIn(here, people[3]), sum);
        assertEq(community(here).state().totalSkills, 3 + n);
    }
}
