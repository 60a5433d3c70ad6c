// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {Credits} from "../../src/libraries/Credits.sol";
import {Score} from "../../src/libraries/Score.sol";
import {SkillSet} from "../../src/types/SkillSet.sol";

/// @title What holds for every amount, beside the cases of the vectors (spec §2.4, §2.5, §3.3, §3.4, §6.3)
contract CreditsRulesTest is Test {
    uint256 private constant CREDIT = 1e18;
    uint256 private constant SUPPLY = 96_000e18;
    uint256 private constant MAX_GRANT = 2_720e18;

    function testFuzz_admission_takesNoMoreThanItsSeatsPart(
        uint256 carried,
        uint256 granted,
        uint256 target,
        uint256 vault,
        uint256 freeSeats
    ) public pure {
        carried = bound(carried, 0, 10 * SUPPLY);
        granted = bound(granted, 0, MAX_GRANT);
        target = bound(target, 2_006 * CREDIT, MAX_GRANT);
        vault = bound(vault, 0, SUPPLY);
        freeSeats = bound(freeSeats, 1, 24);
        (uint256 unlocked, uint256 paid, uint256 returned) =
            Credits.admission(carried, granted, target, vault, freeSeats);
        assertLe(unlocked, carried);
        assertLe(returned, unlocked);
        uint256 taken = unlocked + paid;
        assertLe(taken, vault / freeSeats);
        assertTrue(paid == 0 || returned == 0);
        // The part of the seats that stay free never gets smaller.
        if (freeSeats > 1) assertGe((vault + returned - taken) / (freeSeats - 1), vault / freeSeats);
        // The grant comes no nearer to the target than it, and never further from it.
        uint256 after_ = granted + paid - returned;
        if (target > granted) assertTrue(after_ >= granted && after_ <= target);
        else assertTrue(after_ <= granted && after_ >= target);
    }

    function testFuzz_settlement_repeatedMovesNothingMore(
        uint256 target,
        uint256 granted,
        uint256 balance,
        uint256 vault
    ) public pure {
        target = bound(target, 2_006 * CREDIT, MAX_GRANT);
        granted = bound(granted, 0, MAX_GRANT);
        balance = bound(balance, 0, SUPPLY);
        vault = bound(vault, 0, SUPPLY - balance);
        (uint256 paid, uint256 returned) = Credits.settlement(target, granted, balance, vault);
        assertLe(paid, vault);
        assertLe(returned, balance);
        (granted, balance, vault) = (granted + paid - returned, balance + paid - returned, vault + returned - paid);
        (paid, returned) = Credits.settlement(target, granted, balance, vault);
        assertEq(paid + returned, 0);
    }

    function testFuzz_claimable_leavesTheReserve(uint256 wanted, uint256 vault, uint256 freeSeats) public pure {
        wanted = bound(wanted, 0, 10 * SUPPLY);
        vault = bound(vault, 0, SUPPLY);
        freeSeats = bound(freeSeats, 0, 23);
        uint256 amount = Credits.claimable(wanted, vault, freeSeats);
        assertLe(amount, wanted);
        assertLe(amount, 240 * CREDIT);
        if (amount != 0) assertGe(vault - amount, (2_720 * freeSeats + 1_840) * CREDIT);
    }

    function testFuzz_spendable_neverTouchesWhatIsKept(uint256 balance, uint256 locked, uint256 granted, bool validated)
        public
        pure
    {
        balance = bound(balance, 0, SUPPLY);
        locked = bound(locked, 0, 720);
        granted = bound(granted, 0, MAX_GRANT);
        uint256 spendable = Credits.spendable(balance, locked, granted, validated);
        assertLe(spendable, balance);
        if (spendable == 0) return;
        assertGe(balance - spendable, locked * CREDIT);
        if (!validated && granted > 240 * CREDIT) assertGe(balance - spendable, granted - 240 * CREDIT);
    }

    function testFuzz_treasuryPayment_staysUnderFairShare(uint256 vault, uint256 treasury, uint256 credits)
        public
        pure
    {
        vault = bound(vault, 0, 94_000 * CREDIT);
        treasury = bound(treasury, 2_000 * CREDIT, 3_840 * CREDIT - 1);
        credits = bound(credits, 6 * CREDIT, 240 * CREDIT);
        (uint256 paid, bool due, uint256 returned) = Credits.treasuryPayment(vault, treasury, credits);
        assertLe(paid, vault);
        assertLe(paid, credits);
        uint256 rest = treasury + paid - returned;
        assertLt(rest, 3_840 * CREDIT);
        assertGe(rest, 2_000 * CREDIT);
        assertEq(due, treasury + paid >= 3_840 * CREDIT);
        if (due) assertEq(rest, 2_000 * CREDIT);
        else assertEq(returned, 0);
    }

    /// @dev The packed counts against a plain loop.
    function testFuzz_score_countsEachSkill(uint8[12] memory counts, uint8 skill, uint8 template) public pure {
        uint96 packed;
        uint256 unique;
        skill = uint8(bound(skill, 0, 11));
        template = uint8(bound(template, 0, 2));
        for (uint256 i; i < 12; ++i) {
            counts[i] = uint8(bound(counts[i], 0, 23));
            packed |= uint96(counts[i]) << uint96(8 * i);
            if (counts[i] != 0) ++unique;
        }
        assertEq(Score.uniqueOf(packed), unique);
        SkillSet one = SkillSet.wrap(0).with(0, 12 * template + skill, 1, false);
        uint96 more = Score.moved(packed, SkillSet.wrap(0), one);
        assertEq(more, packed + (uint96(1) << uint96(8 * skill)));
        assertEq(Score.uniqueOf(more), counts[skill] == 0 ? unique + 1 : unique);
        assertEq(Score.moved(more, one, SkillSet.wrap(0)), packed);
    }
}
