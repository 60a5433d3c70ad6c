// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {SkillValues} from "../../src/generated/SkillValues.sol";
import {Credits} from "../../src/libraries/Credits.sol";
import {Levels} from "../../src/libraries/Levels.sol";
import {Score} from "../../src/libraries/Score.sol";
import {SkillSet, SkillSets} from "../../src/types/SkillSet.sol";

/// @title Golden vectors (vectors/README.md): the libraries give the exact answers of the reference implementation
contract VectorsTest is Test {
    struct GrantTable {
        uint256[] skillCount;
        uint256[] target;
        uint256[] locked;
        uint256[] skills;
        uint256[] levels;
        bool[] validated;
    }

    struct AdmissionTable {
        uint256[] carried;
        uint256[] granted;
        uint256[] target;
        uint256[] vault;
        uint256[] members;
        uint256[] unlocked;
        uint256[] paid;
        uint256[] returned;
        uint256[] balance;
        uint256[] grantedAfter;
        uint256[] carriedAfter;
        uint256[] vaultAfter;
    }

    struct SettleTable {
        uint256[] target;
        uint256[] granted;
        uint256[] balance;
        uint256[] vault;
        uint256[] paid;
        uint256[] returned;
        uint256[] balanceAfter;
        uint256[] grantedAfter;
        uint256[] vaultAfter;
    }

    struct TreasuryTable {
        uint256[] vault;
        uint256[] treasury;
        uint256[] credits;
        uint256[] paid;
        bool[] due;
        uint256[] returned;
        uint256[] treasuryAfter;
        uint256[] vaultAfter;
    }

    struct SkillsTable {
        uint256[] firstMember;
        uint256[] members;
        uint256[] skills;
        uint256[] counts;
        uint256[] template;
        uint256[] unique;
        uint256[] total;
        uint256[] score;
        uint256[] missing;
        bool[] below48;
    }

    uint256 private constant CREDIT = 1e18;
    uint256 private constant SEATS = 24;

    string private _json;

    function test_grant_matchesVectors() public {
        _open("grant");
        GrantTable memory t;
        t.skillCount = _uints("skillCount");
        t.target = _uints("target");
        t.locked = _uints("locked");
        t.skills = _uints("skills");
        t.levels = _uints("levels");
        t.validated = vm.parseJsonBoolArray(_json, ".validated");
        uint256 rows = _rows(t.target);
        for (uint256 i; i < rows; ++i) {
            SkillSet set;
            for (uint256 j = 3 * i; j < 3 * i + 3; ++j) {
                if (t.skills[j] == 255) continue;
                set = set.with(j - 3 * i, uint8(t.skills[j]), uint8(t.levels[j]), t.validated[j]);
            }
            (uint256 worth, uint256 unvalidated) = set.credits();
            assertEq(set.count(), t.skillCount[i], _row("count", i));
            assertEq(Credits.target(worth), t.target[i], _row("target", i));
            assertEq(unvalidated * CREDIT, t.locked[i], _row("locked", i));
            _assertEntries(t, i, set);
        }
    }

    function _assertEntries(GrantTable memory t, uint256 i, SkillSet set) private pure {
        for (uint256 j; j < t.skillCount[i]; ++j) {
            (uint8 skill, uint8 level, bool validated) = set.get(j);
            assertEq(skill, t.skills[3 * i + j], _row("skill", i));
            assertEq(level, t.levels[3 * i + j], _row("level", i));
            assertEq(validated, t.validated[3 * i + j], _row("validated", i));
            assertEq(set.indexOf(skill), j, _row("indexOf", i));
        }
    }

    function test_gigCredits_matchesVectors() public {
        _open("gigCredits");
        uint256[] memory skill = _uints("skill");
        uint256[] memory commitment = _uints("commitment");
        uint256[] memory value = _uints("value");
        uint256[] memory credits = _uints("credits");
        uint256 rows = _rows(skill);
        for (uint256 i; i < rows; ++i) {
            assertEq(SkillValues.valueOf(skill[i]), value[i], _row("value", i));
            assertEq(Credits.ofGig(uint8(skill[i]), uint8(commitment[i])), credits[i], _row("credits", i));
        }
    }

    function test_score_matchesVectors() public {
        _open("score");
        uint256[] memory unique = _uints("unique");
        uint256[] memory total = _uints("total");
        uint256[] memory members = _uints("members");
        uint256[] memory score = _uints("score");
        bool[] memory below48 = vm.parseJsonBoolArray(_json, ".below48");
        uint256 rows = _rows(score);
        for (uint256 i; i < rows; ++i) {
            assertEq(Score.hundredths(unique[i], total[i], members[i]), score[i], _row("score", i));
            assertEq(Score.below48(unique[i], total[i], members[i]), below48[i], _row("below48", i));
        }
    }

    function test_level_matchesVectors() public {
        _open("level");
        uint256[] memory sum = _uints("sum");
        uint256[] memory n = _uints("n");
        uint256[] memory level = _uints("level");
        uint256 rows = _rows(level);
        for (uint256 i; i < rows; ++i) {
            assertEq(Levels.mean(sum[i], n[i]), level[i], _row("level", i));
        }
    }

    function test_admission_matchesVectors() public {
        _open("admission");
        AdmissionTable memory t;
        t.carried = _uints("carried");
        t.granted = _uints("granted");
        t.target = _uints("target");
        t.vault = _uints("vault");
        t.members = _uints("members");
        t.unlocked = _uints("unlocked");
        t.paid = _uints("paid");
        t.returned = _uints("returned");
        t.balance = _uints("balance");
        t.grantedAfter = _uints("grantedAfter");
        t.carriedAfter = _uints("carriedAfter");
        t.vaultAfter = _uints("vaultAfter");
        uint256 rows = _rows(t.carried);
        for (uint256 i; i < rows; ++i) {
            (uint256 unlocked, uint256 paid, uint256 returned) =
                Credits.admission(t.carried[i], t.granted[i], t.target[i], t.vault[i], SEATS - t.members[i]);
            assertEq(unlocked, t.unlocked[i], _row("unlocked", i));
            assertEq(paid, t.paid[i], _row("paid", i));
            assertEq(returned, t.returned[i], _row("returned", i));
            assertEq(unlocked + paid - returned, t.balance[i], _row("balance", i));
            assertEq(t.granted[i] + paid - returned, t.grantedAfter[i], _row("grantedAfter", i));
            assertEq(t.carried[i] - unlocked, t.carriedAfter[i], _row("carriedAfter", i));
            assertEq(t.vault[i] + returned - unlocked - paid, t.vaultAfter[i], _row("vaultAfter", i));
        }
    }

    function test_settle_matchesVectors() public {
        _open("settle");
        SettleTable memory t;
        t.target = _uints("target");
        t.granted = _uints("granted");
        t.balance = _uints("balance");
        t.vault = _uints("vault");
        t.paid = _uints("paid");
        t.returned = _uints("returned");
        t.balanceAfter = _uints("balanceAfter");
        t.grantedAfter = _uints("grantedAfter");
        t.vaultAfter = _uints("vaultAfter");
        uint256 rows = _rows(t.target);
        for (uint256 i; i < rows; ++i) {
            (uint256 paid, uint256 returned) = Credits.settlement(t.target[i], t.granted[i], t.balance[i], t.vault[i]);
            assertEq(paid, t.paid[i], _row("paid", i));
            assertEq(returned, t.returned[i], _row("returned", i));
            assertEq(t.balance[i] + paid - returned, t.balanceAfter[i], _row("balanceAfter", i));
            assertEq(t.granted[i] + paid - returned, t.grantedAfter[i], _row("grantedAfter", i));
            assertEq(t.vault[i] + returned - paid, t.vaultAfter[i], _row("vaultAfter", i));
        }
    }

    function test_claim_matchesVectors() public {
        _open("claim");
        uint256[] memory carried = _uints("carried");
        uint256[] memory vault = _uints("vault");
        uint256[] memory members = _uints("members");
        uint256[] memory claimable = _uints("claimable");
        uint256 rows = _rows(claimable);
        for (uint256 i; i < rows; ++i) {
            assertEq(Credits.claimable(carried[i], vault[i], SEATS - members[i]), claimable[i], _row("claimable", i));
        }
    }

    function test_spendable_matchesVectors() public {
        _open("spendable");
        uint256[] memory balance = _uints("balance");
        uint256[] memory locked = _uints("locked");
        uint256[] memory granted = _uints("granted");
        bool[] memory validated = vm.parseJsonBoolArray(_json, ".validated");
        uint256[] memory spendable = _uints("spendable");
        uint256 rows = _rows(spendable);
        for (uint256 i; i < rows; ++i) {
            assertEq(locked[i] % CREDIT, 0, _row("whole", i));
            uint256 actual = Credits.spendable(balance[i], locked[i] / CREDIT, granted[i], validated[i]);
            assertEq(actual, spendable[i], _row("spendable", i));
        }
    }

    function test_treasury_matchesVectors() public {
        _open("treasury");
        TreasuryTable memory t;
        t.vault = _uints("vault");
        t.treasury = _uints("treasury");
        t.credits = _uints("credits");
        t.paid = _uints("paid");
        t.due = vm.parseJsonBoolArray(_json, ".due");
        t.returned = _uints("returned");
        t.treasuryAfter = _uints("treasuryAfter");
        t.vaultAfter = _uints("vaultAfter");
        uint256 rows = _rows(t.credits);
        for (uint256 i; i < rows; ++i) {
            (uint256 paid, bool due, uint256 returned) =
                Credits.treasuryPayment(t.vault[i], t.treasury[i], t.credits[i]);
            assertEq(paid, t.paid[i], _row("paid", i));
            assertEq(due, t.due[i], _row("due", i));
            assertEq(returned, t.returned[i], _row("returned", i));
            assertEq(t.treasury[i] + paid - returned, t.treasuryAfter[i], _row("treasuryAfter", i));
            assertEq(t.vault[i] + returned - paid, t.vaultAfter[i], _row("vaultAfter", i));
        }
    }

    function test_skills_matchesVectors() public {
        _open("skills");
        SkillsTable memory t;
        t.firstMember = _uints("firstMember");
        t.members = _uints("members");
        t.skills = _uints("skills");
        t.counts = _uints("counts");
        t.template = _uints("template");
        t.unique = _uints("unique");
        t.total = _uints("total");
        t.score = _uints("score");
        t.missing = _uints("missing");
        t.below48 = vm.parseJsonBoolArray(_json, ".below48");
        uint256 rows = _rows(t.members);
        for (uint256 i; i < rows; ++i) {
            (uint96 held, uint256 total) = _arrive(t, i);
            assertEq(total, t.total[i], _row("total", i));
            assertEq(_missing(t, i, held), t.missing[i], _row("missing", i));
            uint256 unique = Score.uniqueOf(held);
            assertEq(unique, t.unique[i], _row("unique", i));
            assertEq(Score.hundredths(unique, total, t.members[i]), t.score[i], _row("score", i));
            assertEq(Score.below48(unique, total, t.members[i]), t.below48[i], _row("below48", i));
            // Everybody leaves again: nothing is left over.
            assertEq(_depart(t, i, held), 0, _row("emptied", i));
        }
    }

    function _arrive(SkillsTable memory t, uint256 i) private pure returns (uint96 held, uint256 total) {
        for (uint256 j; j < t.members[i]; ++j) {
            SkillSet set = _set(t.skills, 3 * (t.firstMember[i] + j));
            assertEq(set.template(), t.template[i], _row("template", i));
            held = Score.moved(held, SkillSets.EMPTY, set);
            total += set.count();
        }
    }

    function _depart(SkillsTable memory t, uint256 i, uint96 held) private pure returns (uint96) {
        for (uint256 j; j < t.members[i]; ++j) {
            held = Score.moved(held, _set(t.skills, 3 * (t.firstMember[i] + j)), SkillSets.EMPTY);
        }
        return held;
    }

    function _missing(SkillsTable memory t, uint256 i, uint96 held) private pure returns (uint256 missing) {
        for (uint256 k; k < 12; ++k) {
            uint256 count = (held >> (8 * k)) & 0xff;
            assertEq(count, t.counts[12 * i + k], _row("counts", i));
            if (count == 0) missing |= 1 << k;
        }
    }

    function _set(uint256[] memory skills, uint256 from) private pure returns (SkillSet set) {
        for (uint256 j; j < 3; ++j) {
            if (skills[from + j] != 255) set = set.with(j, uint8(skills[from + j]), 1, false);
        }
    }

    function _open(string memory name) private {
        _json = vm.readFile(string.concat("../vectors/", name, ".json"));
    }

    function _uints(string memory column) private view returns (uint256[] memory) {
        return vm.parseJsonUintArray(_json, string.concat(".", column));
    }

    /// @dev Number of rows, which the file also states.
    function _rows(uint256[] memory column) private view returns (uint256 rows) {
        rows = column.length;
        assertGt(rows, 0);
        assertEq(rows, vm.parseJsonUint(_json, ".count"));
    }

    function _row(string memory what, uint256 i) private pure returns (string memory) {
        return string.concat(what, " of case ", vm.toString(i));
    }
}
